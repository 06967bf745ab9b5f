from typing import Any

import pytest

from hygie.core.readings import Observed, Reading, Unreadable
from hygie.workstation.installed import Found
from hygie.workstation.machine import Program, Tables
from hygie.workstation.packages import DPKG_STATUS
from hygie.workstation.probes.programs.known import is_ended
from hygie.workstation.probes.programs.linux import read
from support.machine import FakeMachine, a_context

FACTS = {
    "passwords.managers",
    "remote.tools",
    "remote.running",
    "software.practice",
    "software.end_of_support",
}


def a_program(**fields: Any) -> Program:
    return Program(**{"id": "outil", "kind": "ended_software", "name": "Outil", **fields})


def dpkg(**versions: str) -> str:
    entries = (
        f"Package: {name}\nStatus: install ok installed\nVersion: {version}\n"
        for name, version in {"bash": "5.2", **versions}.items()
    )
    return "\n".join(entries)


def readings(machine: FakeMachine, *programs: Program) -> dict[str, Reading]:
    found = list(read(machine, a_context(tables=Tables(programs=programs))))
    assert sorted(each.fact for each in found) == sorted(FACTS)
    return {each.fact: each for each in found}


def value(reading: Reading) -> object:
    assert isinstance(reading, Observed)
    return reading.value


def test_each_kind_goes_to_its_own_fact() -> None:
    programs = (
        a_program(id="keepassxc", kind="password_manager", packages=("keepassxc",)),
        a_program(id="anydesk", kind="remote_control", packages=("anydesk",)),
        a_program(id="gnumed", kind="practice", packages=("gnumed-client",)),
    )
    status = dpkg(**{"keepassxc": "2.7", "anydesk": "6", "gnumed-client": "1.8"})
    found = readings(FakeMachine(files={DPKG_STATUS: status, "/proc/1/comm": "init"}), *programs)
    assert value(found["passwords.managers"]) == ("keepassxc",)
    assert value(found["remote.tools"]) == ("anydesk",)
    assert value(found["software.practice"]) == ("gnumed",)
    assert value(found["remote.running"]) == ()


def test_a_remote_tool_may_run_without_being_installed() -> None:
    tool = a_program(id="anydesk", kind="remote_control", processes=("anydesk",))
    files = {DPKG_STATUS: dpkg(), "/proc/1/comm": "init\n", "/proc/7/comm": "anydesk\n"}
    found = readings(FakeMachine(files=files), tool)
    assert value(found["remote.running"]) == ("anydesk",)
    assert value(found["remote.tools"]) == ()


def test_nothing_readable_is_not_an_absence() -> None:
    found = readings(FakeMachine())
    assert all(isinstance(each, Unreadable) for each in found.values())


@pytest.mark.parametrize(
    ("version", "ended", "expected"),
    [
        ("2.7.18-3", {"": "2020-01-01"}, True),
        ("", {"": "2020-01-01"}, True),
        ("128.14.0esr-1", {"128": "2025-09-16"}, True),
        ("1280.1", {"128": "2025-09-16"}, False),
        ("1:7.4.7-1", {"7.4": "2023-06-12"}, True),
        ("7.40.1", {"7.4": "2023-06-12"}, False),
        ("26.2.5", {"26.2": "2026-11-30"}, False),
        ("26.2.5", {"26.2": "2026-11-22"}, False),
        ("", {"7.4": "2023-06-12"}, None),
    ],
)
def test_the_end_of_a_version(
    version: str, ended: dict[str, str], *, expected: bool | None
) -> None:
    found = Found(program=a_program(ended=ended), version=version)
    assert is_ended(found, "2026-11-22") is expected


def test_an_abandoned_program_is_named() -> None:
    program = a_program(id="python2", packages=("python2.7",), ended={"": "2020-01-01"})
    machine = FakeMachine(files={DPKG_STATUS: dpkg(**{"python2.7": "2.7.18-8"})})
    assert value(readings(machine, program)["software.end_of_support"]) == ("python2",)


def test_an_unknown_version_is_neither_ended_nor_mended() -> None:
    program = a_program(flatpaks=("org.outil",), ended={"7.4": "2023-06-12"})
    machine = FakeMachine(files={DPKG_STATUS: dpkg(), "/var/lib/flatpak/app/org.outil/x": ""})
    assert isinstance(readings(machine, program)["software.end_of_support"], Unreadable)
