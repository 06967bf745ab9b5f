"""What people hand us as files: read whole, or refused in French with nothing changed."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hygie.audit.answers_format import DOUBT_DAYS, make_answer, read_answers, write_answers
from hygie.audit.json_files import parse_document
from hygie.audit.situation_format import KEYS, read_situation, write_situation
from hygie.core.errors import MisusedError
from hygie.core.records import Answer
from hygie.core.situation import Exchange, Exercise, Place, Profession, Repair, Situation
from hygie.terminal.secret_words import looks_secret
from support.builders import NOW, a_catalogue, a_measure

CATALOGUE = a_catalogue(a_measure(), a_measure(id="sauvegarde", formerly=("copie",)))

situations = st.builds(
    Situation,
    profession=st.none() | st.sampled_from(list(Profession)),
    exercise=st.none() | st.sampled_from(list(Exercise)),
    places=st.lists(st.sampled_from(list(Place)), unique=True).map(tuple),
    cloud=st.booleans(),
    paper=st.booleans(),
    shared_software=st.booleans(),
    shared_session=st.booleans(),
    users=st.none() | st.integers(1, 1000),
    computers=st.integers(1, 1000),
    phones=st.booleans(),
    tablets=st.booleans(),
    private_devices=st.booleans(),
    exchanges=st.lists(st.sampled_from(list(Exchange)), unique=True).map(tuple),
    repair=st.none() | st.sampled_from(list(Repair)),
    remote_repair=st.booleans(),
    network_ours=st.booleans(),
)


@given(situations)
def test_a_situation_written_reads_back_the_same(situation: Situation) -> None:
    document = json.loads(json.dumps(write_situation(situation)))
    assert read_situation(document) == situation


def test_what_is_left_out_takes_its_safe_default() -> None:
    left_out = read_situation({"format": 1})
    assert replace(left_out, assumed=frozenset()) == Situation()
    assert all(left_out.is_assumed(about.field) for about in KEYS.values())
    assert read_situation({"format": 1, "utilisateurs": None}).several_users


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"exercise": "seul"}, "« exercice »"),
        ({"locale": True}, "« local »"),
        ({"local": "oui"}, "true ou false"),
        ({"utilisateurs": 0}, "1 à 1000"),
        ({"utilisateurs": True}, "1 à 1000"),
        ({"ordinateurs": 10**30}, "0 à 1000"),
        ({"exercice": "seule"}, "« seul »"),
        ({"lieux": "cabinet"}, "une liste"),
        ({"lieux": ["clinique"]}, "« tiers »"),
        ({"profession": "infirmieur"}, "Le plus proche est « infirmier »"),
        ({"profession": "\x1b[31m"}, "« medecin »"),
        ({"local": False, "cloud": False}, "rien n'est informatisé"),
    ],
)
def test_a_doubtful_situation_is_refused_by_name(document: dict[str, Any], said: str) -> None:
    with pytest.raises(MisusedError) as refusal:
        read_situation(document)
    assert said in refusal.value.message
    assert refusal.value.hint


def test_every_field_of_a_situation_can_be_told() -> None:
    told = {about.field for about in KEYS.values()}
    assert told == set(Situation.__dataclass_fields__) - {"assumed"}


def test_what_is_told_is_not_assumed() -> None:
    situation = read_situation({"ordinateurs": 1, "local": True, "profession": "infirmier"})
    told = {"computers", "local", "profession"}
    assert {about.field for about in KEYS.values() if not situation.is_assumed(about.field)} == told
    again = read_situation(json.loads(json.dumps(write_situation(situation))))
    assert again == situation


@pytest.mark.parametrize("odd", ["local", 3, [1], {"local": True}])
def test_what_is_assumed_is_a_list_of_keys(odd: object) -> None:
    with pytest.raises(MisusedError, match="supposes"):
        read_situation({"supposes": odd})


def test_an_unknown_assumed_key_is_named() -> None:
    with pytest.raises(MisusedError, match="« local »"):
        read_situation({"supposes": ["locale"]})


class TestAnswers:
    def read(self, **entry: Any) -> Any:
        document = {"reponses": [{"mesure": "verrouillage", "reponse": "oui", **entry}]}
        (record,) = read_answers(document, CATALOGUE, NOW)
        return record

    def test_an_answer_has_the_term_of_its_measure(self) -> None:
        record = self.read()
        assert (record.at, record.expires) == (NOW, NOW + timedelta(days=365))
        doubt = self.read(reponse="ne_sait_pas")
        assert doubt.expires == NOW + timedelta(days=DOUBT_DAYS)

    def test_a_former_name_is_understood(self) -> None:
        assert self.read(mesure="copie").measure == "sauvegarde"

    @pytest.mark.parametrize("le", ["2026-11-02", "2026-11-02T10:00:00+01:00", "2026-11-02T09:00"])
    def test_a_day_or_a_moment_dates_it(self, le: str) -> None:
        assert self.read(le=le).at.date().isoformat() == "2026-11-02"

    @pytest.mark.parametrize(
        ("entry", "said"),
        [
            ({"mesure": "verouillage"}, "Le plus proche est « verrouillage »"),
            ({"mesure": 12}, "Mesure inconnue"),
            ({"reponse": "Oui"}, "Réponse inconnue"),
            ({"reponse": "sans_objet"}, "demande un motif"),
            ({"reponse": "sans_objet", "motif": "  "}, "demande un motif"),
            ({"motif": "x" * 501}, "pas un texte court"),
            ({"motif": 3}, "pas un texte court"),
            ({"motif": "PIN : 1234"}, "ressemble à un code"),
            ({"le": "hier"}, "n'est pas une date"),
            ({"le": 20261122}, "n'est pas une date"),
            ({"le": "2027-01-01"}, "dans l'avenir"),
            ({"poste": ""}, "identifiant"),
            ({"mesur": "x"}, "clé inconnue"),
        ],
    )
    def test_a_doubtful_answer_is_refused_by_name(self, entry: dict[str, Any], said: str) -> None:
        with pytest.raises(MisusedError) as refusal:
            self.read(**entry)
        assert said in refusal.value.message

    @pytest.mark.parametrize(
        "document",
        [{}, {"reponses": {}}, {"reponses": ["oui"]}, {"reponses": [], "réponses": []}],
    )
    def test_another_form_is_refused(self, document: dict[str, Any]) -> None:
        with pytest.raises(MisusedError):
            read_answers(document, CATALOGUE, NOW)

    @given(st.sampled_from(list(Answer)), st.text(max_size=20).map(str.strip))
    def test_what_is_written_reads_back(self, answer: Answer, reason: str) -> None:
        assume(not looks_secret(reason))
        given_reason = reason or "Rien de tel ici."
        record = make_answer(
            CATALOGUE.measures["verrouillage"], answer, at=NOW, reason=given_reason
        )
        document = json.loads(json.dumps(write_answers([record])))
        assert read_answers({"reponses": document["reponses"]}, CATALOGUE, NOW) == (record,)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"{",
        b'{"format": 1',
        "é".encode("latin-1"),
        b"[]",
        b"1",
        b'{"a": NaN}',
        b'{"local": true, "local": false}',
        b'{"a": Infinity}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
)
def test_what_is_not_one_of_our_documents_is_refused(raw: bytes) -> None:
    with pytest.raises(MisusedError):
        parse_document(raw, "Le fichier")


@given(st.binary(max_size=200))
def test_any_bytes_give_a_document_or_a_refusal(raw: bytes) -> None:
    try:
        document: object = parse_document(raw, "Le fichier")
    except MisusedError:
        document = {}
    assert isinstance(document, dict)


def test_the_refusal_of_a_file_never_shows_its_bytes() -> None:
    with pytest.raises(MisusedError) as refusal:
        read_situation({"exercice": "\x1b]0;pris\x07" + "x" * 500})
    assert "\x1b" not in refusal.value.message
    assert len(refusal.value.message) < 400
