from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hygie.core.readings import Observed
from hygie.workstation.machine import MachineRefusedError, Output
from hygie.workstation.probes.updates import windows
from hygie.workstation.probes.updates.windows_automatic import (
    MANAGED,
    POLICY,
    SERVICE,
    SERVICING,
    SETTINGS,
    STATE,
    parse_pause,
)
from hygie.workstation.windows_machine import RegistryValue, SystemVersion
from support.machine import NOW, Answer
from support.windows_machine import FakeWindowsMachine, KeyContent, a_windows_context
from support.windows_report import DENIED, a_report, report_commands

CLIENT = SystemVersion(major=10, minor=0, build=26100, product_type=1)
SERVER = SystemVersion(major=10, minor=0, build=26100, product_type=3)
READY: Mapping[str, KeyContent] = {SERVICE: {"Start": 3}, SERVICING: {}}


def read(
    keys: Mapping[str, KeyContent], *, version: SystemVersion = CLIENT, report: Answer = ""
) -> dict[str, object]:
    machine = FakeWindowsMachine(
        commands=report_commands(report),
        keys={**READY, **keys},
        answers={SystemVersion: version},
    )
    return {
        each.fact: each.value
        for each in windows.read(machine, a_windows_context())
        if isinstance(each, Observed)
    }


def automatic(keys: Mapping[str, KeyContent], version: SystemVersion = CLIENT) -> object:
    return read(keys, version=version).get(windows.AUTOMATIC)


def test_without_any_setting_windows_updates_itself_and_a_server_may_not() -> None:
    """A key that is absent is not a key that is wrong: an unmanaged workstation has none."""
    assert automatic({}) is True
    assert automatic({}, SERVER) is None


@pytest.mark.parametrize(
    ("option", "expected"), [(1, False), (2, False), (3, False), (4, True), (5, None), (7, False)]
)
def test_a_policy_decides_before_anything_else(*, option: int, expected: bool | None) -> None:
    assert automatic({POLICY: {"AUOptions": option, "NoAutoUpdate": 0}}) is expected
    assert automatic({POLICY: {"AUOptions": option}}, SERVER) is expected
    assert automatic({POLICY: {"AUOptions": option, "NoAutoUpdate": 1}}) is False


@pytest.mark.parametrize(
    ("allowed", "expected"), [(0, False), (1, True), (4, True), (5, False), (6, None)]
)
def test_a_manager_decides_when_no_policy_does(*, allowed: int, expected: bool | None) -> None:
    assert automatic({MANAGED: {"AllowAutoUpdate": allowed}}) is expected
    assert automatic({MANAGED: {"AllowAutoUpdate": allowed}, POLICY: {"AUOptions": 4}}) is True


def test_a_service_turned_off_updates_nothing_whatever_is_written() -> None:
    """What «update blockers» do: no policy shows it."""
    assert automatic({SERVICE: {"Start": 4}, POLICY: {"AUOptions": 4}}) is False
    assert automatic({SERVICE: {}}) is None


@pytest.mark.parametrize(("days", "expected"), [(5, False), (9_000, False), (-1, True)])
def test_a_pause_counts_until_it_ends(*, days: int, expected: bool) -> None:
    end = (NOW + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert automatic({SETTINGS: {"PauseUpdatesExpiryTime": end}}) is expected
    stale: Mapping[str, KeyContent] = {
        SETTINGS: {"PauseUpdatesExpiryTime": end},
        STATE: {"PausedQualityStatus": 1},
    }
    assert automatic(stale) is expected


@pytest.mark.parametrize(("status", "expected"), [(0, True), (1, False), (2, True)])
def test_a_pause_by_policy_is_told_by_its_state(*, status: int, expected: bool) -> None:
    assert automatic({STATE: {"PausedQualityStatus": status}}) is expected


@given(
    st.one_of(
        st.text(),
        st.binary(),
        st.integers(8, 2**32 - 1),
        st.lists(st.text()).map(tuple),
    )
)
def test_a_strange_option_is_never_an_answer(option: RegistryValue) -> None:
    assert automatic({POLICY: {"AUOptions": option}}) is None


@given(st.text(min_size=1))
def test_a_strange_pause_is_never_an_answer(text: str) -> None:
    assume(parse_pause(text) is None)
    assert automatic({SETTINGS: {"PauseUpdatesExpiryTime": text}}) is None


def test_a_restart_is_awaited_when_either_key_is_there() -> None:
    for key in windows.WAITING:
        assert read({key: {}})[windows.REBOOT] is True
    assert read({})[windows.REBOOT] is False


def test_a_windows_that_does_not_show_its_servicing_says_nothing_of_restarts() -> None:
    machine = FakeWindowsMachine(keys={SERVICE: {"Start": 3}})
    readings = list(windows.read(machine, a_windows_context()))
    assert not [each for each in readings if isinstance(each, Observed)]
    refused = {windows.WAITING[0]: MachineRefusedError("Refusé.")}
    assert windows.REBOOT not in read(refused)


def checked(answer: Answer) -> object:
    return read({}, report=answer).get(windows.CHECK)


def test_the_last_search_is_counted_in_days() -> None:
    assert checked(a_report(updates={"last_search": "2026-11-20T08:00:00Z"})) == 2
    assert checked(a_report(updates={"last_search": "2026-11-22T18:45:00Z"})) == 0


@pytest.mark.parametrize(
    "moment",
    [
        *(None, "", "hier", 3, "20/11/2026 08:00:00", "2026-11-20T08:00:00"),
        *("2027-11-20T08:00:00Z", "1899-12-30T00:00:00Z", "0001-01-01T00:00:00Z"),
    ],
)
def test_a_moment_that_is_none_is_not_known(moment: object) -> None:
    assert checked(a_report(updates={"last_search": moment})) is None


@pytest.mark.parametrize(
    "answer",
    [
        Output(code=0, text=""),
        Output(code=1, text="L'exécution de scripts est désactivée sur ce système."),
        MachineRefusedError("La commande a été refusée."),
        a_report({"updates": DENIED}),
        a_report(updates=[]),
        a_report(),
    ],
    ids=["silent", "blocked", "refused", "denied", "odd", "absent"],
)
def test_without_the_report_the_last_search_is_not_known(answer: Answer) -> None:
    assert checked(answer) is None


def test_what_waits_is_never_counted_without_a_search() -> None:
    found = read({}, report=a_report(updates={"last_search": None, "pending": 0}))
    assert windows.PENDING not in found
    assert windows.SECURITY not in found


def installed(answer: Answer) -> object:
    return read({}, report=answer).get(windows.INSTALLED)


def hotfixes(*days: object) -> str:
    return a_report(hotfixes=[{"on": day} for day in days])


def test_the_newest_update_is_counted_in_days_month_first() -> None:
    assert installed(hotfixes("9/9/2026", "11/12/2026", "", "10/13/2026")) == 10
    assert installed(hotfixes("11/22/2026")) == 0


@pytest.mark.parametrize(
    "days",
    [
        (),
        ("", None, 3),
        ("01cc2f65ee44f5a0",),
        ("12.11.2026", "2026-11-12"),
        ("13/10/2026", "11/12/2026"),  # a day first: none of them can be trusted
        ("13/10/2026",),
        ("12/11/2026",),
        ("11/31/2026",),
        ("0/0/0000",),
    ],
)
def test_a_day_that_is_none_or_to_come_tells_nothing(days: tuple[object, ...]) -> None:
    assert installed(hotfixes(*days)) is None


@pytest.mark.parametrize("answer", ["", a_report({"hotfixes": DENIED}), a_report(hotfixes={})])
def test_without_its_section_the_last_update_is_not_known(answer: Answer) -> None:
    assert installed(answer) is None


def test_how_many_updates_are_listed_is_said_beside_their_date() -> None:
    sources = {
        each.source
        for days in (["11/12/2026"], ["11/12/2026", ""])
        for each in windows.read(
            FakeWindowsMachine(commands=report_commands(hotfixes(*days))), a_windows_context()
        )
        if isinstance(each, Observed)
    }
    assert sources == {
        "Win32_QuickFixEngineering (1 mise à jour inscrite)",
        "Win32_QuickFixEngineering (2 mises à jour inscrites)",
    }
