"""Whole Windows workstations, French and English alike: nothing read here depends on a name."""

import importlib
import json
from collections.abc import Iterable
from typing import Any

import pytest

from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation import windows_machine as door
from hygie.workstation.machine import MachineRefusedError, Output, Tables
from support.content import table
from support.recordings import Recording, load
from support.windows_machine import FakeWindowsMachine, a_windows_context
from support.windows_report import a_report, report_commands

PROBES = (
    *("system", "updates", "accounts", "password_policy", "session_lock", "removable_media"),
    *("power", "clock", "management", "trash"),
)
SYSTEMS = {row["id"]: row["end"].isoformat() for row in table("tables/systems.toml", "system")}
CONTEXT = a_windows_context(tables=Tables(systems=SYSTEMS))


def read_all(machine: FakeWindowsMachine) -> list[Reading]:
    found: list[Reading] = []
    for probe in PROBES:
        module = importlib.import_module(f"hygie.workstation.probes.{probe}.windows")
        found += module.read(machine, CONTEXT)
    return found


def built(recording: Recording) -> FakeWindowsMachine:
    body = json.loads(recording.text)
    report = body.get("report")
    return FakeWindowsMachine(
        commands=report_commands(Output(code=1, text="") if report is None else a_report(**report)),
        files=body.get("files", {}),
        keys=body["keys"],
        answers={
            (question := getattr(door, name)): answer(question, values)
            for name, values in body["answers"].items()
        },
    )


def answer(question: type[Any], values: dict[str, Any]) -> object:
    match question:
        case door.LocalAccounts:
            accounts = tuple(door.LocalAccount(**each) for each in values["accounts"])
            return door.LocalAccounts(accounts=accounts, administrators=values["administrators"])
        case door.Drives:
            drives = [
                door.Drive(**{**each, "kind": door.DriveKind(each["kind"])})
                for each in values["drives"]
            ]
            return door.Drives(drives=tuple(drives))
        case door.Services | door.Processes:
            return question(**{name: frozenset(names) for name, names in values.items()})
        case _:
            return question(**values)


def shown(readings: Iterable[Reading]) -> dict[str, object]:
    found: dict[str, object] = {}
    for reading in readings:
        match reading:
            case Observed(value=tuple() as value):
                found[reading.fact] = list(value)
            case Observed(value=value):
                found[reading.fact] = value
            case Inapplicable():
                found[reading.fact] = "sans objet"
            case Unreadable(reason=reason, remedy=remedy):
                assert reason.endswith("."), reason
                assert remedy.endswith("."), remedy
                found[reading.fact] = None
    return found


@pytest.mark.parametrize("recording", load("windows"), ids=str)
def test_each_workstation_says_what_it_is(recording: Recording) -> None:
    assert shown(read_all(built(recording))) == json.loads(recording.expect)


@pytest.mark.parametrize("recording", load("windows"), ids=str)
def test_no_name_of_a_person_leaves_the_workstation(recording: Recording) -> None:
    told = json.dumps([repr(reading) for reading in read_all(built(recording))])
    assert "Secr" not in told
    assert "alix" not in told
    assert "enrollment.example" not in told


def test_a_windows_that_answers_nothing_is_never_a_value() -> None:
    """Wine's own stubs: PowerShell ends well and prints nothing, the calls are refused."""
    silent = FakeWindowsMachine(commands=report_commands(Output(code=0, text="")))
    assert not [each for each in read_all(silent) if isinstance(each, Observed)]


def test_a_refused_registry_gives_no_value_at_all() -> None:
    class Refused(FakeWindowsMachine):
        @property
        def registry(self) -> Any:
            return self

        def open(self, key: str, *, view: object = None) -> Any:
            raise MachineRefusedError(f"Refusé ({bool(key)}, {view}).")

    assert all(not isinstance(reading, Observed) for reading in read_all(Refused()))
