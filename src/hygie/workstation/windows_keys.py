"""Reading the registry: a key that is not there holds nothing, which is what Windows expects.

A value of another type than the documented one is a refusal: Windows may obey it or not.
"""

from collections.abc import Iterable

from hygie.workstation.machine import MachineRefusedError, MissingError
from hygie.workstation.windows_machine import RegistryKey, WindowsMachine

ODD_VALUE = "Un réglage de Windows n'a pas la forme attendue."
NO_WINDOWS = "Le registre de ce poste n'a pas la forme de celui de Windows."
ROOT = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion"
DIGITS = 10


def opened(machine: WindowsMachine, key: str) -> RegistryKey:
    """Return what a key holds: nothing when there is no such key."""
    try:
        return machine.registry.open(key)
    except MissingError:
        return RegistryKey()


def is_key(machine: WindowsMachine, key: str) -> bool:
    """Tell whether a key exists."""
    try:
        machine.registry.open(key)
    except MissingError:
        return False
    return True


def require_windows(machine: WindowsMachine) -> None:
    """Refuse a registry where nothing is: there, an absent setting is not a default."""
    if not is_key(machine, ROOT):
        raise MachineRefusedError(NO_WINDOWS)


def number(key: RegistryKey, name: str) -> int | None:
    """Return a number, None when absent. Raises MachineRefusedError when it is something else."""
    value = key.values.get(name.lower())
    if value is not None and (not isinstance(value, int) or value < 0):
        raise MachineRefusedError(ODD_VALUE)
    return value


def text(key: RegistryKey, name: str) -> str | None:
    """Return a text, None when absent. Raises MachineRefusedError when it is something else."""
    value = key.values.get(name.lower())
    if value is not None and not isinstance(value, str):
        raise MachineRefusedError(ODD_VALUE)
    return value


def written_number(key: RegistryKey, name: str) -> int | None:
    """Return a number that is kept as a text («1»), as the oldest settings of Windows are."""
    value = key.values.get(name.lower())
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= DIGITS:
        return int(value)
    return number(key, name)


def first_number(keys: Iterable[RegistryKey], name: str) -> int | None:
    """Return the number of the first key that has one: policies come before settings."""
    found = (number(key, name) for key in keys)
    return next((value for value in found if value is not None), None)
