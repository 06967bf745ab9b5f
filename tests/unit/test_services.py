import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.workstation.machine import MachineRefusedError, Output
from hygie.workstation.presence import any_there, is_there
from hygie.workstation.services import SHOW, parse_units, read_units
from support.machine import FakeMachine
from support.recordings import Recording, load

NAMES = ("ssh.service", "sshd.service", "ssh.socket", "sshd.socket")


@pytest.mark.parametrize("recording", load("remote_access", "units-"), ids=str)
def test_real_answers(recording: Recording) -> None:
    machine = FakeMachine(commands={(*SHOW, *NAMES): recording.raw})
    units = read_units(machine, NAMES)
    assert units is not None
    assert any(unit.used for unit in units) is (recording.expect == "used")
    assert units[2].listens == ("[::]:22",)


@pytest.mark.parametrize(
    "answer",
    [
        Output(code=1, text=""),
        "",
        "LoadState=loaded\nActiveState=active\n",
        MachineRefusedError("Non."),
    ],
)
def test_fewer_answers_than_units_is_no_answer(answer: Output | str | MachineRefusedError) -> None:
    assert read_units(FakeMachine(commands={(*SHOW, *NAMES): answer}), NAMES) is None


@given(st.text())
def test_strange_answers_describe_no_unit(text: str) -> None:
    assert parse_units(text) == ()


def test_a_masked_unit_is_not_used() -> None:
    (unit,) = parse_units("LoadState=masked\nActiveState=active\nUnitFileState=masked\n")
    assert not unit.used


def test_a_file_that_cannot_be_read_is_there() -> None:
    machine = FakeMachine(files={"/a": "x", "/b": MachineRefusedError("Non."), "/vide": ""})
    assert [is_there(machine, path) for path in ("/a", "/b", "/vide", "/c")] == [
        True,
        True,
        True,
        False,
    ]
    assert any_there(machine, "/c", "/a")
    assert not any_there(machine, "/c", "/d")
