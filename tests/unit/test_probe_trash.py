import pytest

from hygie.core.readings import Observed, Reading, Unreadable
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.trash import linux
from support.machine import FakeMachine, a_context, an_entry

FILES = "/home/alix/.local/share/Trash/files"


def read(machine: FakeMachine, **environment: str) -> Reading:
    (reading,) = linux.read(machine, a_context(environment=environment))
    assert reading.fact == linux.FACT
    return reading


def test_what_lies_in_the_bin_is_counted_and_never_named() -> None:
    entries = (an_entry("ordonnance de Camille.pdf"), an_entry("radios"))
    reading = read(FakeMachine(folders={FILES: entries}))
    assert isinstance(reading, Observed)
    assert reading.value == 2
    assert "Camille" not in repr(reading)
    assert "/home" not in repr(reading)


@pytest.mark.parametrize(
    "content",
    [{"/home/alix/.local/share/Trash/info/x.trashinfo": ""}, {"/home/alix/notes.txt": ""}],
)
def test_a_bin_never_used_is_empty(content: dict[str, str]) -> None:
    reading = read(FakeMachine(files=content))
    assert isinstance(reading, Observed)
    assert reading.value == 0


def test_a_bin_moved_with_the_users_data_is_followed() -> None:
    machine = FakeMachine(folders={"/donnees/Trash/files": (an_entry("x"),)})
    reading = read(machine, XDG_DATA_HOME="/donnees")
    assert isinstance(reading, Observed)
    assert reading.value == 1
    assert "donnees" not in repr(reading)


@pytest.mark.parametrize(
    "machine",
    [
        FakeMachine(),
        FakeMachine(folders={FILES: MachineRefusedError("Refusé.")}),
        FakeMachine(folders={"/home/alix": MachineRefusedError("Refusé.")}),
    ],
)
def test_a_bin_that_cannot_be_seen_is_not_empty(machine: FakeMachine) -> None:
    assert isinstance(read(machine), Unreadable)
