"""Windows' firewall: three profiles, another product, the service."""

from typing import Any

import pytest

from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.firewall.windows import CENTER, SOURCE, read
from hygie.workstation.windows_machine import Membership, Services
from support.windows_machine import FakeWindowsMachine, a_windows_context
from support.windows_report import a_report, report_commands

STOPPED = Services(running=frozenset(), known=frozenset({"mpssvc"}))
STARTED = Services(running=frozenset({"mpssvc"}), known=frozenset({"mpssvc"}))
OTHER_ON, OTHER_OFF = [{"state": 0x11000}], [{"state": 0x10000}]


def profiles(*, off: str = "", **changes: str) -> list[dict[str, str]]:
    return [
        {"profile": name, "enabled": str(name != off), "inbound": "Block", **changes}
        for name in ("Domain", "Private", "Public")
    ]


def a_machine(
    *, domain: bool | None = False, services: Services | None = None, **sections: object
) -> FakeWindowsMachine:
    answers: dict[type[Any], object] = {}
    if domain is not None:
        answers[Membership] = Membership(domain=domain, directory=False)
    if services is not None:
        answers[Services] = services
    return FakeWindowsMachine(commands=report_commands(a_report(None, **sections)), answers=answers)


def active(machine: FakeWindowsMachine) -> Reading:
    found, tool = read(machine, a_windows_context())
    assert (found.fact, tool.fact) == ("firewall.active", "firewall.tool")
    assert isinstance(tool, Inapplicable)
    return found


def value(machine: FakeWindowsMachine) -> object:
    found = active(machine)
    return (found.value, found.source) if isinstance(found, Observed) else None


def test_the_three_profiles_on() -> None:
    assert value(a_machine(firewall=profiles())) == (True, SOURCE)


@pytest.mark.parametrize("off", ["Private", "Public"])
def test_one_profile_off_is_not_a_firewall(off: str) -> None:
    assert value(a_machine(firewall=profiles(off=off))) == (False, SOURCE)


@pytest.mark.parametrize(("domain", "expected"), [(False, True), (True, False), (None, False)])
def test_the_profile_of_domains_counts_where_there_is_one(
    *, domain: bool | None, expected: bool
) -> None:
    found = value(a_machine(domain=domain, firewall=profiles(off="Domain")))
    assert found == (expected, SOURCE)


def test_letting_everything_in_is_not_a_firewall() -> None:
    assert value(a_machine(firewall=profiles(inbound="Allow"))) == (False, SOURCE)


def test_another_firewall_that_is_on_replaces_it() -> None:
    off = profiles(enabled="False")
    assert value(a_machine(firewall=off, firewall_products=OTHER_ON)) == (True, CENTER)
    assert value(a_machine(firewall=off, firewall_products=OTHER_OFF)) == (False, SOURCE)


@pytest.mark.parametrize(
    "odd",
    [
        [],
        profiles()[:2],
        profiles(enabled="Vrai"),
        profiles(enabled="NotConfigured"),
        profiles(inbound="4"),
        [*profiles(), {"profile": "Other", "enabled": "True", "inbound": "Block"}],
        {"profile": "Public"},
        "True",
    ],
)
def test_profiles_of_another_form_are_unreadable(odd: object) -> None:
    assert isinstance(active(a_machine(firewall=odd)), Unreadable)
    assert isinstance(active(a_machine(firewall=odd, services=STARTED)), Unreadable)


def test_without_profiles_a_stopped_service_is_an_answer() -> None:
    assert value(a_machine(services=STOPPED)) == (False, "service mpssvc")
    assert value(a_machine(services=STOPPED, firewall_products=OTHER_ON)) == (True, CENTER)


def test_without_profiles_an_unknown_service_is_not_a_stop() -> None:
    none = Services(running=frozenset(), known=frozenset())
    assert isinstance(active(a_machine(services=none)), Unreadable)


def test_a_refused_powershell_gives_its_reason() -> None:
    machine = FakeWindowsMachine(commands=report_commands(MachineRefusedError("Refusé.")))
    found = active(machine)
    assert isinstance(found, Unreadable)
    assert found.reason == "Refusé."
