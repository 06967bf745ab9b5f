"""docs/plateformes.md tells how each fact is read on each system, and is what the code says."""

from pathlib import Path

import pytest
from platforms import NEVER, PAGE, PROBES, RIGHTS, SYSTEMS, TRIED, coverage, written

from hygie.catalogue.loader import load_catalogue
from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation.machine import Context, Machine
from hygie.workstation.runner import read_workstation
from support.hostile_machine import SilentMachine
from support.hostile_windows import SilentWindows
from support.machine import a_context
from support.macs import MACS, a_mac, a_mac_context
from support.windows_machine import a_windows_context

COVERAGE = coverage()
FACTS = load_catalogue().facts
ANSWERED = {"comment", "droits", "essai"}
SILENT: dict[str, tuple[Machine, Context]] = {
    "windows": (SilentWindows(), a_windows_context()),
    "macos": (SilentMachine(), a_mac_context()),
    "linux": (SilentMachine(), a_context()),
}


def said(key: str, system: str) -> set[str]:
    return {fact for fact, systems in COVERAGE.items() if key in systems[system]}


def read(machine: Machine, context: Context) -> dict[str, Reading]:
    return {each.fact: each for each in read_workstation(FACTS.values(), machine, context)}


def test_each_fact_says_how_it_is_read_on_each_system() -> None:
    assert set(COVERAGE) == set(FACTS)
    for fact, systems in COVERAGE.items():
        assert set(systems) == set(SYSTEMS), fact


@pytest.mark.parametrize("fact", sorted(FACTS))
def test_a_row_says_how_with_which_rights_and_how_it_was_tried(fact: str) -> None:
    for system, entry in COVERAGE[fact].items():
        assert all(entry.values()), (fact, system)
        if set(entry) in [{key} for key in NEVER]:
            continue
        assert set(entry) == ANSWERED, (fact, system)
        assert entry["droits"] in RIGHTS, (fact, system)
        assert entry["essai"] in TRIED, (fact, system)


@pytest.mark.parametrize("fact", sorted(FACTS))
def test_a_row_stands_beside_a_reader(fact: str) -> None:
    for system in COVERAGE[fact]:
        assert (PROBES / FACTS[fact].probe / f"{system}.py").is_file(), (fact, system)


def test_each_system_is_tried_only_where_it_can_be() -> None:
    tried = {
        system: {entry[system]["essai"] for entry in COVERAGE.values() if "essai" in entry[system]}
        for system in SYSTEMS
    }
    assert tried == {
        "windows": {"wine", "documente"},
        "macos": {"documente"},
        "linux": {"machine", "documente"},
    }


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_has_no_meaning_needs_no_answer_of_the_machine(system: str) -> None:
    readings = read(*SILENT[system])
    for fact in said("sans_objet", system):
        assert isinstance(readings[fact], Inapplicable), fact
    for fact in said("illisible", system):
        assert isinstance(readings[fact], Unreadable), fact


@pytest.mark.parametrize("mac", MACS)
def test_what_macos_never_tells_is_not_read_there(mac: str) -> None:
    readings = read(a_mac(mac), a_mac_context())
    for fact in said("sans_objet", "macos") | said("illisible", "macos"):
        assert not isinstance(readings[fact], Observed), fact


def test_the_page_is_what_the_code_says() -> None:
    page = Path(PAGE).read_text("utf-8")
    assert written(page) == page, "python tools/platforms.py --ecrire"
