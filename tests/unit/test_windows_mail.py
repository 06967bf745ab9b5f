from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed, Unreadable
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.mail.outlook import ACCOUNTS, ROOTS, account_addresses
from hygie.workstation.probes.mail.windows import read
from hygie.workstation.windows_machine import RegistryKey
from support.recordings import Recording, load
from support.windows_files import CONTEXT, a_recorded_windows, expected, shown
from support.windows_machine import FakeWindowsMachine

LOCAL = "C:\\Users\\alix\\AppData\\Local"
ROAMING = "C:\\Users\\alix\\AppData\\Roaming"
STORE = f"{LOCAL}\\Packages\\MozillaThunderbird.MZLA_aaaaaaaaaaaaa\\LocalCache\\Roaming"
PREFS = load("mail", "thunderbird-prefs")[0]
NAMES = st.sampled_from(["clsid", "account name", "email", "service name"])
VALUES = st.integers() | st.text() | st.binary() | st.lists(st.text()).map(tuple)


def counts(machine: FakeWindowsMachine) -> list[object]:
    return [each.value for each in read(machine, CONTEXT) if isinstance(each, Observed)]


@pytest.mark.parametrize("recording", load("windows_files", "mail-"), ids=str)
def test_outlook_profiles(recording: Recording) -> None:
    machine = a_recorded_windows(recording)
    machine.files = {f"{ROAMING}\\x": ""}
    assert shown(read(machine, CONTEXT)) == expected(recording)


def test_a_session_without_mail() -> None:
    assert counts(FakeWindowsMachine(files={f"{ROAMING}\\x": ""})) == [0, 0]
    assert counts(FakeWindowsMachine()) == []


@pytest.mark.parametrize(
    "root",
    [
        f"{ROAMING}\\Thunderbird\\Profiles\\abc.default-release",
        f"{ROAMING}\\Betterbird\\Profiles\\abc.default",
        f"{STORE}\\Thunderbird\\Profiles\\abc",
    ],
)
def test_thunderbird_and_outlook_are_added(root: str) -> None:
    alone = FakeWindowsMachine(files={f"{root}\\prefs.js": PREFS.raw})
    found = counts(alone)
    assert f"{found[0]}/{found[1]}" == PREFS.expect
    (outlook,) = load("windows_files", "mail-outlook-french")
    both = a_recorded_windows(outlook)
    both.files = alone.files
    assert counts(both)[0] == int(PREFS.expect[0]) + 2


@pytest.mark.parametrize("name", ["UserSettings.json", "EBWebView\\x"])
def test_the_new_outlook_leaves_a_doubt(name: str) -> None:
    machine = FakeWindowsMachine(files={f"{LOCAL}\\Microsoft\\Olk\\{name}": ""})
    found = list(read(machine, CONTEXT))
    assert all(isinstance(each, Unreadable) and each.remedy for each in found)


def test_a_profile_that_is_refused_is_not_an_absence() -> None:
    for key in (ROOTS[0], f"{ROOTS[1]}\\x\\{ACCOUNTS}", f"{ROOTS[2]}\\x\\{ACCOUNTS}\\00000001"):
        machine = FakeWindowsMachine(keys={key: MachineRefusedError("Refusé.")})
        assert all(isinstance(each, Unreadable) for each in read(machine, CONTEXT))


def test_no_address_ever_leaves_the_probe() -> None:
    (outlook,) = load("windows_files", "mail-outlook-french")
    text = repr(list(read(a_recorded_windows(outlook), CONTEXT)))
    assert "@" not in text
    assert "mssante.fr" not in text
    assert "Autre" not in text


@given(st.dictionaries(NAMES, VALUES))
def test_strange_accounts_hold_one_address_or_none_or_a_doubt(values: dict[str, Any]) -> None:
    try:
        found = account_addresses(RegistryKey(values=values))
    except MachineRefusedError:
        return
    assert len(found) <= 1
    assert all(address.count("@") == 1 for address in found)
