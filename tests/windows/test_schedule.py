"""A task given to Windows' own scheduler, then taken away, by a genuine Python for Windows."""

import os
from collections.abc import Iterator
from typing import cast

import pytest

from hygie.schedule.here import this_machine
from hygie.schedule.task import name_of
from hygie.workstation.windows_machine import Session, WindowsMachine
from support.schemas import refusals
from support.windows_program import Practice

pytestmark = pytest.mark.needs("windows")

KEPT = {"planifiee", "illisible"}
"""Wine takes a task and does not show it again; Windows does."""


def forgotten() -> bool:
    """Have the scheduler forget the task; False when it had none."""
    machine = cast("WindowsMachine", this_machine(os.environ))
    name = name_of(machine.calls.ask(Session).sid)
    return machine.run(("schtasks", "/delete", "/tn", name, "/f")).code == 0


@pytest.fixture
def scheduled(practice: Practice) -> Iterator[Practice]:
    yield practice
    forgotten()


def test_a_task_is_really_given_to_the_scheduler(scheduled: Practice) -> None:
    done = scheduled.hygie("relecture", "installer", "--jour", "jeudi", "--oui", "--json")
    assert (done.code, refusals("relecture", done.document)) == (0, [])
    assert done.document["etat"] in KEPT
    assert "LeastPrivilege" in done.err
    assert "Élise" in done.err
    assert [path.suffix for path in scheduled.data.iterdir() if path.suffix == ".xml"] == []
    assert (forgotten(), forgotten()) == (True, False)


def test_a_task_taken_away_leaves_nothing(scheduled: Practice) -> None:
    assert scheduled.hygie("relecture", "installer", "--oui").code == 0
    assert scheduled.hygie("relecture", "retirer").code == 0
    assert not forgotten()
    lines = scheduled.hygie("journal", "--json").document["lignes"]
    assert [line["resume"]["relecture"] for line in lines] == ["planifiee", "retiree"]


def test_a_rehearsal_gives_nothing(scheduled: Practice) -> None:
    done = scheduled.hygie("relecture", "installer", "--simulation", "--json")
    (task,) = done.document["fichiers"]
    assert task["chemin"].startswith("Hygie-relecture-")
    assert "<LogonType>InteractiveToken</LogonType>" in task["contenu"]
    assert not forgotten()
    assert not scheduled.data.exists()


def test_what_is_planned_audits_this_workstation_once(scheduled: Practice) -> None:
    words = ("relecture", "lancer", "--donnees", str(scheduled.data), "--json")
    first, second = scheduled.hygie(*words), scheduled.hygie(*words)
    assert "a été relu" in first.document["raison"]
    assert "déjà été fait" in second.document["raison"]
