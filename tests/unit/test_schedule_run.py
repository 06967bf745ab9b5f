"""What the system starts: an audit unless it was done, and a word when there is news."""

import json
import sys
from argparse import Namespace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hygie.core.errors import HygieError
from hygie.practice.opening import open_records
from hygie.practice.records import AUDIT, Draft
from hygie.schedule.news import News, news
from hygie.schedule.notify import can_notify
from hygie.schedule.plan import NOON, Day
from hygie.schedule.run_now import run_now
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.workstation.machine import MachineRefusedError, Output
from support.console import NOW, a_console, said, shown
from support.machine import Answer, FakeMachine
from support.schedules import FakeNotifier

HYGIE = (sys.executable, "-P", "-m", "hygie")
AUDITED = (*HYGIE, "audit", "--sans-question", "--json")
COMPARED = (*HYGIE, "comparer", "--json")


def a_finding(**changes: Any) -> dict[str, Any]:
    plain = {"mesure": "sauvegarde", "verdict": "a_traiter", "faits": [], "preuves": []}
    return {**plain, **changes}


def a_move(after: str | None, change: str) -> dict[str, Any]:
    return {"mesure": "verrouillage", "apres": after, "changement": change}


LATE = {"fait": "backup.days_since_last", "resultat": "contraire"}
OVER = {"genre": "sauvegarde-faite", "etat": "perimee"}
QUIET = {"constats": [a_finding(verdict="respectee")]}
SILENT = {"constats": [a_finding(faits=[LATE])]}
OPENED = {"changements": [a_move("a_traiter", "ouvert"), a_move("respectee", "ferme")]}


@pytest.mark.parametrize(
    ("finding", "silent"),
    [
        (a_finding(faits=[LATE]), True),
        (a_finding(preuves=[OVER]), True),
        (a_finding(), False),
        (a_finding(faits=[LATE], verdict="a_verifier"), False),
        (a_finding(faits=[LATE], mesure="verrouillage"), False),
        (a_finding(faits=[{**LATE, "resultat": "inconnu"}]), False),
        (a_finding(preuves=[{**OVER, "genre": "restauration-testee"}]), False),
    ],
)
def test_a_silence_is_a_backup_that_was_made_and_is_too_old(
    finding: dict[str, Any], *, silent: bool
) -> None:
    assert news({"constats": [finding]}, None) == News(silent=silent)


@pytest.mark.parametrize(
    ("after", "change", "opened"),
    [
        ("a_traiter", "ouvert", 1),
        ("a_traiter", "nouveau", 1),
        ("a_traiter", "perime", 1),
        ("a_traiter", "change", 0),
        ("a_verifier", "perime", 0),
        (None, "disparu", 0),
    ],
)
def test_only_what_is_newly_to_be_dealt_with_is_news(
    after: str | None, change: str, opened: int
) -> None:
    assert news(QUIET, {"changements": [a_move(after, change)]}) == News(opened=opened)


def test_what_is_said_holds_no_name() -> None:
    assert News().text == ""
    assert News(opened=1).text == "1\u00a0nouveau point à traiter. Ouvrez Hygie pour le voir."
    assert "2\u00a0nouveaux points à traiter." in News(opened=2, silent=True).text
    assert News(silent=True).text.startswith("Aucune sauvegarde récente")


def words(folder: Path, *, notify: bool = False, document: bool = False) -> Namespace:
    home = str(folder / "hygie")
    return Namespace(
        day=Day.MONDAY, at=NOON, folder=home, code_file="", notify=notify, json=document
    )


def a_machine(audit: Answer | None = None, compared: Answer | None = None) -> FakeMachine:
    return FakeMachine(
        commands={
            AUDITED: json.dumps(QUIET) if audit is None else audit,
            COMPARED: json.dumps(OPENED) if compared is None else compared,
        }
    )


def run(
    folder: Path, machine: FakeMachine, notifier: FakeNotifier | None = None, **given: bool
) -> Console:
    console = a_console()
    arguments = words(folder, **given)
    screen = notifier or FakeNotifier()
    assert run_now(arguments, console, notifier=screen, look=lambda: machine) is ExitCode.DONE
    return console


def test_it_audits_and_says_nothing_unless_it_was_asked_to(tmp_path: Path) -> None:
    machine, screen = a_machine(), FakeNotifier()
    console = run(tmp_path, machine, screen)
    assert "Ce poste a été relu." in shown(console)
    assert (machine.asked, screen.sent) == ([AUDITED], [])


def test_news_are_said_on_the_screen(tmp_path: Path) -> None:
    screen = FakeNotifier()
    run(tmp_path, a_machine(), screen, notify=True)
    assert screen.sent == [("Hygie", News(opened=1).text)]


def test_without_news_the_screen_stays_quiet(tmp_path: Path) -> None:
    screen = FakeNotifier()
    run(tmp_path, a_machine(compared='{"changements": []}'), screen, notify=True)
    assert screen.sent == []


def test_a_first_audit_has_nothing_to_be_compared_to_but_may_tell_a_silence(tmp_path: Path) -> None:
    failure = json.dumps({"erreur": {"message": "Il en faut deux.", "a_faire": "Attendez."}})
    screen = FakeNotifier()
    machine = a_machine(json.dumps(SILENT), Output(code=2, text=failure))
    console = run(tmp_path, machine, screen, notify=True, document=True)
    assert json.loads(shown(console))["notification"] == screen.sent[0][1] == News(silent=True).text


def test_a_missing_library_is_said_and_nothing_fails(tmp_path: Path) -> None:
    console = run(tmp_path, a_machine(), FakeNotifier(absent=True), notify=True, document=True)
    assert "hygie[notifications]" in said(console)
    assert json.loads(shown(console))["notification"] is None


@pytest.mark.parametrize(
    ("before", "done"),
    [
        (timedelta(minutes=1), True),
        (timedelta(days=6), True),
        (timedelta(days=6, hours=8), False),
        (timedelta(days=40), False),
    ],
)
def test_what_was_done_since_the_moment_is_not_done_twice(
    tmp_path: Path, before: timedelta, *, done: bool
) -> None:
    records = open_records({"HYGIE_HOME": str(tmp_path / "hygie")})
    records.append(Draft(at=NOW - before, kind=AUDIT, by="titulaire"))
    machine = a_machine()
    console = run(tmp_path, machine)
    assert (machine.asked == []) is done
    assert ("Rien à faire" in shown(console)) is done


@pytest.mark.parametrize("answer", [MachineRefusedError("Trop long."), "", "[]", "pas du JSON"])
def test_an_audit_that_does_not_end_is_an_error(tmp_path: Path, answer: Answer) -> None:
    with pytest.raises(HygieError) as refusal:
        run(tmp_path, a_machine(answer))
    assert "hygie audit" in refusal.value.hint


def test_what_the_audit_says_of_its_failure_is_said(tmp_path: Path) -> None:
    failure = {"erreur": {"message": "Le disque est plein.", "a_faire": "Faites de la place."}}
    with pytest.raises(HygieError) as refusal:
        run(tmp_path, a_machine(Output(code=1, text=json.dumps(failure))))
    assert (refusal.value.message, refusal.value.hint) == (
        "Le disque est plein.",
        "Faites de la place.",
    )


def test_started_without_a_window_it_says_nothing_and_is_done(tmp_path: Path) -> None:
    console, machine = a_console(stdin=None, stdout=None, stderr=None), a_machine()
    arguments = words(tmp_path)
    assert run_now(arguments, console, look=lambda: machine) is ExitCode.DONE
    assert machine.asked == [AUDITED]


def test_the_library_of_notifications_is_looked_for_without_being_loaded() -> None:
    before = set(sys.modules)
    assert can_notify() in {True, False}
    assert "desktop_notifier" not in set(sys.modules) - before
