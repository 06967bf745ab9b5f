"""Programs that were added to macOS to start by themselves, as launchd(8) finds them.

One file in one of three folders is one program. The list «Ouverture» of Settings has more: the
applications a person asked to open with the session. macOS keeps it from programs without an
administrator's rights and full access to the disk (sfltool(1)), so it is not counted.
"""

from hygie.workstation.machine import EntryKind, Machine, MachineRefusedError, MissingError

SHARED = ("/Library/LaunchAgents", "/Library/LaunchDaemons")
OWN = "Library/LaunchAgents"
ENDING = ".plist"
SOURCE = "LaunchAgents et LaunchDaemons, sans la liste « Ouverture » des Réglages"
NO_FOLDER = "Les dossiers des programmes que macOS lance n'ont pas été trouvés."


def count_added(machine: Machine, home: str) -> int:
    """Count the programs; raises MachineRefusedError when a folder is refused, or none is there."""
    found = [_listed(machine, folder) for folder in SHARED]
    if None in found:
        raise MachineRefusedError(NO_FOLDER)
    # The daily user's own folder is only made for the first program that wants it.
    return sum(each or 0 for each in [*found, _listed(machine, f"{home}/{OWN}")])


def _listed(machine: Machine, folder: str) -> int | None:
    try:
        entries = machine.entries(folder)
    except MissingError:
        return None
    kinds = (EntryKind.FILE, EntryKind.LINK)
    return sum(
        each.kind in kinds and each.name.endswith(ENDING) and not each.name.startswith(".")
        for each in entries
    )
