"""Hygie opened with another account's password never touches that account's own settings."""

import pytest

from hygie.workstation.machine import Machine, MachineRefusedError
from hygie.workstation.settings.door import Place, Step, Store, Value
from hygie.workstation.settings.lock.windows import DELAY, session_place
from hygie.workstation.settings.windows_door import DESKTOP, WindowsDoor
from support.windows_machine import FakeWindowsMachine

OTHER = "Un autre compte."
OWN = Place(store=Store.REGISTRY, where=DESKTOP, name="ScreenSaveActive")
OBEYED = session_place(DELAY)
EVERYONE = Place(store=Store.REGISTRY, where=r"HKLM\SOFTWARE\Policies", name="Enabled")


class Written:
    """A hand that remembers what it wrote."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], Value | None] = {}

    def read(self, key: str, name: str) -> Value | None:
        return self.values.get((key, name))

    def write(self, key: str, name: str, value: Value | None) -> None:
        self.values[key, name] = value

    def refresh(self) -> None:
        """Nothing is shown."""

    def in_force(self, name: str) -> int:
        raise AssertionError(name)

    def put_in_force(self, name: str, value: int) -> None:
        raise AssertionError(name, value)


def look() -> Machine:
    return FakeWindowsMachine()


def act(step: Step) -> None:
    raise AssertionError(step)


def refuse() -> None:
    raise MachineRefusedError(OTHER)


def test_the_settings_of_a_person_are_neither_read_nor_written_for_another() -> None:
    hand = Written()
    door = WindowsDoor(look, act, hand, require_own=refuse)
    with pytest.raises(MachineRefusedError, match=OTHER):
        door.get(OWN)
    with pytest.raises(MachineRefusedError, match=OTHER):
        door.put(OWN, "1")
    with pytest.raises(MachineRefusedError, match=OTHER):
        door.get(OBEYED)
    with pytest.raises(MachineRefusedError, match=OTHER):
        door.put(OBEYED, 600)
    assert hand.values == {}


def test_those_of_the_whole_computer_still_are() -> None:
    door = WindowsDoor(look, act, hand := Written(), require_own=refuse)
    door.put(EVERYONE, 1)
    assert door.get(EVERYONE) == 1
    assert list(hand.values.values()) == [1]
