"""Finds the commands of every room that has some: add a folder, the command is there."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hygie.terminal.attempt import Fault, attempt
from hygie.terminal.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """What the rooms offer, and the rooms that could not be loaded with what happened."""

    commands: Mapping[str, Command]
    faults: Mapping[str, Fault]


class SameNameError(Exception):
    """Two rooms gave the same name to a command: the second is left out."""


def find_rooms(package: str) -> Rooms:
    """Load the ``commands.py`` of each folder of a package; a bad one never hides the others."""
    commands: dict[str, Command] = {}
    faults: dict[str, Fault] = {}
    for room in _rooms_with_commands(package):
        found = attempt(partial(_commands, package, room, commands))
        if isinstance(found, Fault):
            faults[room] = found
        else:
            commands |= found
    return Rooms(commands=dict(sorted(commands.items())), faults=faults)


def _rooms_with_commands(package: str) -> list[str]:
    folders = importlib.import_module(package).__path__
    return sorted(
        file.parent.name for folder in folders for file in Path(folder).glob("*/commands.py")
    )


def _commands(package: str, room: str, taken: Mapping[str, Command]) -> dict[str, Command]:
    module = importlib.import_module(f"{package}.{room}.commands")
    given = getattr(module, "COMMANDS", ())
    found = {command.name: command for command in given}
    if twice := [name for name in found if name in taken]:
        raise SameNameError(f"{room}: {', '.join(twice)}")
    return found
