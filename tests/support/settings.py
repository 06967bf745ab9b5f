"""A workstation that can be changed, in one mapping; and the world around a setting."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hygie.audit.settings_world import World
from hygie.catalogue.loader import load_catalogue
from hygie.practice.sqlite_records import SqliteRecords
from hygie.terminal.console import Console
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.door import (
    Change,
    Place,
    Planner,
    Sight,
    Store,
    Value,
    Wanted,
    WritableMachine,
    changes,
)
from hygie.workstation.settings.known import SETTINGS, Setting
from support.console import FakeTerminal, a_console
from support.machine import FakeMachine, a_context
from support.records import Tokens

ONE = Place(store=Store.KDE, where="toyrc/Daemon", name="Autolock")
OTHER = Place(store=Store.KDE, where="toyrc/Daemon", name="Timeout")
HIGH = Place(store=Store.UFW, where="ufw", elevated=True)


@dataclass
class FakeDoor:
    """Places by value; ``deaf`` ones take no value, ``refused`` ones refuse it."""

    values: dict[Place, Value] = field(default_factory=dict)
    deaf: set[Place] = field(default_factory=set)
    refused: set[Place] = field(default_factory=set)
    written: list[tuple[Place, Value | None]] = field(default_factory=list)
    on_put: Callable[[], None] = lambda: None

    def get(self, place: Place) -> Value | None:
        return self.values.get(place)

    def put(self, place: Place, value: Value | None) -> None:
        self.on_put()
        if place in self.refused:
            raise MachineRefusedError("Le système a dit non.")
        self.written.append((place, value))
        if place in self.deaf:
            return
        if value is None:
            self.values.pop(place, None)
        else:
            self.values[place] = value


def wanting(*wanted: tuple[Place, Value | None]) -> Callable[[Sight], tuple[Change, ...]]:
    """Return a planner that wants these values."""
    every = [Wanted(place=place, value=value, said="Cela change.") for place, value in wanted]
    return lambda sight: changes(sight, every)


class Anywhere(frozenset[Place]):
    """Every place: toys touch what they like."""

    def __contains__(self, _place: object) -> bool:
        return True


def check_declared(planner: Planner, system: str, found: Iterable[Change]) -> None:
    """Check that a real setting declares every place it proposes to change."""
    (setting,) = [each for each in SETTINGS if each.planners.get(system) is planner]
    assert [each for each in found if not setting.declares(system, each.place)] == []


def a_setting(**given: Any) -> Setting:
    plain: dict[str, Any] = {
        "id": "verrouillage",
        "label": "Verrouiller l'écran",
        "measure": "verrouillage",
        "facts": (),
        "may_stop": ("La prise en main à distance.",),
        "planners": {"linux": wanting((ONE, "true"), (OTHER, "10"))},
        "places": {"linux": Anywhere(), "windows": Anywhere()},
    }
    return Setting(**{**plain, **given})


def a_world(folder: Path, door: WritableMachine, **given: Any) -> World:
    plain: dict[str, Any] = {
        "context": a_context(),
        "look": FakeMachine,
        "door": door,
        "catalogue": load_catalogue(),
        "records": SqliteRecords(folder, token=Tokens()),
        "folder": folder,
        "administrator": False,
        "listen": answering("oui"),
        "seconds": 2.0,
    }
    return World(**{**plain, **given})


def answering(*lines: str | None) -> Callable[[Console, str, float], str | None]:
    """Answer what is asked within a delay; None is nobody."""
    left = list(lines)

    def listen(_console: Console, _prompt: str, seconds: float) -> str | None:
        assert seconds > 0
        return left.pop(0)

    return listen


def typing(*lines: str) -> Console:
    """Return a console at which somebody types these lines."""
    typed = "".join(f"{line}\n" for line in lines)
    return a_console(stdin=FakeTerminal(typed), stderr=FakeTerminal())


def words(**given: Any) -> Namespace:
    plain: Mapping[str, Any] = {
        "reglage": None,
        "undo": False,
        "simulation": False,
        "minutes": None,
        "request": None,
        "json": False,
    }
    return Namespace(**{**plain, **given})
