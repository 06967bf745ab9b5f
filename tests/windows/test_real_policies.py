"""Settings written in a real registry as their own tools write them, and read by the probes."""

import importlib
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from hygie.core.readings import Observed
from hygie.workstation.local_windows import LocalWindowsMachine
from hygie.workstation.probes.removable_media.windows_autorun import EXPLORER
from hygie.workstation.probes.session_lock.windows_idle import LIMIT
from hygie.workstation.probes.updates.windows_automatic import POLICY, SERVICE
from hygie.workstation.settings.windows_hand import WindowsHand
from support.windows_machine import a_windows_context

pytestmark = pytest.mark.needs("windows")

Written = tuple[str, str, int | str]
WINLOGON = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon"
TIME = r"HKLM\SYSTEM\CurrentControlSet\Services\W32Time\Parameters"


@contextmanager
def kept(written: Written) -> Iterator[None]:
    """Write one value, then put back exactly what was there."""
    key, name, value = written
    hand = WindowsHand()
    before = hand.read(key, name)
    hand.write(key, name, value)
    try:
        yield
    finally:
        hand.write(key, name, before)


def read(probe: str, *values: Written) -> dict[str, object]:
    with ExitStack() as stack:
        for written in values:
            stack.enter_context(kept(written))
        machine = LocalWindowsMachine(environment=dict(os.environ))
        module = importlib.import_module(f"hygie.workstation.probes.{probe}.windows")
        return {
            reading.fact: reading.value
            for reading in module.read(machine, a_windows_context())
            if isinstance(reading, Observed)
        }


@pytest.mark.parametrize(("option", "expected"), [(2, False), (4, True), (5, None), (99, None)])
def test_the_policy_of_updates_is_obeyed(*, option: int, expected: bool | None) -> None:
    service = (SERVICE, "Start", 3)
    found = read("updates", service, (POLICY, "AUOptions", option))
    assert found.get("updates.automatic") is expected
    off = read("updates", (SERVICE, "Start", 4), (POLICY, "AUOptions", option))
    assert off["updates.automatic"] is False


def test_a_session_that_opens_by_itself_is_seen() -> None:
    values = (WINLOGON, "AutoAdminLogon", "1"), (WINLOGON, "DefaultUserName", "Secrétariat É")
    assert read("accounts", *values)["account.automatic_login"] is True
    assert read("accounts", (WINLOGON, "AutoAdminLogon", "0"))["account.automatic_login"] is False


def test_a_limit_of_inactivity_locks() -> None:
    found = read("session_lock", (LIMIT, "InactivityTimeoutSecs", 600))
    assert found["session.lock_enabled"] is True
    assert found["session.lock_delay"] == 600


def test_autorun_follows_the_machine_before_the_person() -> None:
    machine, person = rf"HKLM\{EXPLORER}", rf"HKCU\{EXPLORER}"
    off = read("removable_media", (person, "NoDriveTypeAutoRun", 255))
    assert (off["media.automount"], off["media.autorun"]) == (False, False)
    old = (machine, "NoAutorun", 2), (machine, "NoDriveTypeAutoRun", 0x91)
    on = read("removable_media", (person, "NoDriveTypeAutoRun", 255), *old)
    assert (on["media.automount"], on["media.autorun"]) == (True, True)


def test_a_clock_that_asks_nobody_is_seen() -> None:
    assert read("clock", (TIME, "Type", "NoSync"))["clock.synchronised"] is False
