"""The sealed files of this practice, opened with what opens its records."""

from hygie.practice.evidence_files import FOLDER, EvidenceStore
from hygie.web.world import world

PURPOSE = "preuves"


def evidence_store() -> EvidenceStore:
    """Return the files that show acts. Raises LockedError while the data is shut."""
    here = world()
    return EvidenceStore(
        here.folder / FOLDER, here.strongroom.secret.derived(PURPOSE), chance=here.chance
    )
