from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Inapplicable, Observed, Unreadable
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.session_lock import windows, windows_idle, windows_resume
from hygie.workstation.windows_machine import (
    PowerHardware,
    RegistryValue,
    ScreenSaver,
    SleepSettings,
)
from support.windows_machine import FakeWindowsMachine, KeyContent, a_windows_context

DESKTOP_PC = PowerHardware(
    role=1, lid=False, battery=False, short_term=False, connected_standby=False
)
LAPTOP = replace(DESKTOP_PC, role=2, lid=True, battery=True)
MODERN = replace(LAPTOP, connected_standby=True)
AWAKE = SleepSettings(
    lock_mains=1, lock_battery=1, sleep_mains=0, sleep_battery=0, screen_mains=0, screen_battery=0
)
SLEEPY = replace(AWAKE, sleep_mains=1800)
SAVER = ScreenSaver(active=True, secure=True, delay=600)
NO_SAVER = ScreenSaver(active=True, secure=False, delay=0)
FILE = r"C:\Windows\System32\Ribbons.scr"
CHOSEN: Mapping[str, KeyContent] = {windows_idle.SETTING: {"SCRNSAVE.EXE": FILE}}


def read(keys: Mapping[str, KeyContent] | None = None, /, **changes: Any) -> list[object]:
    answers: dict[type[Any], object] = {
        ScreenSaver: changes.get("saver", NO_SAVER),
        SleepSettings: changes.get("sleep", AWAKE),
        PowerHardware: changes.get("hardware", DESKTOP_PC),
    }
    machine = FakeWindowsMachine(keys=keys or {}, answers=answers, files={FILE: "MZ"})
    found = list(windows.read(machine, a_windows_context()))
    assert [each.fact for each in found] == list(windows.FACTS)
    return [each.value if isinstance(each, Observed) else type(each) for each in found]


def test_a_protected_screen_saver_locks() -> None:
    assert read(CHOSEN, saver=SAVER) == [True, 600, True]


@pytest.mark.parametrize(
    "saver",
    [
        replace(SAVER, secure=False),
        replace(SAVER, active=False),
        replace(SAVER, delay=0),
    ],
)
def test_a_screen_saver_that_does_not_lock_is_none(saver: ScreenSaver) -> None:
    assert read(CHOSEN, saver=saver) == [False, Inapplicable, True]


def test_a_screen_saver_nobody_chose_never_starts() -> None:
    """The system says «active» even so: that alone once passed for a lock."""
    assert read({}, saver=SAVER)[0] is False
    gone = {windows_idle.SETTING: {"SCRNSAVE.EXE": r"C:\Windows\System32\logon.scr"}}
    assert read(gone, saver=SAVER)[0] is False


def test_a_policy_may_choose_the_screen_saver_by_its_short_name() -> None:
    keys = {windows_idle.POLICY: {"SCRNSAVE.EXE": "Ribbons.scr"}}
    assert read(keys, saver=SAVER)[:2] == [True, 600]
    long_way = {windows_idle.POLICY: {"SCRNSAVE.EXE": r"%SystemRoot%\System32\Ribbons.scr"}}
    assert read(long_way, saver=SAVER)[:2] == [True, 600]


def test_the_earliest_of_what_locks_decides() -> None:
    limit = {windows_idle.LIMIT: {"InactivityTimeoutSecs": 300}}
    assert read({**CHOSEN, **limit}, saver=SAVER)[:2] == [True, 300]
    assert read(limit)[:2] == [True, 300]
    assert read({windows_idle.LIMIT: {"InactivityTimeoutSecs": 0}})[0] is False
    assert read(limit, saver=MachineRefusedError("Refusé."))[:2] == [True, 300]
    managed = {windows_idle.MANAGED: {"MaxInactivityTimeDeviceLock": 4}}
    assert read(managed)[:2] == [True, 240]


@pytest.mark.parametrize(("grace", "delay"), [("5", 600), (0, 600), ("3600", 4200)])
def test_a_long_grace_of_the_screen_saver_counts(grace: RegistryValue, delay: int) -> None:
    keys = {**CHOSEN, windows_idle.WINLOGON: {"ScreenSaverGracePeriod": grace}}
    assert read(keys, saver=SAVER)[:2] == [True, delay]


def test_a_machine_that_goes_to_sleep_and_asks_then_is_not_called_open() -> None:
    assert read(sleep=SLEEPY) == [Unreadable, Unreadable, True]
    assert read(sleep=replace(SLEEPY, lock_mains=0)) == [False, Inapplicable, False]
    assert read(sleep=replace(AWAKE, sleep_mains=None))[0] is Unreadable
    # Modern standby: the screen that goes off is the sleep.
    assert read(sleep=replace(AWAKE, screen_mains=600), hardware=MODERN)[0] is Unreadable
    assert read(sleep=replace(AWAKE, screen_mains=600), hardware=LAPTOP)[0] is False


def test_a_policy_of_resume_comes_before_the_power_plan() -> None:
    asks, opens = ({"ACSettingIndex": value, "DCSettingIndex": value} for value in (1, 0))
    plan_opens = replace(AWAKE, lock_mains=0, lock_battery=0)
    assert read({windows_resume.POLICY: asks}, sleep=plan_opens)[2] is True
    assert read({windows_resume.POLICY: opens}, hardware=LAPTOP)[2] is False


def test_a_laptop_must_ask_on_battery_too() -> None:
    on_mains_only = replace(AWAKE, lock_battery=0)
    assert read(sleep=on_mains_only)[2] is True
    assert read(sleep=on_mains_only, hardware=LAPTOP)[2] is False
    assert read(sleep=replace(AWAKE, lock_battery=None), hardware=LAPTOP)[2] is Unreadable


@pytest.mark.parametrize(
    ("away", "expected"),
    [(0, True), (900, True), (0xFFFF_FFFF, False), (3600, Unreadable), ("0", Unreadable)],
)
def test_modern_standby_asks_as_the_user_chose(away: RegistryValue, expected: object) -> None:
    keys = {windows_resume.DESKTOP: {"DelayLockInterval": away}}
    assert read(keys, hardware=MODERN)[2] is expected
    assert read(keys, hardware=DESKTOP_PC)[2] is True


def test_a_rule_against_locking_makes_the_rest_uncertain() -> None:
    for key in windows.RULES:
        found = read({**CHOSEN, key: {"DisableLockWorkstation": 1}}, saver=SAVER)
        assert found == [Unreadable] * 3


@pytest.mark.parametrize("refused", [ScreenSaver, SleepSettings, PowerHardware])
def test_a_refused_call_is_never_an_open_session(refused: type[Any]) -> None:
    names = {ScreenSaver: "saver", SleepSettings: "sleep", PowerHardware: "hardware"}
    found = read({}, **{names[refused]: MachineRefusedError("Refusé.")})
    assert found[:2] == [Unreadable, Unreadable]


ANY = st.one_of(
    st.integers(-5, 2**33), st.text(max_size=9), st.binary(max_size=5), st.just(FILE), st.just(0)
)
NAMES = ("InactivityTimeoutSecs", "SCRNSAVE.EXE", "ScreenSaverGracePeriod", "DelayLockInterval")


@given(
    st.lists(ANY, min_size=4, max_size=4),
    st.builds(
        ScreenSaver, active=st.booleans(), secure=st.booleans(), delay=st.integers(-5, 2**32)
    ),
)
def test_no_registry_gives_a_delay_that_is_none(
    values: list[RegistryValue], saver: ScreenSaver
) -> None:
    found = dict(zip(NAMES, values, strict=True))
    places = (windows_idle.LIMIT, windows_idle.SETTING, windows_idle.WINLOGON)
    keys = dict.fromkeys(places, found)
    enabled, delay, _ = read(keys, saver=saver, hardware=MODERN)
    assert enabled is not True or (isinstance(delay, int) and 0 < delay <= windows_idle.LONGEST)
