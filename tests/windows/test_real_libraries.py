"""Calls that Wine cannot answer, against libraries written in C from the platform's own headers.

What is proved: how we call, what we read of each structure, and that all we are lent is freed.
"""

import os
import subprocess
import sys

import pytest

from support.capabilities import PRETENDED

pytestmark = pytest.mark.needs("windows", "pretended-libraries")

SCRIPT = """
import ctypes, sys
from hygie.workstation import windows_machine
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.windows_calls import WindowsCalls
from hygie.workstation.windows_registry import WindowsRegistry

library = ctypes.WinDLL(sys.argv[1])
try:
    answer = WindowsCalls(WindowsRegistry()).ask(getattr(windows_machine, sys.argv[2]))
except MachineRefusedError as refusal:
    answer = refusal.reason
held = getattr(library, "held_buffers", lambda: 0)()
sys.stdout.buffer.write(f"{answer} held={held}".encode())
"""


def answer(library: str, question: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-P", "-c", SCRIPT, str(PRETENDED / f"{library}.dll"), question],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    text, _, held = done.stdout.decode().rpartition(" held=")
    assert held == "0"
    return text


def test_accounts_are_known_by_number_and_administrators_by_their_group() -> None:
    said = answer("netapi32", "LocalAccounts")
    accounts = said.split("LocalAccount(")[1:]
    assert [account.split(",")[0] for account in accounts] == [
        "rid=500",
        "rid=501",
        "rid=1001",
        "rid=1002",
    ]
    assert ["disabled=True" in account for account in accounts] == [True, True, False, False]
    assert ["required=True" in account for account in accounts] == [False, True, False, True]
    assert ["administrator=True" in account for account in accounts] == [True, False, True, False]
    assert said.endswith("administrators=3)")


def test_the_rules_of_passwords_are_read() -> None:
    said = answer("netapi32", "PasswordPolicy")
    assert said == "PasswordPolicy(minimum_length=8, lockout_attempts=10)"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "domain=False, directory=False"),
        ({"PRETEND_DOMAIN": "1"}, "domain=True, directory=False"),
        ({"PRETEND_DIRECTORY": "1"}, "domain=False, directory=True"),
        ({"PRETEND_DIRECTORY": "2"}, "domain=False, directory=False"),
    ],
    ids=["alone", "domain", "directory", "work account of a person"],
)
def test_who_manages_the_computer_is_read(environment: dict[str, str], expected: str) -> None:
    assert answer("netapi32", "Membership", **environment) == f"Membership({expected})"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("", "Shares(shares=(Share(everyone=True), Share(everyone=False)))"),
        ("2114", "Shares(shares=())"),
        ("5", "Shares(shares=())"),
        ("1722", "Windows n'a pas su répondre à cette question."),
    ],
    ids=["shared", "service stopped", "without the right", "service that does not answer"],
)
def test_folders_shared_by_persons_are_weighed(error: str, expected: str) -> None:
    assert answer("netapi32", "Shares", PRETEND_SHARES=error) == expected


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("", "WirelessLink(cards=2, connected=True, authentication=7, cipher=4)"),
        ("d", "WirelessLink(cards=2, connected=False, authentication=0, cipher=0)"),
        ("s", "WirelessLink(cards=0, connected=False, authentication=0, cipher=0)"),
    ],
    ids=["connected", "not connected", "service stopped"],
)
def test_the_wireless_link_is_read(mode: str, expected: str) -> None:
    assert answer("wlanapi", "WirelessLink", PRETEND_WIRELESS=mode) == expected


def test_without_the_right_to_the_position_the_reason_says_where_to_give_it() -> None:
    assert "› Localisation" in answer("wlanapi", "WirelessLink", PRETEND_WIRELESS="l")


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("", "CardReaders(service=True, readers=2, cards=1)"),
        ("n", "CardReaders(service=True, readers=0, cards=0)"),
        ("s", "CardReaders(service=False, readers=0, cards=0)"),
    ],
    ids=["a card in", "no reader", "service stopped"],
)
def test_readers_and_cards_are_counted(mode: str, expected: str) -> None:
    assert answer("winscard", "CardReaders", PRETEND_CARDS=mode) == expected


def test_power_is_read_and_a_setting_that_is_not_there_is_unknown() -> None:
    assert answer("powrprof", "PowerHardware") == (
        "PowerHardware(role=2, lid=True, battery=True, short_term=False, connected_standby=True)"
    )
    assert answer("powrprof", "SleepSettings") == (
        "SleepSettings(lock_mains=1, lock_battery=1, sleep_mains=1800, sleep_battery=300,"
        " screen_mains=600, screen_battery=None)"
    )
