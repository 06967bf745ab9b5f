"""Each question of situation, with what was told of it: chosen here, or given by a file."""

from hygie.audit.questionnaire import UNKNOWN, load_questions, make_situation
from hygie.audit.situation_format import nothing_told, read_situation
from hygie.core.situation import Situation
from hygie.web.situation_said import NOT_KNOWN, OTHERWISE, say_told
from support.practices import known_choices

QUESTIONS = {one.id: one for one in load_questions()}


def said(name: str, situation: Situation) -> str:
    return say_told(QUESTIONS[name], {}, situation)


def test_what_was_chosen_is_said_in_the_words_that_were_offered() -> None:
    choices = {**known_choices(), "exercice": (UNKNOWN,)}
    situation = make_situation(choices, load_questions())
    assert say_told(QUESTIONS["profession"], choices, situation) == "Médecin"
    assert say_told(QUESTIONS["exercice"], choices, situation) == NOT_KNOWN


def test_what_a_file_told_is_said_too_and_what_it_left_out_is_not() -> None:
    situation = read_situation(
        {"format": 1, "profession": "medecin", "exercice": "seul", "utilisateurs": 40}
    )
    assert said("profession", situation) == "Médecin"
    assert said("exercice", situation) == "Seule ou seul"
    assert said("personnes", situation) == OTHERWISE
    assert said("dossiers", situation) == ""


def test_of_nothing_told_nothing_is_said() -> None:
    assert {said(name, nothing_told()) for name in QUESTIONS} == {""}


def test_a_file_that_says_what_choices_say_is_said_in_the_same_words() -> None:
    choices = known_choices()
    situation = make_situation(choices, load_questions())
    for question in load_questions():
        assert say_told(question, {}, situation) == say_told(question, choices, situation)
