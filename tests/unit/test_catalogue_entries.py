import pytest

from hygie.catalogue.entries import (
    read_evidence,
    read_fact,
    read_measure,
    read_source,
    read_wanted,
)
from hygie.core.measures import Actor, Origin, Role, SourceStatus, Threat
from hygie.core.predicates import Operator, Predicate
from hygie.core.readings import FactType
from hygie.core.records import Answer

LEAST = {
    "id": "a",
    "number": 1,
    "origin": "complement",
    "title": "Titre",
    "short": "Court",
    "section": "Section",
    "chapter": "1",
    "local": True,
    "cloud": False,
    "threats": ["rancongiciel", "vol_ou_perte"],
    "who": "editeur",
    "minutes": 5,
    "question": "Quoi ?",
    "action": "Faites.",
    "answers": {"oui": "Oui", "non": "Non"},
    "answer_days": 30,
    "sources": ["hygie"],
}


def test_a_measure_needs_little() -> None:
    measure = read_measure(LEAST)
    assert (measure.origin, measure.who) == (Origin.COMPLEMENT, Actor.VENDOR)
    assert measure.threats == (Threat.RANSOMWARE, Threat.THEFT)
    assert measure.answers == {Answer.YES: "Oui", Answer.NO: "Non"}
    assert (measure.wants, measure.evidence, measure.formerly) == ((), (), ())
    assert (measure.several_users_only, measure.deferred) == (False, False)
    assert measure.instead_of == ""


def test_a_measure_may_say_more() -> None:
    measure = read_measure(
        {
            **LEAST,
            "several_users_only": True,
            "deferred": True,
            "formerly": ["b"],
            "instead_of": "c",
            "wants": [{"fact": "f", "role": "hint"}],
            "evidence": [{"id": "e", "label": "Preuve"}],
        }
    )
    assert (measure.several_users_only, measure.deferred) == (True, True)
    assert (measure.formerly, measure.instead_of) == (("b",), "c")
    assert [wanted.fact for wanted in measure.wants] == ["f"]
    assert [kind.id for kind in measure.evidence] == ["e"]


@pytest.mark.parametrize("key", sorted(LEAST))
def test_nothing_of_the_least_may_lack(key: str) -> None:
    with pytest.raises(KeyError, match=key):
        read_measure({name: value for name, value in LEAST.items() if name != key})


def test_a_fact_may_have_a_unit_and_a_closed_list() -> None:
    plain = {"id": "a.b", "probe": "a", "type": "text", "label": "Libellé"}
    fact = read_fact(plain)
    assert (fact.type, fact.unit, fact.network, fact.values) == (FactType.TEXT, "", False, ())
    fact = read_fact({**plain, "unit": "jours", "network": True, "values": ["x", "y"]})
    assert (fact.unit, fact.network, fact.values) == ("jours", True, ("x", "y"))


def test_a_source_may_have_an_address_and_a_note() -> None:
    plain = {"id": "a", "title": "b", "publisher": "c", "status": "to_verify"}
    source = read_source(plain)
    assert (source.status, source.url, source.note) == (SourceStatus.TO_VERIFY, "", "")
    source = read_source({**plain, "url": "https://x", "note": "n"})
    assert (source.url, source.note) == ("https://x", "n")


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [
        ({"is": True}, Predicate(operator=Operator.IS, expected=True)),
        ({"at_most": 9}, Predicate(operator=Operator.AT_MOST, expected=9)),
        ({"one_of": ["a"]}, Predicate(operator=Operator.ONE_OF, expected=("a",))),
        ({"empty": False}, Predicate(operator=Operator.EMPTY, expected=False)),
    ],
)
def test_a_want_has_its_comparison(comparison: dict[str, object], expected: Predicate) -> None:
    wanted = read_wanted({"fact": "f", "role": "required", "failing": "Non.", **comparison})
    assert (wanted.predicate, wanted.failing, wanted.role) == (expected, "Non.", Role.REQUIRED)


@pytest.mark.parametrize("role", ["required", "sufficient"])
@pytest.mark.parametrize("comparison", [{}, {"is": True, "empty": True}, {"equals": 1}])
def test_what_decides_needs_one_comparison(role: str, comparison: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"f : il faut une comparaison"):
        read_wanted({"fact": "f", "role": role, **comparison})


def test_a_hint_may_be_shown_without_judging() -> None:
    assert read_wanted({"fact": "f", "role": "hint"}).predicate is None


def test_a_proof_carries_its_term_or_its_own_end() -> None:
    assert read_evidence({"id": "a", "label": "b"}).days is None
    kind = read_evidence({"id": "a", "label": "b", "days": 8, "needed": True})
    assert (kind.days, kind.needed) == (8, True)
