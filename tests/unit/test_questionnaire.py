from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.audit.questionnaire import (
    BEFORE_FIRST_RESULT,
    UNKNOWN,
    is_asked,
    load_questions,
    make_situation,
    read_choices,
)
from hygie.audit.situation_format import nothing_told
from hygie.core.situation import Exercise, Repair, Situation

QUESTIONS = load_questions()
choices = st.fixed_dictionaries(
    {},
    optional={
        question.id: st.lists(
            st.sampled_from([UNKNOWN, *(option.value for option in question.options)]),
            max_size=4 if question.multiple else 1,
            min_size=0 if question.multiple else 1,
            unique=True,
        ).map(tuple)
        for question in QUESTIONS
    },
)


def test_ten_questions_the_first_three_enough_to_begin() -> None:
    assert len(QUESTIONS) == 10
    assert [question.id for question in QUESTIONS[:BEFORE_FIRST_RESULT]] == [
        "profession",
        "exercice",
        "dossiers",
    ]


def test_nothing_told_is_the_safest_situation() -> None:
    assert make_situation({}, QUESTIONS) == nothing_told()
    unknown = {question.id: (UNKNOWN,) for question in QUESTIONS}
    assert make_situation(unknown, QUESTIONS) == nothing_told()
    assert replace(nothing_told(), assumed=frozenset()) == Situation()


def test_a_nurse_alone_with_everything_on_line() -> None:
    situation = make_situation(
        {
            "profession": ("infirmier",),
            "exercice": ("seul",),
            "dossiers": ("en-ligne",),
            "personnes": ("1",),
            "appareils": ("un-ordinateur", "telephone"),
            "depannage": ("personne",),
        },
        QUESTIONS,
    )
    assert (situation.local, situation.cloud, situation.users) == (False, True, 1)
    assert (situation.phones, situation.tablets, situation.computers) == (True, False, 1)
    assert situation.exercise is Exercise.ALONE
    assert situation.repair is Repair.NOBODY
    assert not situation.shared_session


def test_of_two_numbers_of_computers_the_larger_stands() -> None:
    chosen = {"appareils": ("un-ordinateur", "trois-ordinateurs")}
    assert make_situation(chosen, QUESTIONS).computers == 3


def test_records_on_paper_still_pass_by_a_computer() -> None:
    situation = make_situation({"dossiers": ("papier",)}, QUESTIONS)
    assert (situation.local, situation.cloud) == (True, False)


def test_records_nowhere_is_no_answer() -> None:
    situation = make_situation({"dossiers": ()}, QUESTIONS)
    assert (situation.local, situation.cloud) == (True, True)


def test_a_question_about_sharing_has_no_meaning_when_alone() -> None:
    sharing = next(question for question in QUESTIONS if question.id == "partage")
    assert not is_asked(sharing, {"personnes": ("1",)})
    assert is_asked(sharing, {"personnes": ("2",)})
    assert is_asked(sharing, {})


@given(choices)
def test_any_choices_make_a_situation_that_calls_for_measures(
    told: dict[str, tuple[str, ...]],
) -> None:
    situation = make_situation(told, QUESTIONS)
    assert situation.local or situation.cloud
    said = told.get("appareils", ())
    # «Je ne sais pas» leaves the safe default, and of two numbers the larger stands.
    others = {"ne_sait_pas", "un-ordinateur", "deux-ordinateurs", "trois-ordinateurs"}
    none = "aucun-ordinateur" in said and not others & set(said)
    assert (situation.computers == 0) is none


@given(choices)
def test_choices_saved_read_back(told: dict[str, tuple[str, ...]]) -> None:
    saved = {id_: list(chosen) for id_, chosen in told.items()}
    assert read_choices(saved, QUESTIONS) == told


@pytest.mark.parametrize(
    "saved", [None, [], {"profession": "medecin"}, {"profession": ["astronaute"]}, {"lune": ["x"]}]
)
def test_choices_that_are_offered_no_more_are_asked_again(saved: object) -> None:
    assert read_choices(saved, QUESTIONS) == {}
