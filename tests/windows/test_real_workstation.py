"""The whole workstation, read as the audit reads it."""

import os
from collections.abc import Sequence
from pathlib import PureWindowsPath

import pytest

from hygie.audit.wiring import this_context, this_machine, this_system, workstation_id
from hygie.catalogue.loader import load_catalogue
from hygie.core.readings import Reading, Unreadable
from hygie.workstation.local_windows import LocalWindowsMachine
from hygie.workstation.machine import COMMAND_SECONDS, Output
from hygie.workstation.runner import FAULT, ODD, SILENT, read_workstation
from support.machine import NOW

pytestmark = pytest.mark.needs("windows")


class Counted(LocalWindowsMachine):
    def __init__(self) -> None:
        super().__init__(environment=dict(os.environ))
        self.commands: set[tuple[str, ...]] = set()

    def run(self, command: Sequence[str], *, seconds: float = COMMAND_SECONDS) -> Output:
        self.commands.add(tuple(command))
        return super().run(command, seconds=seconds)


def read(machine: LocalWindowsMachine) -> tuple[Reading, ...]:
    context = this_context(machine, dict(os.environ), NOW)
    return read_workstation(load_catalogue().facts.values(), machine, context)


def test_every_fact_is_answered_without_a_fault_and_with_one_command_at_most() -> None:
    machine = Counted()
    readings = read(machine)
    assert [reading.fact for reading in readings] == list(load_catalogue().facts)
    faults = {
        reading.fact: reading.reason
        for reading in readings
        if isinstance(reading, Unreadable) and reading.reason in {FAULT, SILENT, ODD}
    }
    assert faults == {}
    assert [PureWindowsPath(words[0]).stem for words in machine.commands] == ["powershell"]


def test_the_door_is_the_one_of_windows_and_the_number_stays() -> None:
    machine = this_machine(dict(os.environ))
    assert (this_system(), type(machine)) == ("windows", LocalWindowsMachine)
    assert workstation_id(machine) == workstation_id(this_machine({}))
