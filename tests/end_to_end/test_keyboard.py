"""A whole first audit at the keyboard of a real terminal, then the next ones."""

import os
import re
import signal
from typing import Any

import pytest

from support.keyboard import Keyboard, i_do_not_know, of_a_measure
from support.scenarios import World

NURSE, ALONE, ON_LINE = "2", "1", "2"
NO_CARD = "Personne ici n'a de carte CPS"
SECONDS_TO_FIRST = 5.0
FIRST_RESULT = "Premier résultat"


def begun(world: World) -> Keyboard:
    """Answer the three questions that come before the first result."""
    keyboard = Keyboard(world)
    keyboard.question()
    for typed in (NURSE, ALONE, ON_LINE):
        keyboard.answer(typed)
    return keyboard


def at_the_measures(world: World) -> Keyboard:
    """Answer «je ne sais pas» to all of the situation; the first measure is waiting."""
    keyboard = begun(world)
    while not of_a_measure(question := keyboard.seen[-1]):
        assert keyboard.answer(i_do_not_know(question))
    return keyboard


def journal(world: World) -> Any:
    done = world.hygie("journal", "--json")
    assert done.document["chaine"]["intacte"] is True
    return done.document["lignes"]


def answered(world: World) -> list[str]:
    """Return the measures answered, in order; once per answer."""
    return [line["mesure"] for line in journal(world) if line["genre"] == "answer"]


def verdicts(world: World) -> dict[str, str]:
    document = world.hygie("audit", "--sans-question", "--json").document
    return {finding["mesure"]: finding["verdict"] for finding in document["constats"]}


def choice(question: str, word: str) -> str:
    """Return the number in front of a choice."""
    return question[: question.index(f". {word}")].rpartition(" ")[2]


def bare(question: str) -> str:
    """Return the question of a measure without its rank nor its answers."""
    return question.rpartition(" · p pour")[0].partition(" sur ")[2].partition(" · ")[2][:60]


def about_cards(keyboard: Keyboard) -> str:
    """Skip to the measure on cards; return its question."""
    while NO_CARD not in (question := keyboard.seen[-1]):
        assert keyboard.answer(i_do_not_know(question)), "cards were not asked about"
    return question


def test_the_first_result_comes_before_the_fourth_question_and_soon(world: World) -> None:
    keyboard = begun(world)
    elapsed = keyboard.elapsed
    assert [FIRST_RESULT in text for text in keyboard.seen] == [False, False, False, True]
    assert elapsed < SECONDS_TO_FIRST
    keyboard.child.close(force=True)


def test_a_whole_first_run_then_only_what_is_left(world: World) -> None:
    keyboard = begun(world)
    asked = keyboard.seen[:3] + keyboard.finish(i_do_not_know)
    assert keyboard.child.exitstatus == 0
    of_situation = [question for question in asked if not of_a_measure(question)]
    assert 0 < len(of_situation) <= 10
    assert [i for i, question in enumerate(asked) if "Je ne sais pas" not in question] == [0]
    assert "Tout le plan, pas à pas" in keyboard.seen[-1]
    measures = answered(world)
    assert len(measures) == len(set(measures)) == len(asked) - len(of_situation)
    assert world.hygie("plan").out
    again = Keyboard(world)
    first = again.question()
    assert FIRST_RESULT in again.seen[-1]
    assert [
        question for question in (first, *again.finish(lambda _: "1")) if not of_a_measure(question)
    ] == []
    third = Keyboard(world)
    assert third.question() == ""


def test_progress_speaks_french(world: World) -> None:
    keyboard = Keyboard(world, words=("poste", "--fiche-remise"))
    keyboard.child.expect("relevés")
    names = set(re.findall(r"sur [0-9]+ · ([^\r]+?) *\r", keyboard.child.before or ""))
    keyboard.end()
    assert names
    assert [name for name in names if "_" in name or name[:1].islower()] == []


def test_help_says_where_to_look(world: World) -> None:
    keyboard = Keyboard(world)
    first = keyboard.question()
    helped = keyboard.answer("?")
    look = "Votre profession est inscrite sur votre carte"
    assert look not in first
    assert look in helped
    keyboard.child.close(force=True)


def test_what_cannot_be_understood_is_asked_again(world: World) -> None:
    keyboard = Keyboard(world)
    keyboard.question()
    assert "Tapez un chiffre de 1 à 10" in keyboard.answer("99")
    assert "Tapez un chiffre de 1 à 10" in keyboard.answer("")
    assert "Comment exercez-vous" in keyboard.answer("infirm")
    keyboard.child.close(force=True)


def test_back_then_stop_then_the_same_place(world: World) -> None:
    keyboard = Keyboard(world)
    keyboard.question()
    assert "Comment exercez-vous" in keyboard.answer(NURSE)
    assert "Quelle est votre profession" in keyboard.answer("p")
    assert "Comment exercez-vous" in keyboard.answer("1")
    assert keyboard.answer("q") == ""
    keyboard.child.close()
    assert keyboard.child.exitstatus == 0
    assert "« hygie audit » reprendra où vous en êtes" in keyboard.seen[-1]
    again = Keyboard(world)
    assert "Comment exercez-vous" in again.question()
    assert "Quelle est votre profession" not in " ".join(again.seen)
    again.answer("q")
    document = world.hygie("audit", "--sans-question", "--json").document
    assert document["situation"]["profession"] == "medecin"


def test_control_c_keeps_what_was_answered(world: World) -> None:
    keyboard = at_the_measures(world)
    assert of_a_measure(keyboard.answer("1"))
    keyboard.child.sendintr()
    assert keyboard.end() == 130
    assert "Rien n'est perdu" in keyboard.seen[-1]
    assert len(answered(world)) == 1
    again = Keyboard(world)
    resumed = again.question()
    assert of_a_measure(resumed)
    again.child.close(force=True)


def test_control_c_while_the_workstation_is_read(world: World) -> None:
    keyboard = Keyboard(world, words=("poste", "--fiche-remise"))
    keyboard.child.expect("Lecture de ce poste")
    keyboard.child.sendintr()
    assert keyboard.end() == 130


def test_not_concerned_asks_why_and_keeps_no_secret(world: World) -> None:
    keyboard = at_the_measures(world)
    question = about_cards(keyboard)
    why = keyboard.answer(choice(question, NO_CARD))
    assert "Pourquoi cette mesure ne vous concerne-t-elle pas ?" in why
    with_a_code = "le code de la porte est 4812"
    assert "Hygie ne garde jamais de code" in keyboard.answer(with_a_code)
    assert "au moins" in keyboard.answer("")
    assert NO_CARD in keyboard.answer("p")
    keyboard.answer(choice(question, NO_CARD))
    keyboard.answer("Je ne suis pas dans ce cas.")
    keyboard.answer("q")
    assert "sans_objet" in verdicts(world).values()
    stored = b"".join(path.read_bytes() for path in world.data.rglob("*"))
    assert b"Je ne suis pas dans ce cas." in stored
    assert b"code de la porte" not in stored


def test_an_answer_corrected_at_once_is_the_one_that_counts(world: World) -> None:
    keyboard = at_the_measures(world)
    first = keyboard.seen[-1]
    keyboard.answer(choice(first, "Non"))
    assert bare(first) in keyboard.answer("p")
    keyboard.answer("1")
    keyboard.answer("q")
    measure, twice = answered(world)
    assert measure == twice
    assert verdicts(world)[measure] != "a_traiter"


def test_everything_may_be_asked_again_and_stopping_then_loses_nothing(world: World) -> None:
    keyboard = at_the_measures(world)
    asked = [keyboard.seen[-1], keyboard.answer("1"), keyboard.answer("1")]
    keyboard.answer("q")
    before = world.hygie("audit", "--sans-question", "--json").document
    again = Keyboard(world, words=("audit", "--tout-redemander"))
    assert "Quelle est votre profession" in again.question()
    again.answer("q")
    after = world.hygie("audit", "--sans-question", "--json").document
    assert after["situation"] == before["situation"]
    whole = Keyboard(world, words=("audit", "--tout-redemander"))
    whole.question()
    repeated = " ".join(whole.finish(i_do_not_know))
    for question in asked:
        assert bare(question) in repeated


def test_a_hidden_keyboard_stops_calmly(world: World) -> None:
    keyboard = Keyboard(world)
    keyboard.question()
    keyboard.child.sendeof()
    assert keyboard.end() == 0
    assert "« hygie audit » reprendra où vous en êtes" in keyboard.seen[-1]


@pytest.mark.parametrize("refused", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_for_who_does_not_want_it(world: World, refused: dict[str, str]) -> None:
    world.extra = refused
    keyboard = Keyboard(world, words=("demo",))
    keyboard.child.expect("hygie audit")
    assert "\x1b" not in (keyboard.child.before or "")
    assert keyboard.end() == 0


def test_colour_in_a_terminal(world: World) -> None:
    keyboard = Keyboard(world, words=("demo",))
    keyboard.child.expect("hygie audit")
    assert "\x1b[" in (keyboard.child.before or "")
    assert keyboard.end() == 0


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_an_old_terminal(world: World, encoding: str) -> None:
    world.extra = {"LC_ALL": "C", "PYTHONIOENCODING": encoding}
    keyboard = Keyboard(world, encoding=encoding)
    keyboard.child.expect("Quelle est votre profession")
    keyboard.child.kill(signal.SIGINT)
    keyboard.child.expect("Rien n'est perdu")
    keyboard.child.wait()
    assert os.waitstatus_to_exitcode(keyboard.child.status or 0) == 130
