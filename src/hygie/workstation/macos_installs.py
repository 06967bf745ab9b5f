"""When macOS last installed one of its own updates, from the history of its installer.

The history also holds applications and lists of threats: only what the installer of the system
calls «macOS …» counts, a name no language changes.
"""

from datetime import datetime

from hygie.workstation.machine import Machine, MachineRefusedError
from hygie.workstation.macos_plist import ODD, as_rows, dates, parse_plist, text

HISTORY = "/Library/Receipts/InstallHistory.plist"
BYTES = 8 << 20
INSTALLERS = frozenset({"softwareupdated", "macos installer", "os x installer"})
NAME = "macOS "


def last_install(machine: Machine) -> datetime | None:
    """Return when a version of macOS was last installed; None when the history holds none.

    Raises MachineRefusedError when the history cannot be read.
    """
    found = as_rows(parse_plist(machine.read(HISTORY, limit=BYTES)))
    if found is None:
        raise MachineRefusedError(ODD)
    own = [
        each
        for each in found
        if text(each, "processName").lower() in INSTALLERS
        and text(each, "displayName").startswith(NAME)
    ]
    return max((date for each in own for date in dates(each, "date")), default=None)
