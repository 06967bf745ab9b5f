"""The command that is planned, run for real: a process that audits, once for one moment."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hygie.practice.opening import read_records
from hygie.practice.records import AUDIT
from hygie.schedule.plan import Plan
from hygie.schedule.program import Program, words
from support.schemas import refusals


def run(program: Program) -> Any:
    """Run it as a scheduler does: in no folder of ours, with no data folder said."""
    environment = {name: text for name, text in os.environ.items() if not name.startswith("HYGIE_")}
    done = subprocess.run(
        [*words(program, Plan(notify=True)), "--json"],
        env=environment,
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def test_the_planned_command_audits_once_in_the_folder_it_was_given(tmp_path: Path) -> None:
    home = tmp_path / "données du cabinet"
    program = Program(python=sys.executable, folder=str(home))
    first, second = run(program), run(program)
    assert [refusals("relecture", each) for each in (first, second)] == [[], []]
    assert "a été relu" in first["raison"]
    assert "déjà été fait" in second["raison"]
    assert len(read_records({"HYGIE_HOME": str(home)}).lines(kinds={AUDIT})) == 1
