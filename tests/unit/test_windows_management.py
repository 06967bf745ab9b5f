from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed
from hygie.workstation.machine import MachineRefusedError, Program, Tables
from hygie.workstation.probes.management import windows
from hygie.workstation.windows_machine import Membership, Processes, RegistryValue
from support.windows_machine import FakeWindowsMachine, KeyContent, a_windows_context

UNINSTALL = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
ENROLMENT = rf"{windows.ENROLMENTS}\0A745E67-0B8C-4D3A-B183-D1063BB5CFBD"
REAL: Mapping[str, RegistryValue] = {
    "EnrollmentState": 1,
    "ProviderID": "MS DM Server",
    "DiscoveryServiceFullURL": "https://enrollment.example/discovery.svc",
}
ALONE = Membership(domain=False, directory=False)
AGENT = Program(
    id="agent",
    kind="management",
    name="Agent",
    windows_names=("Agent de gestion",),
    windows_processes=("agent.exe",),
)


def read(
    keys: Mapping[str, KeyContent],
    member: Membership | MachineRefusedError = ALONE,
    *names: str,
) -> dict[str, object]:
    machine = FakeWindowsMachine(
        keys=keys,
        answers={Membership: member, Processes: Processes(names=frozenset({"x.exe", *names}))},
    )
    context = a_windows_context(tables=Tables(programs=(AGENT,)))
    return {
        each.fact: each.value
        for each in windows.read(machine, context)
        if isinstance(each, Observed)
    }


def domain(
    keys: Mapping[str, KeyContent], member: Membership | MachineRefusedError = ALONE
) -> object:
    return read(keys, member).get(windows.DOMAIN)


def test_a_domain_a_directory_or_a_manager_governs() -> None:
    assert domain({}) is False
    assert domain({}, Membership(domain=True, directory=False)) is True
    assert domain({}, Membership(domain=False, directory=True)) is True
    assert domain({ENROLMENT: REAL}) is True
    assert domain({ENROLMENT: REAL}, MachineRefusedError("Refusé.")) is True


@pytest.mark.parametrize(
    "changes",
    [
        {"EnrollmentState": 2},
        {"ProviderID": ""},
        {"DiscoveryServiceFullURL": ""},
        {"EnrollmentState": "1"},
    ],
)
def test_the_stubs_windows_keeps_are_no_enrolment(changes: Mapping[str, RegistryValue]) -> None:
    assert domain({ENROLMENT: {**REAL, **changes}}) is False


def test_other_keys_beside_enrolments_are_left_alone() -> None:
    keys = {rf"{windows.ENROLMENTS}\Status": MachineRefusedError("Refusé.")}
    assert domain(keys) is False


def test_a_place_that_is_refused_makes_no_a_question() -> None:
    assert domain({}, MachineRefusedError("Refusé.")) is None
    assert domain({ENROLMENT: MachineRefusedError("Refusé.")}) is None
    many: dict[str, KeyContent] = {
        rf"{windows.ENROLMENTS}\0-0-0-0-{number}": {} for number in range(windows.MOST + 1)
    }
    assert domain(many) is None


def test_agents_are_found_installed_or_running() -> None:
    listed = {rf"{UNINSTALL}\x": {"DisplayName": "Agent de gestion", "Publisher": "Agent"}}
    assert read(listed)[windows.AGENTS] == ("agent",)
    assert read({UNINSTALL: {}}, ALONE, "agent.exe")[windows.AGENTS] == ("agent",)
    assert read({UNINSTALL: {}})[windows.AGENTS] == ()
    assert windows.AGENTS not in read({})


@given(
    st.dictionaries(
        st.sampled_from([*REAL, "UPN"]), st.one_of(st.text(), st.integers(0, 3), st.binary())
    )
)
def test_an_enrolment_needs_all_its_signs(values: dict[str, RegistryValue]) -> None:
    found = domain({ENROLMENT: values})
    assert found is (
        values.get("EnrollmentState") == 1
        and bool(values.get("ProviderID"))
        and isinstance(values.get("ProviderID"), str)
        and any(
            isinstance(values.get(name), str) and values.get(name)
            for name in ("UPN", "DiscoveryServiceFullURL")
        )
    )
