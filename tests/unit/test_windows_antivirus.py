"""Antivirus under Windows, beyond the recorded reports: bits, sources, and what is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation.machine import MachineRefusedError, Program, Tables
from hygie.workstation.probes.antivirus.products import (
    DEFENDER_GUID,
    Defender,
    State,
    parse_defender,
    parse_products,
)
from hygie.workstation.probes.antivirus.windows import (
    DEFENDER_OFF,
    NO_OWN_AGE,
    NOT_REGISTERED,
    UNKNOWN_STATE,
    read,
)
from hygie.workstation.windows_machine import Processes, Services, SystemVersion
from support.machine import NOW
from support.windows_machine import FakeWindowsMachine, a_windows_context
from support.windows_report import a_report, report_commands

UNINSTALL = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
AVAST = Program(
    id="avast",
    kind="antivirus",
    name="Avast",
    windows_names=("Avast*",),
    windows_processes=("avastsvc.exe",),
)
ON = {"mode": "Normal", "service": True, "antivirus": True, "realtime": True}
STOPPED = {**ON, "realtime": False}
NO_CENTER = "HRESULT 0x8004100e,Get"
NO_CLASS = "HRESULT 0x80041010,Get"


def avast(state: int) -> dict[str, object]:
    return {"name": "Avast Antivirus", "guid": "{1}", "state": state}


def defender(state: int) -> dict[str, object]:
    return {"name": "Antivirus Microsoft Defender", "guid": DEFENDER_GUID.upper(), "state": state}


def a_machine(
    failed: dict[str, str] | None = None,
    services: tuple[str, ...] = (),
    processes: tuple[str, ...] = ("explorer.exe",),
    listed: dict[str, dict[str, str]] | None = None,
    product_type: int = 1,
    **sections: object,
) -> FakeWindowsMachine:
    keys = {f"{UNINSTALL}\\{name}": values for name, values in (listed or {}).items()}
    return FakeWindowsMachine(
        commands=report_commands(a_report(failed, **sections)),
        keys={UNINSTALL: {}, **keys},
        answers={
            Services: Services(running=frozenset(services), known=frozenset(services)),
            SystemVersion: SystemVersion(major=10, minor=0, build=20348, product_type=product_type),
            Processes: Processes(names=frozenset(processes)),
        },
    )


def readings(machine: FakeWindowsMachine) -> dict[str, Reading]:
    context = a_windows_context(tables=Tables(programs=(AVAST,)))
    return {each.fact.partition(".")[2]: each for each in read(machine, context)}


def running(machine: FakeWindowsMachine) -> object:
    reading = readings(machine)["running"]
    return reading.value if isinstance(reading, Observed) else reading.reason


def up_to_date(machine: FakeWindowsMachine) -> object:
    reading = readings(machine)["up_to_date"]
    return reading.value if isinstance(reading, Observed) else type(reading)


@given(st.integers(min_value=1, max_value=0xFFFFFFFF))
def test_a_registered_product_runs_only_when_its_state_says_on(state: int) -> None:
    """Comp AI calls running any product whose state is not zero, even switched off."""
    word = running(a_machine({"defender": "x"}, products=[avast(state)]))
    is_on = state & 0xF000 == 0x1000
    assert (word is True) is is_on
    known = state & 0xF000 in {0x0000, 0x2000, 0x3000}
    assert (word is False) is known


@pytest.mark.parametrize(
    ("code", "state", "current"),
    [
        (397568, State.ON, True),
        (397584, State.ON, False),
        (393472, State.OFF, True),
        (266240, State.ON, True),
        (262160, State.OFF, False),
        (0x62110, State.SNOOZED, False),
        (0x63000, State.EXPIRED, True),
        (0x54000, None, True),
        (0x61020, State.ON, None),
    ],
)
def test_the_state_is_read_bit_by_bit(code: int, state: State | None, *, current: bool) -> None:
    (product,) = parse_products([avast(code)])
    assert (product.state, product.current) == (state, current)


@pytest.mark.parametrize("code", [None, "397568", True, -1, 1.5, [397568]])
def test_a_state_that_is_not_a_number_is_unknown(code: object) -> None:
    (product,) = parse_products([{"name": "x", "state": code}])
    assert (product.state, product.current) == (None, None)


@pytest.mark.parametrize(
    ("row", "protecting"),
    [
        (ON, True),
        ({**ON, "mode": ""}, True),
        (STOPPED, False),
        ({**ON, "mode": "Passive Mode"}, False),
        ({**ON, "mode": "EDR Block Mode"}, False),
        ({**ON, "mode": "SxS Passive Mode"}, False),
        ({**ON, "mode": "Mode neuf"}, None),
        ({**ON, "realtime": None}, None),
        ({**ON, "realtime": "True"}, None),
        ({"service": False}, False),
        ({}, None),
    ],
)
def test_defender_protects_when_all_it_says_agrees(
    row: dict[str, object], *, protecting: bool | None
) -> None:
    assert parse_defender(row) == Defender(protecting=protecting, signatures=None)


def test_defender_on_in_the_list_but_stopped_by_its_own_word_is_stopped() -> None:
    assert running(a_machine(defender=STOPPED, products=[defender(397568)])) is False


def test_a_name_is_known_without_the_letters_ascii_lacks() -> None:
    found = readings(a_machine(products=[{"name": "Avast? Premium", "state": 266240}]))["products"]
    assert isinstance(found, Observed)
    assert found.value == ("avast",)


def test_one_product_on_is_enough() -> None:
    assert running(a_machine(defender=STOPPED, products=[defender(393472), avast(266240)])) is True


def test_a_product_paused_or_expired_is_not_running() -> None:
    for state in (0x42000, 0x43000):
        assert running(a_machine({"defender": "x"}, products=[avast(state)])) is False


def test_an_unknown_code_beside_a_stopped_one_is_not_stopped() -> None:
    machine = a_machine({"defender": "x"}, products=[defender(393472), avast(0x44000)])
    assert running(machine) == UNKNOWN_STATE


def test_nothing_registered_yet_is_not_nothing() -> None:
    found = readings(a_machine({"defender": "x"}, products=[]))
    assert {each.reason for each in found.values() if isinstance(each, Unreadable)} == {
        NOT_REGISTERED
    }
    assert running(a_machine(defender=STOPPED, products=[])) == NOT_REGISTERED


def test_the_center_at_work_with_nothing_and_defender_stopped_is_a_stop() -> None:
    assert running(a_machine(services=("wscsvc",), defender=STOPPED, products=[])) is False


def test_defender_saying_too_little_alone_is_unknown() -> None:
    machine = a_machine(
        services=("wscsvc",),
        listed={"Avast": {"DisplayName": "Avast Free Antivirus"}},
        defender={},
        products=[],
    )
    assert running(machine) == UNKNOWN_STATE
    found = readings(machine)["products"]
    assert isinstance(found, Observed)
    assert found.value == ("avast",)


def test_no_antivirus_needs_every_source_to_say_so() -> None:
    found = readings(a_machine({"defender": NO_CLASS}, products=[]))
    assert isinstance(found["present"], Observed)
    assert found["present"].value is False
    assert isinstance(found["running"], Inapplicable)
    refused = a_machine({"defender": NO_CLASS, "products": "x"})
    assert all(isinstance(each, Unreadable) for each in readings(refused).values())


def test_a_server_where_defender_is_stopped_may_have_another() -> None:
    machine = a_machine(
        {"products": NO_CENTER}, defender={**STOPPED, "signatures": NOW.isoformat()}
    )
    assert running(machine) == DEFENDER_OFF
    assert isinstance(readings(machine)["signatures_age"], Unreadable)


@pytest.mark.parametrize(("product_type", "expected"), [(1, DEFENDER_OFF), (2, True), (3, True)])
def test_a_known_program_at_work_is_enough_on_a_server_only(
    product_type: int, expected: object
) -> None:
    machine = a_machine(
        {"products": NO_CENTER},
        processes=("avastsvc.exe",),
        listed={"Avast": {"DisplayName": "Avast Business"}},
        product_type=product_type,
        defender=STOPPED,
    )
    assert running(machine) == expected


def test_a_server_with_a_known_antivirus_at_work() -> None:
    machine = a_machine(
        {"products": NO_CENTER},
        processes=("avastsvc.exe",),
        listed={"Avast": {"DisplayName": "Avast Business"}},
        product_type=3,
        defender=STOPPED,
    )
    found = readings(machine)["products"]
    assert isinstance(found, Observed)
    assert found.value == ("avast", "defender")
    assert running(machine) is True


def test_the_age_is_defender_s_own_when_it_protects() -> None:
    row = {**ON, "signatures": "2026-11-20T18:41:00Z"}
    found = readings(a_machine(defender=row, products=[defender(397568)]))["signatures_age"]
    assert isinstance(found, Observed)
    assert found.value == 48


@pytest.mark.parametrize(
    "signatures",
    [None, "", "hier", "1601-01-01T00:00:00Z", "2026-11-22", "2027-01-01T00:00:00Z", 12,
     "9999-12-31T23:59:59-23:00"],
)  # fmt: skip
def test_an_odd_or_future_date_is_no_age(signatures: object) -> None:
    row = {**ON, "signatures": signatures}
    found = readings(a_machine(defender=row, products=[]))["signatures_age"]
    assert isinstance(found, Unreadable)


def test_another_product_gives_no_age_but_windows_says_whether_it_is_current() -> None:
    stale = {**STOPPED, "signatures": NOW.isoformat()}
    current = readings(a_machine(defender=stale, products=[avast(266240)]))["signatures_age"]
    assert isinstance(current, Inapplicable)
    assert current.reason == NO_OWN_AGE
    outdated = readings(a_machine(defender=stale, products=[avast(266256)]))["signatures_age"]
    assert isinstance(outdated, Inapplicable)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([0x41000], True),
        ([0x41010], False),
        ([0x41010, 0x41000], True),
        ([0x41020], Unreadable),
        ([0x40010], Inapplicable),
        ([], Inapplicable),
    ],
)
def test_a_product_windows_says_out_of_date_counts_against(
    states: list[int], expected: object
) -> None:
    machine = a_machine(defender=STOPPED, products=[avast(state) for state in states])
    assert up_to_date(machine) == expected


def test_the_age_tells_for_defender_and_nobody_without_the_center() -> None:
    assert up_to_date(a_machine(defender=ON, products=[avast(0x41010)])) is Inapplicable
    assert up_to_date(a_machine({"products": NO_CENTER}, defender=STOPPED)) is Unreadable


def test_a_call_refused_is_not_a_stop() -> None:
    machine = a_machine(defender=STOPPED, products=[])
    refused = FakeWindowsMachine(
        commands=machine.commands,
        keys=machine.keys,
        answers={Services: MachineRefusedError("Refusé.")},
    )
    assert running(refused) == NOT_REGISTERED
