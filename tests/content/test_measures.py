"""The form of the TOML of every measure, as docs/formats/catalogue.md lays it down."""

import re
from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest

from hygie.catalogue.loader import load_catalogue
from hygie.catalogue.show import NO_CHAPTER
from hygie.core.measures import Actor, Recipient, Role, Threat
from hygie.core.predicates import Operator
from hygie.core.readings import Fact, FactType
from hygie.core.records import Answer
from hygie.practice.records import OWN_KINDS
from support.content import (
    HERE,
    MARKDOWN_FILES,
    MEASURES,
    TOML_FILES,
    entries,
    entry,
    sentences,
)

MEASURE_KEYS = {
    "required": {
        "id", "number", "origin", "title", "section", "chapter", "local", "cloud", "short",
        "question", "action", "threats", "who", "minutes", "answer_days", "sources", "answers",
    },
    "optional": {
        "several_users_only", "computers_only", "first_on_phones", "deferred", "formerly",
        "instead_of", "message_for", "wants", "evidence",
    },
}  # fmt: skip
OPERATORS = {operator.value for operator in Operator}
EVIDENCE_KEYS = {"id", "label", "days", "needed"}
OFFERED_EVERYWHERE = Answer.UNKNOWN.value

ENTRIES = entries()
WANTS = [(measure, wanted) for measure in ENTRIES for wanted in measure.get("wants", [])]
EVIDENCE = [(measure, kind) for measure in ENTRIES for kind in measure.get("evidence", [])]
each_measure = pytest.mark.parametrize("measure", ENTRIES, ids=lambda measure: measure["id"])
each_want = pytest.mark.parametrize(
    ("measure", "wanted"),
    WANTS,
    ids=[f"{measure['id']}-{wanted['fact']}-{wanted['role']}" for measure, wanted in WANTS],
)


def a_fact(id_: str) -> Fact:
    return load_catalogue().facts[id_]


# --- the official lines -----------------------------------------------------------------------


def test_the_official_lines_are_the_printed_ones() -> None:
    lines = (HERE / "checklist.txt").read_text("utf-8").splitlines()
    official = [tuple(line.split("\t")) for line in lines if not line.startswith("#")]
    ours = [
        (
            measure["chapter"],
            "L" if measure["local"] else "-",
            "C" if measure["cloud"] else "-",
            measure["title"],
        )
        for measure in ENTRIES
        if measure["origin"] == "memento"
    ]
    assert len(official) == 33
    assert ours == official


def test_the_official_lines_are_numbered_from_one_and_ours_after_them() -> None:
    assert [measure["number"] for measure in ENTRIES] == list(range(1, len(ENTRIES) + 1))
    assert [measure["origin"] for measure in ENTRIES[:33]] == ["memento"] * 33
    assert {measure["origin"] for measure in ENTRIES[33:]} == {"complement"}


@pytest.mark.parametrize(
    ("local", "cloud", "several", "expected"),
    [
        (True, False, True, 31),
        (False, True, True, 23),
        (True, True, True, 33),
        (True, False, False, 30),
        (False, True, False, 23),
        (True, True, False, 32),
        (False, False, True, 0),
    ],
)
def test_the_counts_of_the_official_list_hold(
    local: bool, cloud: bool, several: bool, expected: int
) -> None:
    called = load_catalogue().called_for(local=local, cloud=cloud, several_users=several)
    official = [measure for measure in called if measure.origin.value == "memento"]
    assert len(official) == expected


def test_the_charters_alone_depend_on_the_number_of_users() -> None:
    alone = [measure["id"] for measure in ENTRIES if measure.get("several_users_only")]
    assert alone == ["charte-informatique", "charte-c"]


# --- the complements --------------------------------------------------------------------------

COMPLEMENTS = [measure for measure in ENTRIES if measure["origin"] == "complement"]
STAND_INS = {
    "acces-lieu-c": "acces-lieu",
    "procedures-c": "procedures-exploitation",
    "charte-c": "charte-informatique",
    "fiche-reflexe-c": "fiche-reflexe",
}
each_complement = pytest.mark.parametrize("measure", COMPLEMENTS, ids=lambda measure: measure["id"])


@each_complement
def test_a_complement_is_in_form(measure: Mapping[str, Any]) -> None:
    official = {line["chapter"] for line in ENTRIES if line["origin"] == "memento"}
    assert measure["section"] == "Compléments de Hygie"
    assert measure["chapter"] in official | {NO_CHAPTER}
    assert 0 < len(measure["title"]) <= 160
    assert not measure["title"].endswith(".")
    assert measure["local"] or measure["cloud"]
    assert measure["deferred"], "the first interview asks the official lines"


@each_complement
def test_a_complement_says_that_it_is_not_official(measure: Mapping[str, Any]) -> None:
    notes = [
        sentence
        for sentence in sentences(MEASURES / f"{measure['id']}.md")
        if sentence.heading == "Précisions" and "complément de Hygie" in sentence.text
    ]
    assert notes
    assert "hygie" in notes[0].marks


def test_a_stand_in_is_never_called_for_beside_the_line_it_stands_for() -> None:
    written = {line["id"]: line["instead_of"] for line in ENTRIES if "instead_of" in line}
    assert written == STAND_INS
    for local, cloud, several in product((True, False), repeat=3):
        called = load_catalogue().called_for(local=local, cloud=cloud, several_users=several)
        ids = {measure.id for measure in called}
        for stand_in, official in STAND_INS.items():
            assert not {stand_in, official} <= ids
            wanted = cloud and (several or stand_in != "charte-c")
            assert bool({stand_in, official} & ids) is (wanted or official in ids)


def test_a_stand_in_takes_over_exactly_where_the_line_has_no_column() -> None:
    by_id = {measure["id"]: measure for measure in ENTRIES}
    for stand_in, official in STAND_INS.items():
        assert (by_id[official]["local"], by_id[official]["cloud"]) == (True, False)
        assert (by_id[stand_in]["local"], by_id[stand_in]["cloud"]) == (False, True)
        assert not by_id[stand_in].get("wants"), "a contrary reading would be shown twice"


# --- keys and files ---------------------------------------------------------------------------


def test_a_measure_is_a_pair_of_files_named_for_it() -> None:
    assert [path.stem for path in TOML_FILES] == [path.stem for path in MARKDOWN_FILES]
    assert [entry(path)["id"] for path in TOML_FILES] == [path.stem for path in TOML_FILES]


@each_measure
def test_a_measure_has_its_keys_and_no_other(measure: Mapping[str, Any]) -> None:
    keys = set(measure)
    assert MEASURE_KEYS["required"] - keys == set()
    assert keys - MEASURE_KEYS["required"] - MEASURE_KEYS["optional"] == set()
    assert measure["origin"] in {"memento", "complement"}


# --- what a person reads ----------------------------------------------------------------------


@each_measure
def test_the_short_title_is_short(measure: Mapping[str, Any]) -> None:
    assert 0 < len(measure["short"]) <= 60
    assert not measure["short"].endswith(".")


@each_measure
def test_the_question_is_one_question(measure: Mapping[str, Any]) -> None:
    assert len(measure["question"]) <= 200
    assert measure["question"].endswith(" ?")
    assert measure["question"].count("?") == 1


@each_measure
def test_the_action_is_one_sentence(measure: Mapping[str, Any]) -> None:
    assert len(measure["action"]) <= 120
    assert measure["action"].endswith(".")
    assert re.match(r"\w+ez |Faites ", measure["action"]), "the act comes first"
    assert ". " not in measure["action"]


@each_measure
def test_the_answers_have_labels(measure: Mapping[str, Any]) -> None:
    answers = measure["answers"]
    assert {"oui", "non"} <= set(answers)
    assert set(answers) <= {answer.value for answer in Answer} - {OFFERED_EVERYWHERE}
    for label in answers.values():
        assert 0 < len(label) <= 90
        assert not label.endswith(".")
    assert len(set(answers.values())) == len(answers)


@each_measure
def test_the_figures_are_within_bounds(measure: Mapping[str, Any]) -> None:
    assert 5 <= measure["minutes"] <= 480
    assert 30 <= measure["answer_days"] <= 731


@each_measure
def test_threats_and_actor_are_known(measure: Mapping[str, Any]) -> None:
    threats = measure["threats"]
    assert 1 <= len(threats) <= 4
    assert len(set(threats)) == len(threats)
    assert set(threats) <= {threat.value for threat in Threat}
    assert measure["who"] in {actor.value for actor in Actor}


def test_every_threat_is_stopped_by_something() -> None:
    stopped = {threat for measure in ENTRIES for threat in measure["threats"]}
    assert stopped == {threat.value for threat in Threat}


# --- what is read on a machine ----------------------------------------------------------------


@each_want
def test_a_want_has_one_comparison_at_most(
    measure: Mapping[str, Any], wanted: Mapping[str, Any]
) -> None:
    assert set(wanted) <= {"fact", "role", "failing"} | OPERATORS
    given = set(wanted) & OPERATORS
    assert len(given) <= 1
    assert len(given) == 1 or wanted["role"] == Role.HINT.value, measure["id"]


@each_want
def test_a_contrary_value_is_explained(
    measure: Mapping[str, Any], wanted: Mapping[str, Any]
) -> None:
    failing = wanted.get("failing", "")
    compared = bool(set(wanted) & OPERATORS)
    needs = wanted["role"] == Role.REQUIRED.value or (
        wanted["role"] == Role.HINT.value and compared
    )
    assert bool(failing) is needs, f"{measure['id']} {wanted['fact']}"
    assert not failing or failing.endswith(".")
    assert len(failing) <= 160


@each_want
def test_a_comparison_can_be_made(measure: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """A comparison that no value of the fact's type can pass or fail would never decide."""
    (operator,) = set(wanted) & OPERATORS or {""}
    allowed = {
        FactType.BOOLEAN: {"is", ""},
        FactType.INTEGER: {"is", "at_most", "at_least", ""},
        FactType.TEXT: {"is", "one_of", "none_of", ""},
        FactType.LIST: {"one_of", "none_of", "empty", ""},
        FactType.DATE: {"is", "at_most", "at_least", ""},
    }
    expected_types = {
        "is": {FactType.BOOLEAN: bool, FactType.INTEGER: int}.get(a_fact(wanted["fact"]).type, str),
        "at_most": str if a_fact(wanted["fact"]).type is FactType.DATE else int,
        "at_least": str if a_fact(wanted["fact"]).type is FactType.DATE else int,
        "one_of": list,
        "none_of": list,
        "empty": bool,
        "": type(None),
    }
    fact = a_fact(wanted["fact"])
    assert operator in allowed[fact.type], measure["id"]
    assert type(wanted.get(operator)) is expected_types[operator]
    if fact.values and operator in {"one_of", "none_of"}:
        assert set(wanted[operator]) <= set(fact.values)


@each_measure
def test_a_fact_is_wanted_once_per_role(measure: Mapping[str, Any]) -> None:
    pairs = [(wanted["fact"], wanted["role"]) for wanted in measure.get("wants", [])]
    assert len(set(pairs)) == len(pairs)
    decided = {fact for fact, role in pairs if role != Role.HINT.value}
    assert decided.isdisjoint(fact for fact, role in pairs if role == Role.HINT.value)


@each_measure
def test_a_sufficient_fact_is_required_too(measure: Mapping[str, Any]) -> None:
    """Otherwise a contrary value of it would leave the measure neither met nor failed."""
    by_role: dict[str, set[str]] = {"required": set(), "sufficient": set(), "hint": set()}
    for wanted in measure.get("wants", []):
        by_role[wanted["role"]].add(wanted["fact"])
    assert by_role["sufficient"] <= by_role["required"]


# --- proofs -----------------------------------------------------------------------------------


@each_measure
def test_the_proofs_are_in_form(measure: Mapping[str, Any]) -> None:
    kinds = measure.get("evidence", [])
    read = any(wanted["role"] == Role.SUFFICIENT.value for wanted in measure.get("wants", []))
    assert kinds or read, "something must be able to prove the measure"
    assert len({kind["id"] for kind in kinds}) == len(kinds)
    for kind in kinds:
        assert set(kind) <= EVIDENCE_KEYS
        assert 0 < len(kind["label"]) <= 80
        assert not kind["label"].endswith(".")
        assert kind["id"] not in OWN_KINDS | {"answer"}
        assert kind.get("days", 1) > 0
        assert kind.get("needed", True) is True


def test_the_proofs_of_a_backup_are_both_needed() -> None:
    found = {
        kind["id"]: (kind["days"], kind.get("needed", False))
        for measure, kind in EVIDENCE
        if measure["id"] == "sauvegarde"
    }
    assert found == {"sauvegarde-faite": (8, True), "restauration-testee": (91, True)}


# --- the grouped messages ---------------------------------------------------------------------


@each_measure
def test_a_measure_says_for_whom_its_message_is_when_it_has_one(
    measure: Mapping[str, Any],
) -> None:
    page = (MEASURES / f"{measure['id']}.md").read_text("utf-8")
    assert ("message_for" in measure) == ("## Message groupé" in page)
    assert measure.get("message_for", "les_deux") in {reader.value for reader in Recipient}


def test_both_readers_have_something_of_their_own() -> None:
    readers = {measure.get("message_for") for measure in ENTRIES} - {None}
    assert readers == {reader.value for reader in Recipient}
