"""What hardens Windows or macOS: either it does not exist on Linux, or Hygie does not look."""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable
from hygie.workstation.machine import Context, Machine

FACTS = (
    "windows.uac",
    "windows.smartscreen",
    "windows.smb1",
    "remote.desktop_open",
    "remote.desktop_nla",
    "disk.recovery_key_saved",
    "system.extended_updates",
    "system.secure_boot",
    "system.tpm",
    "network.category",
    "media.seen_before",
    "media.days_since_newest",
    "media.days_since_oldest",
    "windows.hello",
    "windows.scheduled_tasks",
    "macos.gatekeeper",
    "macos.sip",
    "macos.stealth",
    "macos.launch_items",
    "macos.xprotect_version",
    "macos.xprotect_date",
    "backup.encrypted",
)
ELSEWHERE = "Hygie ne regarde ce point que sous Windows ou macOS."


def read(_machine: Machine, context: Context) -> Iterable[Reading]:
    """Return every fact of this probe: none is looked at here."""
    return [inapplicable(context, fact, ELSEWHERE) for fact in FACTS]
