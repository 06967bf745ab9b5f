"""What the dossier says, before anything is drawn."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from hygie.audit.audit_format import write_audit
from hygie.audit.dossier import content, joined
from hygie.audit.dossier_words import Edition, say_expected, say_read
from hygie.audit.run_demo import make_demonstration
from hygie.catalogue.loader import load_catalogue
from hygie.core.audits import Audit, make_audit
from hygie.core.findings import Basis
from hygie.core.measures import Origin
from hygie.core.predicates import Operator, Predicate
from hygie.core.readings import Fact, FactType
from hygie.core.records import Answer
from hygie.core.situation import Situation
from support.builders import (
    DELAY,
    LOCKS,
    NOW,
    a_catalogue,
    a_measure,
    a_proof,
    an_answer,
    locked,
    seen,
    unseen,
)

EDITION = Edition(made_at=NOW, zone=UTC)


def an_audit(*readings: Any, records: Any = (), **situation: Any) -> Audit:
    return make_audit(
        situation=Situation(**situation),
        readings=readings,
        records=records,
        catalogue=a_catalogue(),
        guidance={},
        system="linux",
        now=NOW,
    )


def texts_of(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for item in value.values():
                yield from texts_of(item)
        case list():
            for item in value:
                yield from texts_of(item)


def said(audit: Audit, edition: Edition = EDITION) -> str:
    told = "\n".join(texts_of(content(audit, edition)))
    return told.replace("\u00a0", " ").replace("\u202f", " ")


def blocks(audit: Audit, kind: str) -> list[Any]:
    return [block for block in content(audit, EDITION)["blocks"] if block["kind"] == kind]


@pytest.fixture(scope="module")
def demonstration() -> Audit:
    return make_demonstration(load_catalogue(), NOW)[0]


class TestBases:
    def test_what_is_read_is_said_to_be_found_with_its_date(self) -> None:
        card = blocks(an_audit(*locked()), "card")[0]
        assert card["word"] == "respectée"
        assert card["lines"][0]["lead"] == "Constaté"
        assert "22\u00a0nov.\u00a02026 à 18\u00a0h\u00a041" in card["lines"][0]["text"]

    def test_what_is_proved_has_its_term_and_its_line_among_the_proofs(self) -> None:
        measure = a_measure(wants=())
        audit = make_audit(
            situation=Situation(),
            readings=(),
            records=[a_proof()],
            catalogue=a_catalogue(measure),
            guidance={},
            system="linux",
            now=NOW,
        )
        assert audit.findings[0].basis is Basis.EVIDENCE
        assert "Prouvé" in {line["lead"] for line in blocks(audit, "card")[0]["lines"]}
        proofs = next(one for one in blocks(audit, "table") if "Preuve" in one["columns"])
        assert proofs["rows"][0][0] == measure.short

    def test_what_is_declared_keeps_the_word_and_its_date(self) -> None:
        audit = an_audit(records=[an_answer(Answer.NO)])
        assert "Déclaré" in said(audit)
        assert "« non », le 21 nov. 2026 à 18 h 41" in said(audit)

    def test_a_contradiction_shows_both_sides(self) -> None:
        audit = an_audit(seen(LOCKS, False), seen(DELAY, 60), records=[an_answer(Answer.YES)])
        leads = [line["lead"] for line in blocks(audit, "card")[0]["lines"]]
        assert leads[:3] == ["Constaté", "Déclaré", "Contradiction"]
        assert "ce qui est déclaré n'est pas ce qui est constaté" in said(audit)

    def test_what_is_not_known_is_never_a_pass(self) -> None:
        audit = an_audit(unseen(LOCKS), unseen(DELAY))
        card = blocks(audit, "card")[0]
        assert (card["sign"], card["word"]) == ("?", "à vérifier")
        assert card["lines"][0]["lead"] == "Non établi"
        assert "Le système refuse." in said(audit)


class TestPerimeter:
    def test_it_counts_computers_covered_read_and_unread(self) -> None:
        told = said(an_audit(*locked(), computers=3))
        assert "3 ordinateurs déclarés, 1 lu, 2 non lus ; 2 relevés, dont 0 illisible" in told
        assert "2 autres ordinateurs" in told

    def test_nothing_read_is_said(self) -> None:
        assert "1 ordinateur déclaré, 0 lu, 1 non lu ; 0 relevé" in said(an_audit())
        assert "Aucun ordinateur n'a été lu." in said(an_audit())


class TestDemonstration:
    def test_every_finding_and_action_is_there(self, demonstration: Audit) -> None:
        told = said(demonstration)
        measures = demonstration.catalogue.measures
        assert [
            one.measure for one in demonstration.findings if measures[one.measure].short not in told
        ] == []
        titles = [action.title for action in demonstration.plan]
        plain = [title.replace("\u00a0", " ") for title in titles]
        assert [title for title in plain if title not in told] == []

    def test_official_titles_are_those_of_the_memento_only(self, demonstration: Audit) -> None:
        measures = demonstration.catalogue.measures.values()
        official = {one.title for one in measures if one.origin is Origin.MEMENTO}
        shown = {
            block["official"].replace("\u00a0", " ") for block in blocks(demonstration, "card")
        }
        assert shown - {""} <= {title.replace("\u00a0", " ") for title in official}

    def test_every_reading_and_source_is_there(self, demonstration: Audit) -> None:
        told = said(demonstration)
        facts = demonstration.catalogue.facts
        assert [
            one.fact for one in demonstration.readings if facts[one.fact].label not in told
        ] == []
        sources = demonstration.catalogue.sources.values()
        assert [one.id for one in sources if one.title.replace("\u00a0", " ") not in told] == []

    def test_barriers_are_said_in_words_too(self, demonstration: Audit) -> None:
        (drawn,) = blocks(demonstration, "barriers")
        for row, barrier in zip(drawn["rows"], demonstration.barriers, strict=True):
            counts = (row["standing"], row["missing"], row["unknown"])
            assert counts == (barrier.standing, barrier.missing, barrier.unknown)
            assert str(barrier.standing) in row["alt"]
            assert str(barrier.total) in row["words"]

    def test_the_joined_data_are_the_audit(self, demonstration: Audit) -> None:
        edition = Edition(made_at=NOW, practice="Cabinet du Dr Alix")
        document = write_audit(demonstration)
        for measure in document["mesures"]:
            if measure["origine"] == "complement":
                measure["titre"] = measure["court"]
        assert json.loads(joined(demonstration, edition).content) == document
        assert "Alix" in said(demonstration, edition)

    def test_the_banner_is_only_for_a_fictitious_practice(self, demonstration: Audit) -> None:
        edition = Edition(made_at=NOW, demonstration=True)
        assert content(demonstration, edition)["banner"]
        assert json.loads(joined(demonstration, edition).content)["demonstration"] is True
        assert content(demonstration, EDITION)["banner"] == ""

    def test_old_tables_are_told(self) -> None:
        later = NOW + timedelta(days=800)
        audit = make_demonstration(load_catalogue(), later)[0]
        assert audit.outdated
        assert "Table trop ancienne ce jour-là" in said(audit)


def test_a_long_name_is_cut_in_the_header_only() -> None:
    data = content(an_audit(), Edition(made_at=NOW, practice="Maison " * 20))
    assert len(data["running"]["left"]) < 70
    assert data["cover"]["practice"] == "Maison " * 20


@pytest.mark.parametrize(
    ("operator", "expected", "words"),
    [
        (Operator.IS, True, "oui"),
        (Operator.AT_MOST, 8, "au plus 8"),
        (Operator.AT_LEAST, 12, "au moins 12"),
        (Operator.ONE_OF, ("a", "b"), "l'un de : a, b"),
        (Operator.NONE_OF, ("a",), "aucun de : a"),
        (Operator.EMPTY, True, "aucun"),
        (Operator.EMPTY, False, "au moins un"),
    ],
)
def test_every_comparison_is_said(operator: Operator, expected: Any, words: str) -> None:
    assert say_expected(None, Predicate(operator=operator, expected=expected)) == words


def test_a_date_at_the_end_of_time_is_shown_as_it_was_written() -> None:
    far = datetime.max.replace(tzinfo=UTC)
    east = Edition(made_at=NOW, zone=timezone(timedelta(hours=14)))
    assert east.day(far).endswith("9999")


def test_a_date_that_is_none_is_shown_as_it_is() -> None:
    fact = Fact(id="x", probe="x", type=FactType.DATE, label="Jour")
    assert say_read(fact, seen("x", "hier")) == "hier"
    later = Predicate(operator=Operator.AT_LEAST, expected="hier")
    assert say_expected(fact, later) == "au moins hier"


def test_what_utf8_cannot_hold_is_joined_all_the_same() -> None:
    audit = an_audit(seen(LOCKS, "\ud800"))
    written = joined(audit, EDITION).content
    assert json.loads(written.encode("utf-8")) == write_audit(audit)


def test_a_date_has_its_year() -> None:
    assert Edition(made_at=NOW, zone=UTC).day(datetime(2024, 1, 1, tzinfo=UTC)).endswith("2024")
