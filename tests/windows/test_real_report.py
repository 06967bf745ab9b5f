"""The PowerShell report through the real door: the script arrives whole, a silent shell is read."""

import hashlib
import os
import sys

import pytest

from hygie.workstation.local_windows import LocalWindowsMachine
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.windows_report import SECONDS, SILENT, report_command, script, section

pytestmark = pytest.mark.needs("windows")

ECHO = "import hashlib,sys; print(len(sys.argv), hashlib.sha256(sys.argv[-1].encode()).hexdigest())"


@pytest.fixture
def machine() -> LocalWindowsMachine:
    return LocalWindowsMachine(environment=dict(os.environ))


def test_the_script_arrives_whole_at_the_end_of_a_command_line(
    machine: LocalWindowsMachine,
) -> None:
    words = [sys.executable, "-I", "-c", ECHO, *report_command(machine)[1:]]
    count, digest = machine.run(words, seconds=SECONDS).text.split()
    assert int(count) == len(report_command(machine))
    assert digest == hashlib.sha256(script().encode()).hexdigest()


def test_a_powershell_that_says_nothing_is_no_report(machine: LocalWindowsMachine) -> None:
    """Wine's powershell.exe is such a one; a real one answers, and has the section."""
    try:
        found = section(machine, "network")
    except MachineRefusedError as refusal:
        assert refusal.reason == SILENT  # noqa: PT017  # the only refusal that is right here
    else:
        assert isinstance(found, list)
