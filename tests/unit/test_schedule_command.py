"""«hygie relecture»: shown before it is planned, planned after a yes, removed without a trace."""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any, cast

import pytest

from hygie.core.errors import HygieError, MisusedError, StorageError
from hygie.practice.opening import open_records, read_records
from hygie.practice.records import Draft, Entry, Records
from hygie.schedule import commands
from hygie.schedule.acts import install, remove
from hygie.schedule.plan import Day, Plan, State
from hygie.schedule.run_schedule import run_in
from hygie.terminal.arguments import FrenchParser
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from support.console import NOW, FakeTerminal, a_console, said, shown
from support.schedules import FakeScheduler, a_here


def words(*given: str) -> Namespace:
    parser = FrenchParser(prog="hygie relecture")
    commands.COMMANDS[0].add_arguments(parser)
    return parser.parse_args(given)


def a_practice(folder: Path) -> dict[str, str]:
    return {"HYGIE_HOME": str(folder / "hygie")}


def flat(text: str) -> str:
    return " ".join(text.split())


def a_person(folder: Path, typed: str = "") -> Console:
    terminals: dict[str, Any] = {"stdin": FakeTerminal(typed), "stderr": FakeTerminal()}
    return a_console(environment={**a_practice(folder), "NO_COLOR": "1"}, **terminals)


def ask(
    folder: Path, scheduler: FakeScheduler, *given: str, console: Console | None = None, **here: Any
) -> Console:
    console = console or a_console(environment=a_practice(folder))
    known = a_here(scheduler, lambda: open_records(console.environment), **here)
    assert run_in(known, words(*given), console) is ExitCode.DONE
    return console


def summaries(folder: Path) -> list[dict[str, object]]:
    return [dict(line.summary) for line in read_records(a_practice(folder)).lines()]


def test_nothing_planned_says_how_to_plan(tmp_path: Path) -> None:
    text = flat(shown(ask(tmp_path, FakeScheduler())))
    assert "Aucune relecture n'est planifiée." in text
    assert "hygie relecture installer" in text
    assert "Aucun audit n'a encore été fait ici." in text


def test_what_is_planned_is_shown_in_words_and_exactly(tmp_path: Path) -> None:
    scheduler = FakeScheduler(plan=Plan())
    text = shown(ask(tmp_path, scheduler))
    assert "● Relecture planifiée : chaque lundi à 12 h 30" in flat(text)
    assert "Prochaine : 23 nov. à 12 h 30" in flat(text)
    for file in scheduler.files(Plan()):
        assert file.path in text
        assert all(f"    {line}\n" in text for line in file.text.splitlines())


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.CHANGED, "▲ La relecture planifiée n'est pas comme Hygie l'a écrite. Voilà."),
        (State.UNREADABLE, "? La relecture planifiée n'a pas pu être relue. Voilà."),
    ],
)
def test_what_is_not_as_it_was_written_is_said(tmp_path: Path, state: State, expected: str) -> None:
    scheduler = FakeScheduler(plan=Plan(), state=state, reason="Voilà.")
    assert expected in flat(shown(ask(tmp_path, scheduler)))


def test_a_person_sees_the_plan_says_yes_and_it_is_written_down(tmp_path: Path) -> None:
    scheduler = FakeScheduler()
    given = ("installer", "--jour", "vendredi", "--heure", "9h", "--notifier")
    console = ask(tmp_path, scheduler, *given, console=a_person(tmp_path, "oui\n"))
    seen = said(console)
    assert seen.index("ExecStart=") < seen.index("Planifier cette relecture")
    assert "chaque vendredi à 9 h 00, la première le 27 nov. à 9 h 00" in flat(seen)
    assert scheduler.plan == Plan(day=Day.FRIDAY, at=commands.hour("9h"), notify=True)
    assert summaries(tmp_path) == [
        {"relecture": "planifiee", "jour": "vendredi", "heure": "09:00", "notifications": True}
    ]


@pytest.mark.parametrize("typed", ["non\n", "q\n", ""])
def test_without_a_yes_nothing_is_done(tmp_path: Path, typed: str) -> None:
    scheduler = FakeScheduler()
    console = ask(tmp_path, scheduler, "installer", console=a_person(tmp_path, typed))
    assert scheduler.asked == []
    assert "Rien n'a été modifié." in said(console)
    assert not (tmp_path / "hygie").exists()


def test_nobody_at_the_keyboard_must_have_written_yes(tmp_path: Path) -> None:
    scheduler = FakeScheduler()
    with pytest.raises(MisusedError) as refusal:
        ask(tmp_path, scheduler, "installer")
    assert "--oui" in refusal.value.hint
    ask(tmp_path, scheduler, "installer", "--oui")
    assert scheduler.plan == Plan()


def test_a_rehearsal_shows_all_and_does_nothing(tmp_path: Path) -> None:
    scheduler = FakeScheduler()
    console = ask(tmp_path, scheduler, "installer", "--simulation")
    assert "OnCalendar=Mon *-*-* 12:30:00" in shown(console)
    assert "Rien n'a été modifié." in shown(console)
    document = json.loads(shown(ask(tmp_path, scheduler, "installer", "--simulation", "--json")))
    assert (document["acte"], document["etat"]) == ("simulation", "absente")
    assert document["prevu"] == {"jour": "lundi", "heure": "12:30", "notifications": False}
    assert len(document["fichiers"]) == 2
    assert scheduler.asked == []


def test_where_nothing_can_be_planned_it_is_said_and_refused(tmp_path: Path) -> None:
    scheduler = FakeScheduler(state=State.IMPOSSIBLE, reason="Pas de systemd.")
    assert "Pas de systemd." in shown(ask(tmp_path, scheduler))
    assert "Pas de systemd." in shown(ask(tmp_path, scheduler, "installer", "--simulation"))
    with pytest.raises(MisusedError) as refusal:
        ask(tmp_path, scheduler, "installer", "--oui")
    assert refusal.value.message == "Pas de systemd."


def test_notifications_that_cannot_be_shown_are_said_and_nothing_fails(tmp_path: Path) -> None:
    given = ("installer", "--notifier", "--oui")
    console = ask(tmp_path, FakeScheduler(), *given, can_notify=False)
    assert "pip install hygie[notifications]" in flat(said(console))
    assert "● Relecture planifiée" in shown(console)


def test_an_installation_that_does_not_start_alone_is_not_planned(tmp_path: Path) -> None:
    scheduler = FakeScheduler()
    with pytest.raises(HygieError):
        ask(tmp_path, scheduler, "installer", "--oui", starts=False)
    assert scheduler.asked == []
    assert not (tmp_path / "hygie").exists()


def test_a_plan_the_system_drops_is_an_error_and_is_not_written_down(tmp_path: Path) -> None:
    with pytest.raises(HygieError):
        ask(tmp_path, FakeScheduler(deaf=True), "installer", "--oui")
    assert summaries(tmp_path) == []


def test_removing_leaves_nothing_and_is_written_down(tmp_path: Path) -> None:
    scheduler = FakeScheduler(plan=Plan())
    console = ask(tmp_path, scheduler, "retirer", "--simulation")
    assert "Voici ce qui serait retiré." in said(console)
    assert scheduler.asked == []
    assert "il n'en reste rien" in flat(shown(ask(tmp_path, scheduler, "retirer")))
    assert summaries(tmp_path) == [{"relecture": "retiree"}]
    document = json.loads(shown(ask(tmp_path, scheduler, "retirer", "--json")))
    assert (document["acte"], document["etat"]) == ("retrait", "absente")
    assert len(summaries(tmp_path)) == 1


def test_what_stays_is_never_said_to_be_gone(tmp_path: Path) -> None:
    with pytest.raises(HygieError):
        ask(tmp_path, FakeScheduler(plan=Plan(), stuck=True), "retirer")
    assert summaries(tmp_path) == []


def full(draft: Draft) -> Entry:
    raise StorageError(f"Plein : {draft.kind}.", hint="Faites de la place.")


class Full:
    """Records on a disk with no room left."""

    append = staticmethod(full)


def closed() -> Records:
    return cast("Records", Full())


def test_what_cannot_be_written_down_is_not_planned() -> None:
    scheduler = FakeScheduler()
    with pytest.raises(StorageError):
        install(a_here(scheduler, closed), Plan(), NOW)
    assert scheduler.plan is None


def test_what_is_removed_is_said_so_even_when_it_cannot_be_written_down() -> None:
    scheduler = FakeScheduler(plan=Plan())
    with pytest.raises(HygieError) as refusal:
        remove(a_here(scheduler, closed), NOW)
    assert "n'est plus planifiée" in refusal.value.message
    assert scheduler.plan is None


def test_an_impossible_plan_is_refused_to_any_screen() -> None:
    scheduler = FakeScheduler(state=State.IMPOSSIBLE, reason="Non.")
    with pytest.raises(MisusedError):
        install(a_here(scheduler, closed), Plan(), NOW)
    assert scheduler.asked == []
