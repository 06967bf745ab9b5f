from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.clock import windows
from hygie.workstation.windows_machine import RegistryValue, Services
from support.windows_machine import FakeWindowsMachine, KeyContent, a_windows_context

OWN, RULE = (rf"{place}\Parameters" for place in (windows.SERVICE, windows.POLICY))
RUNNING = Services(running=frozenset({"w32time"}), known=frozenset({"w32time"}))
STOPPED = Services(running=frozenset(), known=frozenset({"w32time"}))


def read(
    keys: Mapping[str, KeyContent], services: Services | MachineRefusedError = RUNNING
) -> object:
    machine = FakeWindowsMachine(keys=keys, answers={Services: services})
    (reading,) = windows.read(machine, a_windows_context())
    return reading.value if isinstance(reading, Observed) else None


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("NTP", True), ("NT5DS", True), ("AllSync", True), ("nosync", False), ("Autre", None)],
)
def test_the_kind_of_synchronisation_decides(*, kind: str, expected: bool | None) -> None:
    assert read({OWN: {"Type": kind}}) is expected


def test_a_policy_comes_first() -> None:
    assert read({OWN: {"Type": "NTP"}, RULE: {"Type": "NoSync"}}) is False
    assert read({OWN: {"Type": "NoSync"}, RULE: {"Type": "NTP"}}) is True


def test_a_client_turned_off_asks_nobody() -> None:
    for place in (windows.SERVICE, windows.POLICY):
        client = rf"{place}\{windows.CLIENT}"
        assert read({OWN: {"Type": "NTP"}, client: {"Enabled": 0}}) is False


def test_a_service_that_sleeps_is_not_a_clock_that_is_wrong() -> None:
    """Windows starts it now and then on a workstation alone."""
    assert read({OWN: {"Type": "NTP"}}, STOPPED) is None
    assert read({OWN: {"Type": "NTP"}}, MachineRefusedError("Refusé.")) is None
    assert read({OWN: {"Type": "NTP"}, windows.SERVICE: {"Start": 4}}) is None


def test_nothing_written_is_no_answer() -> None:
    assert read({}) is None
    assert read({OWN: MachineRefusedError("Refusé.")}) is None


@given(st.one_of(st.text(), st.binary(), st.integers(0, 9), st.lists(st.text()).map(tuple)))
def test_a_strange_kind_is_never_a_yes(value: RegistryValue) -> None:
    known = isinstance(value, str) and value.lower() in {windows.NEVER, *windows.KINDS}
    assert known or read({OWN: {"Type": value}}) is None
