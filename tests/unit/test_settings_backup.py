"""Closing the remote desktop or the old shares: with the provider, and after a verified backup.

A nurse, Alix, sits at her practice's computer in the evening; her provider is on the phone.
"""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hygie.audit.run_settings import run_in
from hygie.audit.settings_world import World
from hygie.core.errors import MisusedError
from hygie.practice.journal import show_journal
from hygie.practice.opening import open_records
from hygie.practice.records import ACT, Draft
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.workstation.settings.known import SETTINGS
from support.console import a_console, said, shown
from support.machine import NOW, a_context
from support.settings import ONE, OTHER, FakeDoor, a_setting, a_world, answering, typing, words

MARKED = a_setting(with_provider=True)
SET = {ONE: "true", OTHER: "10"}
YES, NO = "oui", "non"
HOURS_ARE_OVER, PROVIDER_AGREES, GO_ON, BACKED_UP = YES, YES, YES, YES


def evening(folder: Path) -> tuple[World, FakeDoor]:
    door = FakeDoor()
    return a_world(folder, door, listen=answering(YES, YES)), door


def answers(world: World, *typed: str) -> tuple[ExitCode, Console]:
    console = typing(*typed)
    return run_in(world, words(), MARKED, console), console


def on_record(world: World, kind: str, *, days_ago: int = 1, **detail: str) -> None:
    at = NOW - timedelta(days=days_ago)
    term = {"sauvegarde-faite": 8, "restauration-testee": 91}[kind]
    world.records.append(
        Draft(
            at=at,
            kind=kind,
            by="titulaire",
            measure="sauvegarde",
            expires=at + timedelta(days=term),
            detail=detail,
        )
    )


def declared(world: World) -> list[str]:
    lines = world.records.lines(kinds={ACT})
    return [str(line.measure) for line in lines if line.summary["acte"] == "sauvegarde_declaree"]


def flat(text: str) -> str:
    plain = text.replace("\x1b[1m", "").replace("\x1b[0m", "")
    return " ".join(plain.split())


def test_both_proofs_are_on_record_and_she_is_asked_nothing_more(tmp_path: Path) -> None:
    world, door = evening(tmp_path)
    on_record(world, "sauvegarde-faite")
    on_record(world, "restauration-testee", days_ago=60)
    _, console = answers(world, HOURS_ARE_OVER, PROVIDER_AGREES, GO_ON)
    assert "a pas la preuve" not in flat(said(console))
    assert door.values == SET
    assert declared(world) == []


def test_nothing_is_on_record_and_she_says_no(tmp_path: Path) -> None:
    world, door = evening(tmp_path)
    with pytest.raises(MisusedError, match="attend une sauvegarde vérifiée") as refusal:
        answers(world, NO, YES, YES, YES)
    assert "rouvrez-en un fichier, puis revenez" in flat(refusal.value.hint)
    assert "hygie prouver sauvegarde" in refusal.value.hint
    assert (door.written, world.records.lines()) == ([], ())


def test_she_says_that_it_was_done_and_her_word_is_noted(tmp_path: Path) -> None:
    world, door = evening(tmp_path)
    _, console = answers(world, BACKED_UP, HOURS_ARE_OVER, PROVIDER_AGREES, GO_ON)
    talk = flat(said(console))
    assert "n'a pas la preuve d'une sauvegarde récente et d'un essai de restauration" in talk
    assert "finie sans erreur depuis moins de 8 jours, et" in talk
    assert "noté au journal comme votre parole, et non comme une preuve" in talk
    assert door.values == SET
    assert declared(world) == ["sauvegarde"]


def test_her_word_is_for_one_time_only(tmp_path: Path) -> None:
    world, _ = evening(tmp_path)
    answers(world, BACKED_UP, NO)
    with pytest.raises(MisusedError):
        answers(world, NO)
    assert declared(world) == ["sauvegarde"]


def test_a_backup_without_its_restore_test_is_half_of_it(tmp_path: Path) -> None:
    world, door = evening(tmp_path)
    on_record(world, "sauvegarde-faite")
    with pytest.raises(MisusedError):
        answers(world, NO)
    assert door.written == []


def test_proofs_too_old_are_asked_about(tmp_path: Path) -> None:
    world, door = evening(tmp_path)
    on_record(world, "sauvegarde-faite")
    on_record(world, "restauration-testee")
    later = replace(world, context=a_context(now=NOW + timedelta(days=9)))
    with pytest.raises(MisusedError):
        answers(later, NO)
    assert door.written == []


def test_a_failure_on_record_is_not_talked_away(tmp_path: Path) -> None:
    world, door = evening(tmp_path)
    on_record(world, "restauration-testee")
    on_record(world, "sauvegarde-faite", resultat="echec")
    with pytest.raises(MisusedError, match="a échoué"):
        answers(world, BACKED_UP, HOURS_ARE_OVER, PROVIDER_AGREES, GO_ON)
    assert (door.written, declared(world)) == ([], [])


@pytest.mark.parametrize("typed", [(NO, YES, YES), (YES, NO, YES)])
def test_patients_are_expected_or_the_provider_does_not_agree(
    tmp_path: Path, typed: tuple[str, ...]
) -> None:
    world, door = evening(tmp_path)
    _, console = answers(world, BACKED_UP, *typed)
    assert door.written == []
    assert "Rien n'a été modifié." in shown(console)


def test_patients_are_expected_and_another_moment_is_proposed(tmp_path: Path) -> None:
    world, door = evening(tmp_path)
    run_in(world, words(), a_setting(), console := typing(NO))
    talk = flat(said(console))
    assert "aucun patient attendu dans l'heure" in talk
    assert "ce soir par exemple" in talk
    assert "hygie poste regler verrouillage" in talk
    assert door.written == []


def test_a_rehearsal_asks_nothing(tmp_path: Path) -> None:
    world, door = evening(tmp_path)
    run_in(world, words(simulation=True), MARKED, console := a_console())
    assert "rien → 10" in shown(console)
    assert door.written == []


def test_the_journal_tells_a_word_from_a_proof(tmp_path: Path) -> None:
    home = tmp_path / "donnees"
    console = a_console(environment={"HYGIE_HOME": str(home)})
    records = open_records(console.environment)
    world = a_world(tmp_path, FakeDoor(), records=records)
    answers(world, BACKED_UP, NO)
    show_journal(words(derniers=None), console)
    assert "sauvegarde déclarée" in shown(console)


def test_the_remote_desktop_and_the_old_shares_are_those_that_wait() -> None:
    marked = {setting.id for setting in SETTINGS if setting.with_provider}
    assert marked == {"bureau-a-distance", "smb1"}
