"""«hygie comparer» says what closed, opened, expired and was read for the first time."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hygie.audit.audit_format import write_audit
from hygie.cli.main import main
from hygie.core.audits import Audit, make_audit
from hygie.core.measures import Measure
from hygie.core.readings import Reading
from hygie.core.records import Answer, Record
from hygie.core.situation import Situation
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from support.builders import LOCKS, NOW, a_catalogue, a_measure, an_answer, locked, unseen
from support.console import a_console, said, shown

DECLARED = ("clef", "charte", "registre")
MEASURES = (
    a_measure(),
    *(
        a_measure(id=id_, short=f"La mesure {id_}", number=rank, wants=())
        for rank, id_ in enumerate(DECLARED, start=20)
    ),
)
LATER = NOW + timedelta(days=400)


def an_audit(
    readings: Iterable[Reading],
    records: Iterable[Record],
    measures: Iterable[Measure] = MEASURES,
    *,
    later: bool,
) -> Audit:
    return make_audit(
        situation=Situation(users=1),
        readings=readings,
        records=records,
        catalogue=a_catalogue(*measures),
        guidance={},
        system="linux",
        now=LATER if later else NOW,
    )


SAID_FIRST = [
    an_answer(Answer.NO, measure="clef"),
    an_answer(Answer.YES, measure="charte"),
    an_answer(Answer.YES, measure="registre"),
]
SAID_LATER = [
    an_answer(Answer.YES, measure="clef", at=LATER, expires=None),
    an_answer(Answer.NO, measure="charte", at=LATER, expires=None),
]
BEFORE = an_audit([unseen(LOCKS)], SAID_FIRST, later=False)
AFTER = an_audit(locked(), [*SAID_FIRST, *SAID_LATER], later=True)


def compare(folder: Path, first: Audit, second: Audit, *words: str) -> Console:
    paths = []
    for name, audit in (("un", first), ("deux", second)):
        path = folder / f"{name}.json"
        path.write_text(json.dumps(write_audit(audit)))
        paths.append(str(path))
    console = a_console(environment={"HYGIE_HOME": str(folder / "rien")}, now=lambda: LATER)
    assert main(["comparer", *paths, *words], console) is ExitCode.DONE, said(console)
    return console


def page(console: Console) -> str:
    return " ".join(shown(console).replace("\u00a0", " ").replace("\u202f", " ").split())


def test_each_change_is_said_in_words(tmp_path: Path) -> None:
    text = page(compare(tmp_path, BEFORE, AFTER))
    assert "Réglé (2) • Verrouiller l'ordinateur : à vérifier → respectée" in text
    assert "• La mesure clef : à traiter → respectée" in text
    assert "Nouveau à traiter (1) • La mesure charte : respectée → à traiter" in text
    assert "Périmé : à vérifier de nouveau (1) • La mesure registre" in text
    assert "Lu pour la première fois (2)" in text
    assert "deux catalogues" not in text


def test_each_change_is_in_the_document(tmp_path: Path) -> None:
    document: Any = json.loads(shown(compare(tmp_path, BEFORE, AFTER, "--json")))
    assert {move["mesure"]: move["changement"] for move in document["changements"]} == {
        "verrouillage": "ferme",
        "clef": "ferme",
        "charte": "ouvert",
        "registre": "perime",
    }
    assert [first["fait"] for first in document["premieres_lectures"]] == [
        "session.lock_delay",
        "session.lock_enabled",
    ]


@pytest.mark.parametrize("words", [[], ["--json"]])
def test_two_audits_given_the_wrong_way_round_are_put_in_order(
    tmp_path: Path, words: list[str]
) -> None:
    right, wrong = (compare(tmp_path, *pair, *words) for pair in ((BEFORE, AFTER), (AFTER, BEFORE)))
    assert shown(wrong) == shown(right)
    assert "dans l'ordre du temps" in said(wrong)
    assert "dans l'ordre du temps" not in said(right)


def test_two_editions_of_the_catalogue_are_said(tmp_path: Path) -> None:
    newer = replace(AFTER, catalogue=replace(AFTER.catalogue, version="2027.12"))
    assert "Jugés par deux catalogues, 2026.11 puis 2027.12" in page(
        compare(tmp_path, BEFORE, newer)
    )
    document: Any = json.loads(shown(compare(tmp_path, BEFORE, newer, "--json")))
    assert (document["catalogue_avant"], document["catalogue_apres"]) == ("2026.11", "2027.12")


def test_a_fictitious_practice_is_not_compared(tmp_path: Path) -> None:
    real, fictitious = tmp_path / "a.json", tmp_path / "b.json"
    real.write_text(json.dumps(write_audit(BEFORE)))
    fictitious.write_text(json.dumps({**write_audit(AFTER), "demonstration": True}))
    console = a_console(environment={"HYGIE_HOME": str(tmp_path / "rien")}, now=lambda: LATER)
    assert main(["comparer", str(real), str(fictitious)], console) is ExitCode.MISUSED
    assert "cabinet fictif" in said(console)
