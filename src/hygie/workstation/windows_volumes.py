"""The volumes of a Windows workstation and what BitLocker, or device encryption, does of each.

Only volumes that are opened, by a letter or by a folder: the others hold what starts the computer,
or repairs it. What a folder opens may be an outside disk, which its letter alone would tell. What
is encrypted by another program shows as bare, but for VeraCrypt's own start-up driver.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.windows_fields import Row, text, whole
from hygie.workstation.windows_keys import number, opened
from hygie.workstation.windows_machine import DriveKind, Drives, WindowsMachine
from hygie.workstation.windows_report import GARBLED, rows, section

SOURCE = "Win32_EncryptableVolume (GetProtectionStatus)"
SYSTEM_VOLUME, FIXED_VOLUME = 0, 1
KINDS = frozenset({0, 1, 2})
VERACRYPT = r"HKLM\SYSTEM\CurrentControlSet\Services\veracrypt"
AT_START_UP = 0

OTHER_ENCRYPTION = "Un autre programme que Windows chiffre ce disque : Hygie ne sait pas le lire."


class Protection(Enum):
    """What GetProtectionStatus answers; with the key in the clear, protection is off."""

    OFF = 0
    ON = 1
    LOCKED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """One volume. ``protection`` None: Windows did not say. ``converted``: it is all encrypted.

    ``letter`` is empty for one that a folder opens: nothing tells whether it is inside.
    """

    letter: str
    system: bool
    protection: Protection | None
    converted: bool
    protectors: tuple[int, ...]

    @property
    def encrypted(self) -> bool | None:
        """Tell whether what it holds is out of a thief's reach; suspended protection is not."""
        if not self.letter and self.protection is not Protection.ON:
            return None
        return {Protection.ON: True, Protection.OFF: False}.get(
            self.protection or Protection.LOCKED
        )

    @property
    def suspended(self) -> bool:
        """Tell whether it is encrypted with its key left in the clear beside it."""
        return self.protection is Protection.OFF and self.converted


def inner_volumes(machine: WindowsMachine) -> tuple[Volume, ...]:
    """Return the volumes of the disks inside, each once, those Windows told nothing of included.

    Raises MachineRefusedError when BitLocker did not answer, or shows no such volume.
    """
    known = parse_volumes(rows(section(machine, "bitlocker")))
    inside, outside = _fixed_letters(machine)
    kept = [volume for volume in known if volume.letter not in outside]
    lettered = [volume for volume in kept if volume.letter]
    missing = inside - {volume.letter for volume in known}
    if not any(volume.system for volume in kept):
        raise MachineRefusedError(GARBLED)
    if not all(volume.encrypted for volume in lettered) and _is_veracrypt(machine):
        raise MachineRefusedError(OTHER_ENCRYPTION)
    return (*kept, *(_unknown(letter) for letter in sorted(missing)))


def parse_volumes(found: Iterable[Row]) -> tuple[Volume, ...]:
    """Read the volumes that may be inside and have a letter, or are not known to be hidden."""
    volumes = []
    for row in found:
        letter, kind = text(row, "letter")[:1].upper(), whole(row, "kind")
        if kind not in KINDS:
            raise MachineRefusedError(GARBLED)
        if letter.isascii() and letter.isalpha() and kind in {SYSTEM_VOLUME, FIXED_VOLUME}:
            volumes.append(_volume(row, letter, system=kind == SYSTEM_VOLUME))
        elif not letter and kind == FIXED_VOLUME and row.get("mounted") is not False:
            volumes.append(_volume(row, letter, system=False))
    return tuple(volumes)


def _volume(row: Row, letter: str, *, system: bool) -> Volume:
    code, listed = whole(row, "protection"), row.get("protectors")
    numbers = listed if isinstance(listed, list) else []
    return Volume(
        letter=letter,
        system=system,
        protection={each.value: each for each in Protection}.get(-1 if code is None else code),
        converted=whole(row, "conversion") == 1,
        protectors=tuple(n for n in numbers if isinstance(n, int) and not isinstance(n, bool)),
    )


def _unknown(letter: str) -> Volume:
    return Volume(letter=letter, system=False, protection=None, converted=False, protectors=())


def _fixed_letters(machine: WindowsMachine) -> tuple[frozenset[str], frozenset[str]]:
    """Return the letters of the disks inside, and of those outside; none when it is not known."""
    try:
        drives = machine.calls.ask(Drives).drives
    except MachineRefusedError:
        return frozenset(), frozenset()
    ready = [each for each in drives if each.ready and each.kind is DriveKind.FIXED]
    outside = {each.letter[:1].upper() for each in drives if each.external and not each.system}
    inside = {each.letter[:1].upper() for each in ready} - outside
    return frozenset(inside), frozenset(outside)


def _is_veracrypt(machine: WindowsMachine) -> bool:
    """Tell whether VeraCrypt's driver starts with Windows, as it does for an encrypted system."""
    return number(opened(machine, VERACRYPT), "Start") == AT_START_UP
