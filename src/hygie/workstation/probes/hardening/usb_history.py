"""How many USB drives this workstation remembers having seen, and since when; never which ones.

The moment a drive's key last changed is when it was last plugged in, as forensic references share
it; installing a new version of Windows may write all keys anew. Most drives are under USBSTOR; the
fast ones (UASP) are disks of SCSI, and only their USB port names the driver that reads them.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from hygie.workstation.machine import MachineRefusedError, MissingError
from hygie.workstation.probes.hardening.said import NOT_SAID, NotConcernedError, Said
from hygie.workstation.windows_keys import is_key, opened, text
from hygie.workstation.windows_machine import WindowsMachine

DEVICES = r"HKLM\SYSTEM\CurrentControlSet\Enum"
DRIVES, PORTS = f"{DEVICES}\\USBSTOR", f"{DEVICES}\\USB"
FAST = "uaspstor"
MOST = 10_000
SKEW = timedelta(days=1)
SOURCE = "USBSTOR et UASPStor"
NONE_SEEN = "Ce poste ne se souvient d'aucun support USB."
WRONG_CLOCK = "Un support porte une date à venir : l'horloge du poste est sans doute fausse."


def seen_before(machine: WindowsMachine) -> Said:
    """Count the drives remembered, those plugged in now included."""
    return Said(len(_drives(machine)), SOURCE)


def newest(machine: WindowsMachine, now: datetime) -> Said:
    """Count the days since a drive was last plugged in, as far as the registry remembers."""
    return _age(machine, now, max)


def oldest(machine: WindowsMachine, now: datetime) -> Said:
    """Count the days since the drive that was plugged in the longest ago."""
    return _age(machine, now, min)


def _age(
    machine: WindowsMachine, now: datetime, choose: Callable[[list[datetime]], datetime]
) -> Said:
    drives = _drives(machine)
    if not drives:
        raise NotConcernedError(NONE_SEEN)
    moments = [machine.registry.open(drive).written for drive in drives]
    known = [moment for moment in moments if moment is not None]
    if len(known) < len(moments):
        raise MachineRefusedError(NOT_SAID)
    age = now - choose(known)
    if age < -SKEW:
        raise MachineRefusedError(WRONG_CLOCK)
    return Said(max(0, age.days), SOURCE)


def _drives(machine: WindowsMachine) -> list[str]:
    """Return the key of each drive remembered."""
    if not is_key(machine, DEVICES):
        raise MachineRefusedError(NOT_SAID)
    fast = [each for each in _devices(machine, PORTS) if _is_fast(machine, each)]
    numbers = {_number(each) for each in fast}
    usual = [each for each in _devices(machine, DRIVES) if _number(each) not in numbers]
    return [*usual, *fast]


def _devices(machine: WindowsMachine, kind: str) -> list[str]:
    models = [f"{kind}\\{model}" for model in _children(machine, kind)]
    found = [f"{model}\\{device}" for model in models for device in _children(machine, model)]
    if len(found) > MOST:
        raise MachineRefusedError(NOT_SAID)
    return found


def _is_fast(machine: WindowsMachine, port: str) -> bool:
    return (text(opened(machine, port), "Service") or "").lower() == FAST


def _number(device: str) -> str:
    """Return a drive's own number, to which USBSTOR adds the rank of a disk: «4C530001&0»."""
    own = device.rpartition("\\")[2].lower().removeprefix("msft30")  # put before fast ones
    number, _, rank = own.rpartition("&")
    return number if number and rank.isdecimal() else own


def _children(machine: WindowsMachine, key: str) -> tuple[str, ...]:
    try:
        names = machine.registry.open(key).keys
    except MissingError:
        return ()
    if len(names) > MOST:
        raise MachineRefusedError(NOT_SAID)
    return names
