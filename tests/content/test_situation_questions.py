"""The ten questions of situation: asked in plain French, and able to say all a situation holds."""

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest

from hygie.audit.questionnaire import load_questions, make_situation, read_choices
from hygie.audit.situation_format import KEYS, nothing_told, read_situation
from hygie.core.situation import Exercise, Situation
from support.content import table

QUESTIONS = table("situation.toml", "question")
CHOICES = [(question, choice) for question in QUESTIONS for choice in question["choice"]]
each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each["id"])


def test_there_are_ten_and_the_first_three_are_enough_to_begin() -> None:
    ids = [question["id"] for question in QUESTIONS]
    assert len(set(ids)) == len(ids) == 10
    assert ids[:3] == ["profession", "exercice", "dossiers"]


@each_question
def test_a_question_is_in_form(question: Mapping[str, Any]) -> None:
    required = {"id", "text", "why", "look", "multiple", "choice"}
    assert required <= set(question) <= required | {"not_if_alone"}
    assert question["text"].endswith(" ?")
    assert question["text"].count("?") == 1
    assert question["why"].endswith(".")
    assert question["look"].endswith(".")
    assert max(len(question[key]) for key in ("text", "why", "look")) <= 200


@each_question
def test_choices_are_told_apart(question: Mapping[str, Any]) -> None:
    choices = question["choice"]
    assert len(choices) >= 2
    for key in ("value", "label"):
        assert len({choice[key] for choice in choices}) == len(choices)
    for choice in choices:
        assert set(choice) == {"value", "label", "sets"}
        assert len(choice["label"]) <= 90
        assert not choice["label"].endswith((".", "?"))


@pytest.mark.parametrize(
    ("question", "choice"),
    CHOICES,
    ids=[f"{question['id']}-{choice['value']}" for question, choice in CHOICES],
)
def test_a_choice_says_something_a_situation_holds(
    question: Mapping[str, Any], choice: Mapping[str, Any]
) -> None:
    assert set(choice["sets"]) <= set(KEYS)
    assert choice["sets"], question["id"]
    situation = read_situation({"format": 1, **choice["sets"]})
    for key in choice["sets"]:
        value = getattr(situation, KEYS[key].field)
        written = list(value) if isinstance(value, tuple) else value
        assert written == choice["sets"][key]


def test_everything_a_situation_holds_can_be_said() -> None:
    """A key no question sets would keep its default for ever."""
    said = {key for _, choice in CHOICES for key in choice["sets"]}
    assert said == set(KEYS)


@pytest.mark.parametrize("key", ["exercice", "lieux", "echanges", "depannage"])
def test_every_word_of_a_closed_list_can_be_chosen(key: str) -> None:
    said: set[str] = set()
    for _, choice in CHOICES:
        value = choice["sets"].get(key, [])
        said |= set(value if isinstance(value, list) else [value])
    expected = KEYS[key].expected
    assert {f"« {word} »" for word in said} == {
        f"« {word.strip()} »" for word in expected.split("«")[1:] for word in [word.split("»")[0]]
    }


def test_each_choice_alone_makes_a_situation() -> None:
    questions = load_questions()
    for question, choice in CHOICES:
        found = make_situation({question["id"]: (choice["value"],)}, questions)
        assert isinstance(found, Situation)
        assert found.local or found.cloud


def test_no_answer_at_all_is_the_safe_situation() -> None:
    questions = load_questions()
    assert make_situation({}, questions) == nothing_told()
    unknown = {question["id"]: ("ne_sait_pas",) for question in QUESTIONS}
    assert make_situation(unknown, questions) == nothing_told()


def test_where_records_are_decides_the_columns() -> None:
    questions = load_questions()
    found = {
        chosen: make_situation({"dossiers": chosen}, questions)
        for chosen in [("ici",), ("en-ligne",), ("ici", "en-ligne"), ("papier",), ()]
    }
    columns = {chosen: (each.local, each.cloud, each.paper) for chosen, each in found.items()}
    assert columns == {
        ("ici",): (True, False, False),
        ("en-ligne",): (False, True, False),
        ("ici", "en-ligne"): (True, True, False),
        ("papier",): (True, False, True),
        (): (True, True, False),
    }


def test_one_person_alone_is_not_several_users() -> None:
    questions = load_questions()
    alone = make_situation({"personnes": ("1",), "partage": ("les-deux",)}, questions)
    assert (alone.several_users, alone.shared_session, alone.shared_software) == (
        False, False, False,
    )  # fmt: skip


def test_any_choices_make_a_situation_that_reads_back() -> None:
    questions = load_questions()
    first = [[choice["value"] for choice in question["choice"]] for question in QUESTIONS[:3]]
    for profession, exercise, where in product(*first):
        choices = {"profession": [profession], "exercice": [exercise], "dossiers": [where]}
        kept = read_choices(choices, questions)
        assert {key: list(value) for key, value in kept.items()} == choices
        assert make_situation(kept, questions).exercise is Exercise(exercise)
