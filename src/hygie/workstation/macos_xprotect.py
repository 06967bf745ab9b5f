"""XProtect, the antivirus of macOS: which list of threats this Mac has, and since when.

Apple replaces the whole bundle with each new list: the newest of its two places counts.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from hygie.workstation.machine import Machine, MachineRefusedError, MissingError
from hygie.workstation.macos_plist import read_settings, text

BUNDLES = (
    "/var/protected/xprotect/XProtect.bundle/Contents",
    "/Library/Apple/System/Library/CoreServices/XProtect.bundle/Contents",
)
"""Where the newest list lies since macOS 15, then where it always lay."""

INFO = "Info.plist"
NO_BUNDLE = "XProtect, l'antivirus de macOS, n'a pas été trouvé à sa place."

_VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class XProtect:
    """A list of threats: its version, and when it was written."""

    version: str
    written: datetime | None

    @property
    def source(self) -> str:
        """Say where the answer comes from."""
        return f"XProtect {self.version} (protection comprise dans macOS)"


def find_xprotect(machine: Machine) -> tuple[XProtect | None, str]:
    """Return the newest of the lists read, and why one of its places was not read.

    With a reason, a newer list may be in force: only that there is one is sure. None without a
    reason: it is nowhere.
    """
    found: list[XProtect] = []
    reason = ""
    for folder in BUNDLES:
        try:
            found.append(_bundle(machine, folder))
        except MissingError:
            continue
        except MachineRefusedError as refusal:
            reason = refusal.reason
    return max(found, key=lambda each: _numbers(each.version), default=None), reason


def _bundle(machine: Machine, folder: str) -> XProtect:
    version = text(read_settings(machine, f"{folder}/{INFO}"), "CFBundleShortVersionString")
    if not _VERSION.fullmatch(version):
        raise MachineRefusedError(NO_BUNDLE)
    return XProtect(version=version, written=_written(machine, folder))


def _written(machine: Machine, folder: str) -> datetime | None:
    try:
        entries = machine.entries(folder)
    except MachineRefusedError:
        return None
    return next((each.modified for each in entries if each.name == INFO), None)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
