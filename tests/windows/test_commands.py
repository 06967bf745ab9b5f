"""What a practice types, on a genuine Python for Windows."""

import csv
import io

import pytest

from support.schemas import SCHEMAS, refusals
from support.windows_program import Practice

pytestmark = pytest.mark.needs("windows")


def audited(practice: Practice) -> None:
    assert practice.hygie("audit", "--sans-question").code == 0


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("--version", "Hygie 0."),
        ("mesures", "33\u00a0mesures"),
        ("mesures verrouillage", "Comment, sur Windows"),
        ("demo", "DÉMONSTRATION · cabinet fictif"),
        ("poste", "N'a pas pu être lu"),
        ("journal", "Le journal est vide"),
        ("diagnostic-technique", '"systeme": "windows"'),
    ],
)
def test_it_is_said_in_whole_french(practice: Practice, words: str, expected: str) -> None:
    done = practice.hygie(*words.split())
    assert (done.code, "\ufffd" in done.out) == (0, False)
    assert expected in done.out


@pytest.mark.parametrize(
    ("words", "schema"),
    [
        ("--version --json", "version"),
        ("mesures --json", "mesures"),
        ("poste --json", "poste"),
        ("demo --json", "audit"),
        ("journal --json", "journal"),
        ("zzzz --json", "erreur"),
    ],
)
def test_documents_are_those_of_every_system(practice: Practice, words: str, schema: str) -> None:
    assert refusals(schema, practice.hygie(*words.split()).document) == []


def test_an_audit_from_files_is_the_same_document_as_elsewhere(practice: Practice) -> None:
    situation = practice.written("situation.json", SCHEMAS["situation"]["examples"][0])
    answers = practice.written("réponses.json", SCHEMAS["reponses"]["examples"][0])
    done = practice.hygie("audit", "--situation", situation, "--reponses", answers, "--json")
    assert done.code == 0
    assert refusals("audit", done.document) == []
    assert done.document["systeme"] == "windows"
    assert len(done.document["constats"]) >= 33


def test_the_plan_the_journal_and_a_comparison_follow_an_audit(practice: Practice) -> None:
    audited(practice)
    audited(practice)
    assert refusals("plan", practice.hygie("plan", "--json").document) == []
    lines = practice.hygie("journal", "--json").document["lignes"]
    assert [line["genre"] for line in lines].count("audit") == 2
    assert refusals("comparaison", practice.hygie("comparer", "--json").document) == []


def test_an_answer_is_kept(practice: Practice) -> None:
    audited(practice)
    assert practice.hygie("repondre", "acces-lieu", "oui").code == 0
    lines = practice.hygie("journal", "--json").document["lignes"]
    assert "acces-lieu" in {line["mesure"] for line in lines}


def test_exports_have_their_accents_whatever_the_console(practice: Practice) -> None:
    audited(practice)
    printed = practice.raw("exporter", "csv").stdout.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(printed), delimiter=";"))) > 33
    assert "é" in printed
    for form in ("json", "csv", "xlsx", "ics", "oscal", "ciso"):
        name = f"export é.{form}"
        assert practice.hygie("exporter", form, "--sortie", name).code == 0
        assert (practice.folder / name).stat().st_size > 100


def test_what_is_refused_is_refused_in_french(practice: Practice) -> None:
    done = practice.hygie("audit", "--situation", "absent.json")
    assert done.code == 2
    assert "absent.json" in done.err
    practice.extra["HYGIE_HOME"] = "~"
    assert "C:\\" in practice.hygie("audit", "--sans-question").err
