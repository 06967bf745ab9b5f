"""Settings written in a real registry and put back, the keys that were not there included."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hygie.audit.run_settings import find_setting, run_in
from hygie.audit.settings_records import acts
from hygie.audit.settings_world import World
from hygie.workstation.local_windows import LocalWindowsMachine
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.acting import Acting
from hygie.workstation.settings.autorun.windows import HANDLERS
from hygie.workstation.settings.door import Value
from hygie.workstation.settings.lock.windows import DELAY, DESKTOP
from hygie.workstation.settings.windows_door import NETSH_NAMES, PROFILES, WindowsDoor
from hygie.workstation.settings.windows_hand import WindowsHand
from support.console import said
from support.settings import a_setting, a_world, answering, typing, words
from support.windows_machine import a_windows_context

pytestmark = pytest.mark.needs("windows")

PLACE = r"HKCU\Software\Hygie essai É\dedans"
GET_TIMEOUT = 0x000E
"""SPI_GETSCREENSAVETIMEOUT."""

NAMES = ("ScreenSaveActive", "ScreenSaverIsSecure", "ScreenSaveTimeOut", "SCRNSAVE.EXE")


@pytest.fixture
def never_locking() -> Iterator[list[Value | None]]:
    """Give a session that never locks; what was there before comes back, come what may."""
    hand = WindowsHand()
    former = [hand.read(DESKTOP, name) for name in NAMES]
    ours: list[Value | None] = ["0", None, "3600", None]
    for name, value in zip(NAMES, ours, strict=True):
        hand.write(DESKTOP, name, value)
    yield ours
    for name, value in zip(NAMES, former, strict=True):
        hand.write(DESKTOP, name, value)
    hand.refresh()


@pytest.fixture
def hand() -> Iterator[WindowsHand]:
    yield (hand := WindowsHand())
    for key in (PLACE, PLACE.rpartition("\\")[0]):
        hand.write(key, "", None)


def in_force() -> int:
    """Ask the open session for its delay: Wine knows no SPI_GETSCREENSAVESECURE."""
    ctypes: Any = importlib.import_module("ctypes")
    delay = ctypes.c_int()
    assert ctypes.windll.user32.SystemParametersInfoW(GET_TIMEOUT, 0, ctypes.byref(delay), 0)
    return int(delay.value)


def real_world(folder: Path, *answers: str | None) -> World:
    context = a_windows_context()

    def look() -> LocalWindowsMachine:
        return LocalWindowsMachine(environment=context.environment)

    act = Acting(
        environment=context.environment, administrator=True, search_path=r"C:\Windows\System32"
    )
    door = WindowsDoor(look, act, WindowsHand())
    return a_world(
        folder, door, context=context, look=look, administrator=True, listen=answering(*answers)
    )


def test_what_is_written_is_read_and_taken_away(hand: WindowsHand) -> None:
    assert hand.read(PLACE, "x") is None
    assert hand.read(PLACE, "") is None
    hand.write(PLACE, "x", 0xFFFF_FFFF)
    hand.write(PLACE, "y", "Élodie")
    assert (hand.read(PLACE, "x"), hand.read(PLACE, "y")) == (0xFFFF_FFFF, "Élodie")
    assert hand.read(PLACE, "") == 1
    for name in ("x", "y", "z", ""):
        hand.write(PLACE, name, None)
    assert hand.read(PLACE, "") is None


def test_a_type_that_could_not_be_put_back_is_refused(hand: WindowsHand) -> None:
    winreg: Any = importlib.import_module("winreg")
    hand.write(PLACE, "", 1)
    path = PLACE.partition("\\")[2]
    with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, path, 0, winreg.KEY_WRITE) as key:
        winreg.SetValueEx(key, "x", 0, winreg.REG_EXPAND_SZ, "%TEMP%")
    with pytest.raises(MachineRefusedError):
        hand.read(PLACE, "x")
    hand.write(PLACE, "x", None)


def test_autoplay_is_turned_off_and_put_back_with_its_missing_keys(tmp_path: Path) -> None:
    hand, setting = WindowsHand(), find_setting("execution-automatique")
    before = hand.read(HANDLERS, ""), hand.read(HANDLERS, "DisableAutoplay")
    world = real_world(tmp_path, "oui")
    run_in(world, words(), setting, typing("oui", "oui"))
    assert hand.read(HANDLERS, "DisableAutoplay") == 1
    run_in(world, words(undo=True), setting, typing("oui"))
    assert (hand.read(HANDLERS, ""), hand.read(HANDLERS, "DisableAutoplay")) == before


def test_the_screen_saver_locks_and_is_put_back(
    tmp_path: Path, never_locking: list[Value | None]
) -> None:
    hand = WindowsHand()
    lock = find_setting("verrouillage")
    setting = a_setting(planners=lock.planners)
    world = real_world(tmp_path, "oui")
    run_in(world, words(minutes=4), setting, typing("oui", "oui"))
    found = [hand.read(DESKTOP, name) for name in NAMES]
    assert found == ["1", "1", "240", r"C:\Windows\System32\scrnsave.scr"]
    assert in_force() == 240
    run_in(world, words(undo=True), setting, typing("oui"))
    assert [hand.read(DESKTOP, name) for name in NAMES] == never_locking
    assert in_force() == 3600


def test_a_delay_that_was_not_written_comes_back_to_the_open_session(
    tmp_path: Path, never_locking: list[Value | None]
) -> None:
    hand = WindowsHand()
    hand.write(DESKTOP, DELAY, None)
    hand.put_in_force(DELAY, 900)
    assert never_locking
    setting = a_setting(planners=find_setting("verrouillage").planners)
    world = real_world(tmp_path, "oui")
    run_in(world, words(minutes=4), setting, typing("oui", "oui"))
    assert (hand.read(DESKTOP, DELAY), in_force()) == ("240", 240)
    run_in(world, words(undo=True), setting, typing("oui"))
    assert (hand.read(DESKTOP, DELAY), in_force()) == (None, 900)


@pytest.fixture
def open_profiles() -> Iterator[list[str]]:
    hand = WindowsHand()
    keys = [f"{PROFILES}\\{name}" for name in NETSH_NAMES]
    former = [hand.read(key, "EnableFirewall") for key in keys]
    for key in keys:
        hand.write(key, "EnableFirewall", 0)
    yield keys
    for key, value in zip(keys, former, strict=True):
        hand.write(key, "EnableFirewall", value)


def test_a_tool_that_does_nothing_is_never_believed(
    tmp_path: Path, open_profiles: list[str]
) -> None:
    """Wine's netsh ends well and changes nothing: the change is undone, and said so."""
    hand = WindowsHand()
    setting = a_setting(planners=find_setting("pare-feu").planners)
    world = real_world(tmp_path)
    run_in(world, words(), setting, console := typing("oui", "oui"))
    assert "sans le prendre" in said(console)
    assert [hand.read(key, "EnableFirewall") for key in open_profiles] == [0, 0, 0]
    (act,) = acts(world.records, world.context.workstation)
    assert act.stage == "annule"
