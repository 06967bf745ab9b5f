"""Removable media under Windows: what is plugged in now, and what Windows does with it.

Counted by letter: USB disks and keys, memory cards, discs in a drive, disc images opened. Not
seen: phones and cameras, and a BitLocker key nobody unlocked.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.probes.removable_media.windows_autorun import (
    AUTOPLAY,
    EXPLORER,
    read_automount,
    read_autorun,
)
from hygie.workstation.probes.removable_media.windows_execution import DENIED, read_execution
from hygie.workstation.windows_machine import Drive, DriveKind, Drives, WindowsMachine
from hygie.workstation.windows_report import rows, section

ATTACHED, BARE = "media.attached", "media.attached_unencrypted"
REFUSED, MOUNT, RUN = "media.execution_refused", "media.automount", "media.autorun"
SOURCE = "GetLogicalDrives, IOCTL_STORAGE_QUERY_PROPERTY"
BITLOCKER = "Win32_EncryptableVolume"
STATES = {0: False, 1: True, 2: True}
"""GetProtectionStatus: 0 open or suspended, 1 on, 2 not known because still locked."""

UNRECOGNISED = "Windows n'a pas dit si un support branché est chiffré."
REMEDY = "Regardez les prises USB et les lecteurs de l'ordinateur."
REMEDY_SETTINGS = (
    "Branchez une clé vide à vous : notez si elle s'ouvre seule et si un programme est proposé."
)


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return the five facts of removable media."""
    return [
        *_media(machine, context),
        _setting(context, REFUSED, read_execution(machine), DENIED),
        _setting(context, MOUNT, read_automount(machine), AUTOPLAY),
        _setting(context, RUN, read_autorun(machine), EXPLORER),
    ]


def attached(drives: Iterable[Drive]) -> tuple[Drive, ...]:
    """Keep what can be taken away and holds a medium now, the system's own disk left out."""
    kinds = {DriveKind.REMOVABLE, DriveKind.OPTICAL}
    return tuple(
        drive
        for drive in drives
        if drive.ready
        and not drive.system
        and (drive.kind in kinds or (drive.kind is DriveKind.FIXED and drive.external))
    )


def _media(machine: WindowsMachine, context: Context) -> list[Reading]:
    try:
        media = attached(machine.calls.ask(Drives).drives)
    except MachineRefusedError as refusal:
        return [unreadable(context, fact, refusal.reason, REMEDY) for fact in (ATTACHED, BARE)]
    return [
        observed(context, ATTACHED, len(media), SOURCE),
        _unencrypted(machine, context, media),
    ]


def _unencrypted(machine: WindowsMachine, context: Context, media: tuple[Drive, ...]) -> Reading:
    discs = sum(drive.kind is DriveKind.OPTICAL for drive in media)
    letters = [drive.letter for drive in media if drive.kind is not DriveKind.OPTICAL]
    if not letters:
        return observed(context, BARE, discs, SOURCE)
    try:
        known = _encrypted(machine)
    except MachineRefusedError as refusal:
        return unreadable(context, BARE, refusal.reason, REMEDY)
    states = [known.get(_letter(letter)) for letter in letters]
    if None in states:
        return unreadable(context, BARE, UNRECOGNISED, REMEDY)
    return observed(context, BARE, discs + states.count(False), BITLOCKER)


def _encrypted(machine: WindowsMachine) -> dict[str, bool]:
    """Tell of each volume whether BitLocker protects it; one not understood is left out."""
    volumes = rows(section(machine, "bitlocker"))
    pairs = ((volume.get("letter"), volume.get("protection")) for volume in volumes)
    return {
        _letter(letter): STATES[state]
        for letter, state in pairs
        if isinstance(letter, str) and type(state) is int and state in STATES
    }


def _letter(text: str) -> str:
    return text[:1].upper()


def _setting(context: Context, fact: str, known: bool | str, source: str) -> Reading:  # noqa: FBT001  # the value read
    if isinstance(known, str):
        return unreadable(context, fact, known, REMEDY_SETTINGS)
    return observed(context, fact, known, source)
