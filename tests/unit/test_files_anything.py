"""Programs, browsers, mail and synchronisation of Windows and macOS, whatever they answer."""

from typing import Any

import pytest

from hygie.audit.wiring import tables
from hygie.catalogue.loader import load_catalogue
from hygie.core.readings import Observed, Reading, Unreadable
from hygie.workstation.runner import find_reader, has_shape
from support.hostile_machine import HostileMachine, SilentMachine
from support.hostile_windows import HostileWindows, SilentWindows
from support.machine import a_context
from support.recordings import load
from support.windows_machine import a_windows_context

PROBES = ("programs", "browsers", "mail", "sync")
TIMES = 120
TABLES = tables()
CONTEXTS = {
    "windows": a_windows_context(tables=TABLES),
    "macos": a_context(system="macos", home="/Users/alix", tables=TABLES),
}
FACTS = {fact.id: fact for fact in load_catalogue().facts.values() if fact.probe in PROBES}
KNOWN = [each.raw for each in [*load("macos_files"), *load("mail"), *load("browsers")]]
NAMES = [
    name.replace("*", "1.0")
    for program in TABLES.programs
    for name in (*program.windows_names, *program.windows_keys, *program.windows_processes)
]


def read(probe: str, system: str, machine: Any) -> list[Reading]:
    reader = find_reader(probe, system)
    assert reader is not None
    return list(reader(machine, CONTEXTS[system]))


@pytest.mark.parametrize("system", CONTEXTS)
@pytest.mark.parametrize("probe", PROBES)
def test_any_answer_gives_each_fact_one_sound_reading(probe: str, system: str) -> None:
    wanted = sorted(id_ for id_, fact in FACTS.items() if fact.probe == probe)
    for seed in range(TIMES):
        machine = (
            HostileWindows(seed, KNOWN, NAMES)
            if system == "windows"
            else HostileMachine(seed, KNOWN)
        )
        readings = read(probe, system, machine)
        assert sorted(each.fact for each in readings) == wanted, seed
        assert all(has_shape(FACTS[each.fact], each) for each in readings), seed
        assert all(each.remedy for each in readings if isinstance(each, Unreadable)), seed


@pytest.mark.parametrize("probe", PROBES)
def test_silence_is_never_a_verdict(probe: str) -> None:
    silent: dict[str, Any] = {"windows": SilentWindows(), "macos": SilentMachine()}
    for system, machine in silent.items():
        assert not [each for each in read(probe, system, machine) if isinstance(each, Observed)]
