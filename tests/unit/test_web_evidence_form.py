"""The form beside a piece of evidence, and an answer given by a form."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hygie.core.declared import FINGERPRINT
from hygie.core.errors import MisusedError
from hygie.core.measures import EvidenceKind
from hygie.core.records import Answer
from hygie.practice.evidence_files import StoredFile
from hygie.practice.media import Media
from hygie.web.declaring import read_answer
from hygie.web.evidence_form import (
    FieldError,
    Given,
    kinds_of,
    make_proof,
    read_form,
    say_term,
)
from support.builders import NOW, a_measure

PARIS = ZoneInfo("Europe/Paris")
TWO = a_measure(
    evidence=(
        EvidenceKind(id="essai", label="Essai", days=91, needed=True),
        EvidenceKind(id="certificat", label="Certificat", days=None),
    )
)


def given(**fields: str) -> Given:
    return read_form({"genre": "essai", **fields}, TWO, now=NOW, zone=PARIS)


def refused(**fields: str) -> FieldError:
    with pytest.raises(FieldError) as caught:
        given(**fields)
    return caught.value


def test_nothing_typed_means_today_and_the_term_of_the_kind() -> None:
    found = given()
    assert (found.at, found.expires, found.note) == (NOW, NOW + timedelta(days=91), "")


def test_today_is_now_and_a_day_before_is_its_end() -> None:
    assert given(le="2026-11-22").at == NOW
    assert given(le="2026-11-20").at == datetime(2026, 11, 20, 22, 59, 59, tzinfo=UTC)
    assert given(le="20/11/2026").at == given(le="2026-11-20").at


def test_a_document_ends_on_the_day_it_says() -> None:
    found = given(genre="certificat", jusqu_au="2027-01-31")
    assert found.expires == datetime(2027, 1, 31, 22, 59, 59, tzinfo=UTC)


def test_an_end_of_its_own_shortens_a_term_and_never_lengthens_it() -> None:
    assert given(jusqu_au="2026-12-01").expires < NOW + timedelta(days=91)
    assert given(jusqu_au="2030-12-01").expires == NOW + timedelta(days=91)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"genre": ""}, "genre"),
        ({"genre": "../../essai"}, "genre"),
        ({"le": "2026-11-23"}, "le"),
        ({"le": "1901-01-01"}, "le"),
        ({"le": "hier"}, "le"),
        ({"le": "2026-01-01"}, "le"),
        ({"genre": "certificat"}, "jusqu_au"),
        ({"genre": "certificat", "jusqu_au": "2026-11-01"}, "jusqu_au"),
        ({"genre": "certificat", "le": "2026-10-01", "jusqu_au": "2026-11-01"}, "jusqu_au"),
        ({"genre": "certificat", "jusqu_au": "jamais"}, "jusqu_au"),
        ({"note": "Le code est 4821"}, "note"),
        ({"note": "a" * 501}, "note"),
    ],
)
def test_what_will_not_do_names_its_field_and_says_that_nothing_was_kept(
    fields: dict[str, str], field: str
) -> None:
    error = refused(**fields)
    assert error.field == field
    assert error.hint.endswith("Rien n'a été enregistré.")


def test_the_only_kind_of_a_measure_need_not_be_chosen() -> None:
    found = read_form({}, a_measure(), now=NOW, zone=None)
    assert found.kind.id == "capture"
    with pytest.raises(FieldError):
        read_form({"genre": "autre"}, a_measure(), now=NOW, zone=None)


def test_the_record_holds_the_print_under_the_word_of_the_command_line() -> None:
    stored = StoredFile(id="f" * 32, name="a.pdf", media=Media.PDF, size=12, sha256="e" * 64)
    record = make_proof(given(note=" au  coffre "), stored, TWO, by="associe:7")
    assert record.detail == {
        FINGERPRINT: "e" * 64,
        "fichier": "f" * 32,
        "nom": "a.pdf",
        "media": "application/pdf",
        "taille": "12",
        "note": "au coffre",
    }
    assert (record.measure, record.kind, record.by) == ("verrouillage", "essai", "associe:7")
    assert "note" not in make_proof(given(), stored, TWO, by="titulaire").detail


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (None, "vaut jusqu'à la date écrite dessus"),
        (8, "vaut 8 jours"),
        (91, "vaut 3 mois"),
        (183, "vaut 6 mois"),
        (365, "vaut 1 an"),
        (730, "vaut 2 ans"),
        (100, "vaut 100 jours"),
    ],
)
def test_terms_are_said_as_people_count_them(days: int | None, said: str) -> None:
    assert say_term(days).replace("\u00a0", " ") == said


def test_kinds_say_whether_they_are_needed() -> None:
    assert [(one.id, one.needed) for one in kinds_of(TWO)] == [
        ("essai", True),
        ("certificat", False),
    ]


def test_an_answer_is_one_that_was_offered() -> None:
    record = read_answer({"reponse": "oui"}, a_measure(), at=NOW, by="titulaire")
    assert record.detail == {"reponse": "oui"}
    doubt = read_answer({"reponse": "ne_sait_pas"}, a_measure(), at=NOW, by="titulaire")
    assert doubt.expires == NOW + timedelta(days=30)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"reponse": ""},
        {"reponse": "peut-être"},
        {"reponse": "en_partie"},
        {"reponse": "sans_objet", "motif": "Aucun."},
    ],
)
def test_an_answer_that_was_not_offered_is_refused(form: dict[str, str]) -> None:
    with pytest.raises(MisusedError) as caught:
        read_answer(form, a_measure(), at=NOW, by="titulaire")
    assert "Rien n'a été enregistré" in caught.value.message


def test_without_object_wants_its_reason_and_no_secret_in_it() -> None:
    measure = a_measure(answers={Answer.NOT_CONCERNED: "Sans objet"})
    form = {"reponse": "sans_objet", "motif": " Aucun  portable. "}
    record = read_answer(form, measure, at=NOW, by="titulaire")
    assert record.detail["motif"] == "Aucun portable."
    for reason in ("", "   ", "a" * 501, "code 4821"):
        with pytest.raises(MisusedError):
            read_answer({**form, "motif": reason}, measure, at=NOW, by="titulaire")


def test_a_reason_left_in_its_field_says_nothing_of_another_answer() -> None:
    form = {"reponse": "oui", "motif": "Aucun portable."}
    assert "motif" not in read_answer(form, a_measure(), at=NOW, by="titulaire").detail
