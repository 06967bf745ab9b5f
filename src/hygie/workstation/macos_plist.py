"""Property lists, as macOS and its tools write them: read whole, or refused.

What comes back is walked key by key, each value by its type; what has another type is as if absent.
"""

import plistlib
import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.parsers.expat import ExpatError

from hygie.workstation.machine import COMMAND_SECONDS, READ_BYTES, Machine, MachineRefusedError

Settings = Mapping[str, Any]

ODD = "La réponse du système n'a pas la forme attendue."

_FAULTS = (
    plistlib.InvalidFileException,
    ExpatError,
    struct.error,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What plistlib lets through on damaged files, binary ones above all."""


def parse_plist(raw: bytes) -> Any:  # noqa: ANN401  # whatever the file holds
    """Read a property list, XML or binary; None when it is not one."""
    if not raw.strip():
        return None
    try:
        return plistlib.loads(raw)
    except _FAULTS:
        return None


def read_settings(machine: Machine, path: str, *, limit: int = READ_BYTES) -> Settings:
    """Return a file of settings.

    Raises MissingError when it is not there, MachineRefusedError when it is refused or odd.
    """
    return _settings(parse_plist(machine.read(path, limit=limit)))


def run_settings(
    machine: Machine, command: Sequence[str], *, seconds: float = COMMAND_SECONDS
) -> Settings:
    """Return what a command prints as a property list. Raises MachineRefusedError otherwise."""
    return _settings(run_plist(machine, command, seconds=seconds))


def run_plist(machine: Machine, command: Sequence[str], *, seconds: float = COMMAND_SECONDS) -> Any:  # noqa: ANN401  # whatever the command prints
    """Return the property list a command prints, None when it ended badly or printed another."""
    output = machine.run(command, seconds=seconds)
    return parse_plist(output.text.encode("utf-8", "replace")) if output.code == 0 else None


def _settings(found: Any) -> Settings:  # noqa: ANN401  # whatever was read
    if not isinstance(found, dict):
        raise MachineRefusedError(ODD)
    return found


def boolean(settings: Settings, key: str) -> bool | None:
    """Return a switch: true or false, or the numbers 1 and 0 that older tools write."""
    value = settings.get(key)
    if isinstance(value, bool):
        return value
    return {0: False, 1: True}.get(value) if isinstance(value, int) else None


def number(settings: Settings, key: str) -> int | None:
    """Return a whole number that is not negative; a text of digits counts, as some tools write."""
    value = settings.get(key)
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < len("1e9"):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and type(value) is int and value >= 0 else None


def text(settings: Settings, key: str) -> str:
    """Return a text; empty when absent."""
    value = settings.get(key)
    return value if isinstance(value, str) else ""


def texts(settings: Settings, key: str) -> tuple[str, ...] | None:
    """Return a list of texts; None when absent or when one of them is something else."""
    value = settings.get(key)
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        return None
    return tuple(value)


def rows(settings: Settings, key: str) -> tuple[Settings, ...] | None:
    """Return a list of dictionaries; None when absent or when one of them is something else."""
    return as_rows(settings.get(key))


def as_rows(value: Any) -> tuple[Settings, ...] | None:  # noqa: ANN401  # whatever was read
    """Return a list of dictionaries; None when it is anything else."""
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        return None
    return tuple(value)


def dates(settings: Settings, key: str) -> tuple[datetime, ...]:
    """Return a date, or a list of them, in universal time as property lists keep them."""
    value = settings.get(key)
    found = value if isinstance(value, list) else [value]
    return tuple(
        each if each.tzinfo else each.replace(tzinfo=UTC)
        for each in found
        if isinstance(each, datetime)
    )
