"""Windows workstations described in a recording: registry, files, running programs, folders."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from hygie.audit.wiring import tables
from hygie.core.readings import Inapplicable, Observed, Reading
from hygie.workstation.windows_machine import KnownFolders, Processes, RegistryValue
from support.recordings import Recording
from support.windows_machine import FakeWindowsMachine, a_windows_context

CONTEXT = a_windows_context(tables=tables())
"""A context that knows the programs of the catalogue."""


def a_recorded_windows(recording: Recording) -> FakeWindowsMachine:
    """Put a workstation together: what a recording does not tell is missing or refused."""
    body = json.loads(recording.text)
    answers: dict[type[Any], object] = {}
    if "processes" in body:
        answers[Processes] = Processes(names=frozenset(body["processes"]))
    if "documents" in body:
        answers[KnownFolders] = KnownFolders(documents=body["documents"], desktop="C:\\Users\\x")
    return FakeWindowsMachine(
        files=body.get("files", {}),
        keys=_keys(body["keys"]),
        old_keys=_keys(body.get("old_keys", {})),
        answers=answers,
    )


def expected(recording: Recording) -> dict[str, object]:
    """Return what each fact should be; None for what should not be known."""
    found: dict[str, object] = json.loads(recording.expect)
    return found


def shown(readings: Iterable[Reading]) -> dict[str, object]:
    """Return values as a recording writes them: lists, None when unreadable."""
    return {reading.fact: _plain(reading) for reading in readings}


def _plain(reading: Reading) -> object:
    match reading:
        case Observed(value=tuple() as value):
            return list(value)
        case Observed(value=value):
            return value
        case Inapplicable():
            return "sans objet"
        case _:
            return None


def _keys(written: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, RegistryValue]]:
    return {
        key: {name: _value(value) for name, value in values.items()}
        for key, values in written.items()
    }


def _value(value: Any) -> RegistryValue:
    if isinstance(value, dict):
        return str(value["utf16"]).encode("utf-16-le") + b"\0\0"
    assert isinstance(value, (int, str))
    return value
