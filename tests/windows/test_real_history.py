"""What Windows remembers: drives once plugged in, the last backup, a code to sign in; written here.

Where Windows keeps drives, only Windows itself may write: Wine lets the test do it.
"""

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hygie.core.readings import Inapplicable, Observed, Reading
from hygie.workstation.local_windows import LocalWindowsMachine
from hygie.workstation.machine import MissingError
from hygie.workstation.probes.backup_tools.windows import FILE_HISTORY_KEY, PROTECTED
from hygie.workstation.probes.hardening import windows as hardening
from hygie.workstation.probes.hardening.hello import PROVIDER, STATE
from hygie.workstation.probes.hardening.usb_history import DRIVES
from hygie.workstation.windows_machine import Session
from hygie.workstation.windows_moment import EPOCH, parse_filetime
from support.windows_machine import a_windows_context

pytestmark = pytest.mark.needs("windows")

MODEL = "Disk&Ven_Hygie&Prod_Essai"


@pytest.fixture
def winreg() -> Any:
    return importlib.import_module("winreg")


@pytest.fixture
def machine() -> LocalWindowsMachine:
    return LocalWindowsMachine(environment=dict(os.environ))


@contextmanager
def made(winreg: Any, *names: str) -> Iterator[Any]:
    """Make keys one within the other, give the last, and take all of them away."""
    hives = {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCU": winreg.HKEY_CURRENT_USER}
    hive, _, _ = names[0].partition("\\")
    paths = [name.partition("\\")[2] for name in names]
    for path in paths:
        last = winreg.CreateKeyEx(hives[hive], path)
    try:
        with last:
            yield last
    finally:
        for path in reversed(paths):
            winreg.DeleteKey(hives[hive], path)


def read() -> dict[str, Reading]:
    """Read with a door of its own: one door asks each key once."""
    machine = LocalWindowsMachine(environment=dict(os.environ))
    context = a_windows_context(now=datetime.now(UTC))
    return {reading.fact: reading for reading in hardening.read(machine, context)}


def value(reading: Reading) -> object:
    return reading.value if isinstance(reading, Observed) else None


def is_there(machine: LocalWindowsMachine, key: str) -> bool:
    try:
        machine.registry.open(key)
    except MissingError:
        return False
    return True


def test_a_drive_just_remembered_is_counted_and_dated(
    winreg: Any, machine: LocalWindowsMachine
) -> None:
    own = [] if is_there(machine, DRIVES) else [DRIVES]
    before = read()["media.seen_before"]
    with made(winreg, *own, f"{DRIVES}\\{MODEL}", f"{DRIVES}\\{MODEL}\\1&0"):
        found = read()
    assert value(before) is not None
    assert value(found["media.seen_before"]) == 1 + int(str(value(before)))
    assert value(found["media.days_since_newest"]) == 0
    if own:
        assert isinstance(read()["media.days_since_oldest"], Inapplicable)


@pytest.mark.parametrize(("state", "expected"), [(1, True), (2, False), (9, None)])
def test_a_code_to_sign_in_is_told_of_the_account_of_this_session(
    winreg: Any, machine: LocalWindowsMachine, state: int, *, expected: bool | None
) -> None:
    own = [] if is_there(machine, PROVIDER) else [PROVIDER]
    account = f"{PROVIDER}\\{machine.calls.ask(Session).sid}"
    with made(winreg, *own, account) as key:
        winreg.SetValueEx(key, STATE, 0, winreg.REG_DWORD, state)
        assert value(read()["windows.hello"]) is expected


def test_the_moment_of_file_history_comes_back_as_it_was_written(
    winreg: Any, machine: LocalWindowsMachine
) -> None:
    moment = datetime(2026, 11, 19, 12, 30, tzinfo=UTC)
    tenths = (moment - EPOCH) // timedelta(microseconds=1) * 10
    with made(winreg, FILE_HISTORY_KEY) as key:
        for kind, written in (
            (winreg.REG_QWORD, tenths),
            (winreg.REG_BINARY, tenths.to_bytes(8, "little")),
        ):
            winreg.SetValueEx(key, PROTECTED, 0, kind, written)
            kept = machine.registry.open(FILE_HISTORY_KEY).values[PROTECTED.lower()]
            assert parse_filetime(kept) == moment
