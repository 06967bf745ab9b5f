"""Commands that change something, run for real, with stand-ins for sudo and pkexec."""

import os
import pty
from collections.abc import Callable, Iterator, Mapping
from io import StringIO
from pathlib import Path

import pytest

from hygie.audit.settings_keyboard import discard_typed, listen_within
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.acting import Acting
from hygie.workstation.settings.door import Step
from support.console import FakeTerminal, a_console, said

PlaceTool = Callable[[str, str], None]
SHOWN = {"DISPLAY": ":0"}


@pytest.fixture
def tool(tmp_path: Path) -> PlaceTool:
    def put(name: str, script: str) -> None:
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)

    return put


def acting(folder: Path, environment: Mapping[str, str] | None = None, **given: bool) -> Acting:
    path = f"{folder}:/usr/bin:/bin" if given.pop("system", True) else str(folder)
    kept = {"administrator": False, **given}
    return Acting(environment=environment or {}, search_path=path, **kept)


def test_a_step_reads_its_text_and_its_arguments(tmp_path: Path) -> None:
    target = tmp_path / "réglage"
    step = Step(command=("tee", "--", str(target)), text="é\nligne\n")
    acting(tmp_path)(step)
    assert target.read_text() == "é\nligne\n"


@pytest.mark.parametrize("command", [("false",), ("nulle-part-ici",)])
def test_a_step_that_fails_is_said(tmp_path: Path, command: tuple[str, ...]) -> None:
    with pytest.raises(MachineRefusedError):
        acting(tmp_path)(Step(command=command))


@pytest.mark.parametrize(
    ("environment", "asked"),
    [({}, "sudo"), (SHOWN, "pkexec"), ({"WAYLAND_DISPLAY": "w"}, "pkexec")],
)
def test_rights_are_asked_by_the_system_where_it_can_show(
    tmp_path: Path, tool: PlaceTool, environment: dict[str, str], asked: str
) -> None:
    for name in ("sudo", "pkexec"):
        tool(name, f'echo "{name} $*" >> {tmp_path}/journal; exec "$@"')
    tool("regle", f"cat > {tmp_path}/fait")
    acting(tmp_path, environment)(Step(command=("regle", "x"), elevated=True, text="oui"))
    assert (tmp_path / "journal").read_text() == f"{asked} regle x\n"
    assert (tmp_path / "fait").read_text() == "oui"


def test_nothing_is_asked_for_a_step_of_the_user_nor_of_an_administrator(
    tmp_path: Path, tool: PlaceTool
) -> None:
    tool("sudo", "exit 1")
    acting(tmp_path)(Step(command=("true",)))
    acting(tmp_path, administrator=True)(Step(command=("true",), elevated=True))
    with pytest.raises(MachineRefusedError, match="refusé"):
        acting(tmp_path)(Step(command=("true",), elevated=True))


def test_without_sudo_nor_pkexec_it_is_said(tmp_path: Path, tool: PlaceTool) -> None:
    tool("regle", "exit 0")
    with pytest.raises(MachineRefusedError, match="rien ne permet"):
        acting(tmp_path, system=False)(Step(command=("regle",), elevated=True))


@pytest.fixture
def keyboard() -> Iterator[tuple[int, int]]:
    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(ours)


def test_a_line_typed_in_time_is_heard(keyboard: tuple[int, int]) -> None:
    ours, theirs = keyboard
    os.write(ours, b"oui\n")
    with os.fdopen(theirs, encoding="utf-8") as stdin:
        assert listen_within(a_console(stdin=stdin), "Tapez : ", 5.0) == "oui"


def test_silence_is_nobody(keyboard: tuple[int, int]) -> None:
    with os.fdopen(keyboard[1], encoding="utf-8") as stdin:
        console = a_console(stdin=stdin)
        assert listen_within(console, "Tapez : ", 0.1) is None
    assert said(console) == "Tapez\N{NO-BREAK SPACE}: \n"


def test_a_closed_keyboard_is_nobody() -> None:
    assert listen_within(a_console(stdin=None, stderr=StringIO()), "Tapez : ", 5.0) is None


def test_a_line_never_finished_is_nobody_at_the_delay(keyboard: tuple[int, int]) -> None:
    """Ctrl-D in the middle of a line gives what was typed so far, without its end."""
    ours, theirs = keyboard
    os.write(ours, b"ou\x04")
    with os.fdopen(theirs, encoding="utf-8") as stdin:
        assert listen_within(a_console(stdin=stdin), "Tapez : ", 0.3) is None


def test_what_was_typed_ahead_is_forgotten(keyboard: tuple[int, int]) -> None:
    ours, theirs = keyboard
    os.write(ours, b"oui\noui\n")
    with os.fdopen(theirs, encoding="utf-8") as stdin:
        console = a_console(stdin=stdin, stderr=FakeTerminal())
        discard_typed(console)
        assert listen_within(console, "Tapez : ", 0.2) is None
