"""What holds for every command Hygie ships, whichever rooms are there."""

import pytest

from hygie.cli.main import main
from hygie.cli.rooms import find_rooms
from hygie.terminal.commands import ExitCode
from support.console import a_console, said, shown
from support.english import english_words

ROOMS = find_rooms("hygie")


def test_every_room_loads() -> None:
    assert dict(ROOMS.faults) == {}


def test_the_general_help_is_french() -> None:
    console = a_console()
    assert main(("--aide",), console) is ExitCode.DONE
    assert english_words(shown(console)) == []


@pytest.mark.parametrize("name", sorted(ROOMS.commands))
def test_the_help_of_every_command_is_french_and_fits_the_screen(name: str) -> None:
    console = a_console()
    assert main((name, "--aide"), console) is ExitCode.DONE
    assert "--aide" in shown(console)
    assert english_words(shown(console)) == []
    assert max(len(line) for line in shown(console).split("\n")) <= 80


@pytest.mark.parametrize("name", sorted(ROOMS.commands))
def test_every_command_refuses_an_unknown_option_in_french(name: str) -> None:
    console = a_console()
    assert main((name, "--inconnue-de-tous"), console) is ExitCode.MISUSED
    assert english_words(said(console)) == []


@pytest.mark.parametrize("name", sorted(ROOMS.commands))
def test_every_command_offers_json(name: str) -> None:
    console = a_console()
    main((name, "--aide"), console)
    assert "--json" in shown(console)
