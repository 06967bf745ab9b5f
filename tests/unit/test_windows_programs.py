from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed, Unreadable
from hygie.workstation.machine import MachineRefusedError, Program, Tables
from hygie.workstation.probes.programs.windows import read
from hygie.workstation.windows_machine import Processes, RegistryKey
from hygie.workstation.windows_programs import (
    PACKAGES,
    UNINSTALL,
    installed,
    installed_programs,
    is_named,
    running,
    store_packages,
)
from support.recordings import Recording, load
from support.windows_files import CONTEXT, a_recorded_windows, expected, shown
from support.windows_machine import FakeWindowsMachine, a_windows_context

REFUSED = MachineRefusedError("Windows refuse la lecture de cette clé du registre.")
MAIN = f"HKLM\\{UNINSTALL}"
VALUES = st.integers() | st.text() | st.binary() | st.lists(st.text()).map(tuple)


def a_program(**fields: Any) -> Program:
    return Program(**{"id": "outil", "kind": "backup", "name": "Outil", **fields})


def versions(program: Program, machine: FakeWindowsMachine) -> list[str]:
    context = a_windows_context(tables=Tables(programs=(program,)))
    return [each.version for each in installed(machine, context, program.kind).found]


@pytest.mark.parametrize("recording", load("windows_files", "programs-"), ids=str)
def test_whole_lists(recording: Recording) -> None:
    assert shown(read(a_recorded_windows(recording), CONTEXT)) == expected(recording)


def test_both_views_and_the_users_own_list_are_read() -> None:
    machine = FakeWindowsMachine(
        keys={f"{MAIN}\\a": {"DisplayName": "A"}, f"HKCU\\{UNINSTALL}\\c": {"DisplayName": "C"}},
        old_keys={f"{MAIN}\\b": {"DisplayName": "B"}},
    )
    assert [each.name for each in installed_programs(machine)] == ["A", "B", "C"]


def test_two_versions_of_a_program_are_both_judged() -> None:
    keys = {
        f"{MAIN}\\{version}": {"DisplayName": f"Outil {version}", "DisplayVersion": version}
        for version in ("9.1", "2.7")
    }
    program = a_program(windows_names=("Outil *",))
    assert versions(program, FakeWindowsMachine(keys=keys)) == ["9.1", "2.7"]
    old = a_program(kind="ended_software", windows_names=("Outil *",), ended={"2": "2020-01-01"})
    context = a_windows_context(tables=Tables(programs=(old,)))
    found = {each.fact: each for each in read(FakeWindowsMachine(keys=keys), context)}
    ended = found["software.end_of_support"]
    assert isinstance(ended, Observed)
    assert ended.value == ("outil",)


@pytest.mark.parametrize(
    ("name", "publisher", "known"),
    [
        ("Skype", "Skype Technologies S.A.", True),
        ("SKYPE", "Skype Technologies S.A.", True),
        ("Skype", "", True),
        ("Skype", "Microsoft Corporation", False),
        ("Skype Entreprise", "Skype Technologies S.A.", False),
        ("Skype version 8.1", "Skype Technologies S.A.", True),
        ("", "", False),
    ],
)
def test_a_name_goes_with_its_publisher(name: str, publisher: str, known: bool) -> None:
    program = a_program(
        windows_names=("Skype", "Skype version *"), windows_publishers=("Skype Technologies",)
    )
    assert is_named(program, name, publisher) is known


def test_a_store_package_is_known_by_its_signed_family() -> None:
    real = "5319275A.Outil_2.26.3.0_x64__cv1g1gvanyjgm"
    names = [real, real.replace("cv1g1gvanyjgm", "aaaaaaaaaaaaa"), "rien", "a_1.0_x64_fr_é"]
    machine = FakeWindowsMachine(keys={MAIN: {}, PACKAGES: RegistryKey(keys=tuple(names))})
    assert len(store_packages(machine)) == 2
    program = a_program(windows_families=("5319275A.Outil_cv1g1gvanyjgm",))
    assert versions(program, machine) == ["2.26.3.0"]


@pytest.mark.parametrize("keys", [{}, {MAIN: REFUSED}, {MAIN: {}, f"HKCU\\{UNINSTALL}": REFUSED}])
def test_a_list_that_is_missing_or_refused_is_never_an_absence(keys: dict[str, Any]) -> None:
    found = {each.fact: each for each in read(FakeWindowsMachine(keys=keys), CONTEXT)}
    assert len(found) == 5
    assert all(isinstance(each, Unreadable) for each in found.values())


def test_what_one_list_shows_counts_even_when_another_is_refused() -> None:
    machine = FakeWindowsMachine(
        keys={PACKAGES: RegistryKey(keys=("A.B_1.0_x64__cv1g1gvanyjgm",)), MAIN: REFUSED}
    )
    program = a_program(windows_families=("A.B_cv1g1gvanyjgm",))
    context = a_windows_context(tables=Tables(programs=(program,)))
    look = installed(machine, context, "backup")
    assert look.ids == ("outil",)
    assert not look.complete


def test_running_programs_are_known_by_their_file() -> None:
    program = a_program(windows_processes=("outil.exe",))
    context = a_windows_context(tables=Tables(programs=(program,)))
    for names, complete, ids in (
        ({"outil.exe", "x.exe"}, True, ("outil",)),
        ({"x.exe"}, True, ()),
        (set(), False, ()),
    ):
        answers = {Processes: Processes(names=frozenset(names))}
        look = running(FakeWindowsMachine(answers=answers), context, "backup")
        assert (look.complete, look.ids) == (complete, ids)
    assert not running(FakeWindowsMachine(), context, "backup").complete


@given(st.dictionaries(st.sampled_from(["DisplayName", "Publisher", "DisplayVersion"]), VALUES))
def test_strange_values_are_never_a_known_program(values: dict[str, Any]) -> None:
    machine = FakeWindowsMachine(keys={f"{MAIN}\\x": RegistryKey(values=values)})
    found = [each for each in read(machine, CONTEXT) if isinstance(each, Observed)]
    assert all(each.value == () for each in found)


@given(st.text(), st.text())
def test_any_name_is_compared_without_accident(name: str, publisher: str) -> None:
    program = a_program(windows_names=("*2019Retail - *",), windows_publishers=("x",))
    assert is_named(program, name, publisher) in {True, False}


def test_a_name_without_end_costs_nothing() -> None:
    assert not is_named(a_program(windows_names=("*a*b*c*",)), "ab" * 500_000)
