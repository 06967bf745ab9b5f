"""KDE Plasma's lock, written by KDE's own command and put back, the missing keys included."""

from argparse import Namespace
from pathlib import Path

import pytest

from hygie.audit.run_settings import find_setting, run_in
from hygie.workstation.local_machine import LocalMachine
from hygie.workstation.settings.acting import Acting
from hygie.workstation.settings.linux_door import LinuxDoor
from hygie.workstation.settings.lock.linux import plan
from support.console import said
from support.machine import a_context
from support.settings import a_setting, a_world, answering, typing, words

pytestmark = pytest.mark.needs("kwriteconfig")

FORMER = "[Daemon]\nAutolock=false\nTimeout=60\n\n[Greeter]\nTheme=breeze\n"


def played(folder: Path, text: str | None, answers: tuple[str, ...], asked: Namespace) -> str:
    """Run the command on a home folder; return what was said."""
    settings = folder / ".config" / "kscreenlockerrc"
    if text is not None:
        settings.parent.mkdir(exist_ok=True)
        settings.write_text(text)
    environment = {"HOME": str(folder), "XDG_CURRENT_DESKTOP": "KDE"}
    context = a_context(home=str(folder), environment=environment)

    def look() -> LocalMachine:
        return LocalMachine(environment=environment)

    act = Acting(environment=environment, administrator=False)
    world = a_world(
        folder,
        LinuxDoor(look, act, context),
        context=context,
        look=look,
        listen=answering(*answers),
    )
    setting = a_setting(planners={"linux": plan}, facts=find_setting("verrouillage").facts)
    console = typing("oui", "oui")
    run_in(world, asked, setting, console)
    return said(console)


@pytest.mark.parametrize(
    "text", [FORMER, "[Daemon]\nTimeout=0\n", "[Daemon]\nLockOnResume=false\n"]
)
def test_what_was_there_is_put_back(tmp_path: Path, text: str) -> None:
    said_then = played(tmp_path, text, ("non",), words())
    assert "Vous avez répondu non." in said_then
    after = (tmp_path / ".config" / "kscreenlockerrc").read_text()
    assert after.split() == text.split()


def test_the_session_locks_and_the_rest_is_as_it_was(tmp_path: Path) -> None:
    played(tmp_path, FORMER, ("oui",), words(minutes=5))
    found = (tmp_path / ".config" / "kscreenlockerrc").read_text().split()
    assert found[:4] == ["[Daemon]", "Autolock=true", "LockGrace=0", "Timeout=5"]
    assert found[4:] == ["[Greeter]", "Theme=breeze"]
    played(tmp_path, None, (), words(undo=True))
    assert (tmp_path / ".config" / "kscreenlockerrc").read_text().split() == FORMER.split()
