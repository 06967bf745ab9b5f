"""What people said and proved of a measure: newest first, corrected ones included."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from hygie.core.declared import proved, removed_files
from hygie.core.records import Answer, Record
from hygie.web.declared_said import Told, find_file, is_photo, say_weight, told_of
from hygie.web.evidence_form import make_removal
from hygie.web.reserved import as_seen_by
from support.builders import NOW, a_measure, a_proof, an_answer

DAY = timedelta(days=1)
FILE = {
    "empreinte": "e" * 64,
    "fichier": "f" * 32,
    "nom": "facture.pdf",
    "media": "application/pdf",
    "taille": "1234567",
    "note": "Onduleur du bureau.",
}


def told(*records: Record, names: Mapping[str, str] | None = None) -> tuple[Told, ...]:
    return told_of(a_measure(), records, names or {}, NOW)


def test_a_corrected_answer_stays_and_says_that_it_was_replaced() -> None:
    old = an_answer(Answer.YES, at=NOW - 3 * DAY)
    new = an_answer(Answer.NO, at=NOW - DAY)
    shown = told(old, new)
    assert [(one.what, one.state, one.stands) for one in shown] == [
        ("« non »", "valable", True),
        ("« oui »", "remplacée", False),
    ]


def test_an_answer_says_its_reason_and_who_gave_it() -> None:
    (one,) = told(an_answer(Answer.NOT_CONCERNED, by="associe:7"), names={"7": "Camille"})
    assert (one.what, one.more, one.by) == (
        "« sans objet »",
        "Pas de tel équipement.",
        "Associé · Camille",
    )


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "valable"),
        ({"expires": NOW}, "périmée"),
        ({"expires": None}, "valable"),
        ({"detail": {"resultat": "echec"}}, "acte essayé, et échoué"),
        ({"at": NOW + DAY}, "datée dans l'avenir"),
    ],
)
def test_a_proof_says_what_it_is_worth_today(changes: dict[str, Any], state: str) -> None:
    (one,) = told(a_proof(**changes))
    assert (one.what, one.state) == ("Capture d'écran", state)


def test_a_proof_shows_its_file_and_its_note() -> None:
    (one,) = told(a_proof(detail=FILE))
    assert (one.file, one.name, one.more, one.photo) == (
        "f" * 32,
        "facture.pdf",
        "Onduleur du bureau.",
        False,
    )
    assert one.weight == "1,2\u00a0Mo"
    assert told(a_proof(detail={**FILE, "media": "image/png"}))[0].photo


def test_a_proof_of_the_command_line_has_a_print_and_no_file() -> None:
    (one,) = told(a_proof(detail={"empreinte": "e" * 64}))
    assert (one.fingerprint, one.file) == ("e" * 64, "")


def test_kinds_and_workstations_stand_each_on_their_own() -> None:
    shown = told(a_proof(workstation="poste-1"), a_proof(workstation="poste-2"), a_proof())
    assert [one.stands for one in shown] == [True, True, True]


def test_records_of_other_measures_are_left_out() -> None:
    assert told(a_proof(measure="sauvegarde"), a_proof("act")) == ()


def test_a_file_is_found_by_its_id_until_it_is_taken_away() -> None:
    shown = a_proof(detail=FILE)
    assert find_file([a_proof(), shown], "f" * 32) is shown
    assert find_file([shown], "0" * 32) is None
    removal = make_removal(shown, standing=True, now=NOW, by="titulaire")
    assert find_file([shown, removal], "f" * 32) is None
    assert removed_files([shown, removal]) == {"f" * 32}


def test_a_standing_proof_whose_file_is_taken_away_no_longer_counts() -> None:
    shown = a_proof(detail=FILE)
    assert proved(a_measure(), [shown], (), NOW).holds
    after = [shown, make_removal(shown, standing=True, now=NOW, by="titulaire")]
    assert not proved(a_measure(), after, (), NOW).holds
    newest, before = told(*after)
    assert (newest.state, newest.stands) == ("fichier retiré", False)
    assert (before.file, before.fingerprint) == ("", "e" * 64)


def test_taking_away_a_mistaken_proof_lets_the_one_before_count_again() -> None:
    old = a_proof(detail={**FILE, "fichier": "a" * 32}, at=NOW - 9 * DAY)
    mistaken = a_proof(detail=FILE, at=NOW - DAY)
    after = [old, mistaken, make_removal(mistaken, standing=True, now=NOW, by="titulaire")]
    found = proved(a_measure(), after, (), NOW)
    assert (found.holds, found.since) == (True, old.at)
    assert [(one.state, one.stands) for one in told(*after)] == [
        ("fichier retiré", False),
        ("retirée", False),
        ("valable", True),
    ]


def test_what_one_reserved_and_took_away_stands_for_nobody() -> None:
    shown = a_proof(detail={**FILE, "reserve": "oui"}, by="associe:elle")
    removal = make_removal(shown, standing=True, now=NOW, by="associe:elle")
    seen = told(*as_seen_by([shown, removal], "lui"))
    assert [(one.file, one.stands) for one in seen] == [("", False), ("", False)]


def test_taking_away_the_only_proof_is_not_a_proof_too_old() -> None:
    shown = a_proof(detail=FILE)
    removal = make_removal(shown, standing=True, now=NOW, by="titulaire")
    assert not proved(a_measure(), [shown, removal], (), NOW).each


def test_taking_away_a_replaced_file_leaves_the_newer_proof_standing() -> None:
    old = a_proof(detail=FILE, at=NOW - 9 * DAY)
    new = a_proof(detail={**FILE, "fichier": "a" * 32})
    after = [old, new, make_removal(old, standing=False, now=NOW, by="titulaire")]
    found = proved(a_measure(), after, (), NOW)
    assert found.holds
    assert told(*after)[0].stands


@pytest.mark.parametrize(
    ("size", "said"),
    [(0, "1 ko"), (340_000, "340 ko"), (1_234_567, "1,2 Mo"), (20_000_000, "20,0 Mo")],
)
def test_sizes_are_said_in_words(size: int, said: str) -> None:
    assert say_weight(size).replace("\u00a0", " ") == said


@pytest.mark.parametrize("size", ["", "-1", "a", "9" * 40, "²"])
def test_a_size_that_is_none_is_none(size: str) -> None:
    assert told(a_proof(detail={**FILE, "taille": size}))[0].size == 0


def test_only_what_was_drawn_again_is_a_photo() -> None:
    assert is_photo("image/jpeg")
    for other in ("image/svg+xml", "text/html", "image/heic", "application/pdf", ""):
        assert not is_photo(other)
