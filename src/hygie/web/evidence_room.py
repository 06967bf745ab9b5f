"""The sealed files of this practice, opened with what opens its records."""

from hygie.practice.evidence_files import FOLDER, EvidenceStore
from hygie.web.world import World, world


def evidence_store() -> EvidenceStore:
    """Return the files that show acts. Raises LockedError while the data is shut."""
    return sealed_store(world(), FOLDER)


def sealed_store(here: World, name: str) -> EvidenceStore:
    """Return the sealed files of a folder, whose key bears its name. Raises LockedError."""
    return EvidenceStore(
        here.folder / name, here.strongroom.secret.derived(name), chance=here.chance
    )
