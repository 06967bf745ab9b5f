from datetime import timedelta

import pytest

from hygie.audit.words import say_reading, say_situation, say_value
from hygie.core.readings import Fact, FactType, Value
from hygie.core.situation import Exercise, Situation
from hygie.terminal.typography import NARROW, NO_BREAK
from support.builders import NOW, no_object, seen, unseen


def a_fact(type_: FactType = FactType.INTEGER, unit: str = "") -> Fact:
    return Fact(id="x", probe="x", type=type_, label="Essai", unit=unit)


def plain(text: str) -> str:
    return text.replace(NO_BREAK, " ").replace(NARROW, " ")


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (True, "", "oui"),
        (False, "", "non"),
        (0, "mots de passe", "0 mot de passe"),
        (1, "mises à jour", "1 mise à jour"),
        (41, "mots de passe", "41 mots de passe"),
        (1234, "volumes", "1 234 volumes"),
        (600, "secondes", "10 min"),
        ((), "", "aucun"),
        (("dropbox", "mega", "inconnu"), "", "Dropbox, MEGA, inconnu"),
        ("wpa2", "", "WPA2"),
    ],
)
def test_values_are_said_with_their_unit(value: Value, unit: str, words: str) -> None:
    assert plain(say_value(a_fact(unit=unit), value)) == words


def test_a_day_is_said_as_a_day() -> None:
    assert plain(say_value(a_fact(FactType.DATE), "2028-06-30")) == "30 juin 2028"


def test_a_fact_that_left_the_vocabulary_is_still_said() -> None:
    assert say_value(None, 3) == "3"
    assert say_value(None, "2028-06-30") == "2028-06-30"


def test_the_three_states_are_told_apart() -> None:
    assert say_reading(None, seen("x", True)) == "oui"
    assert say_reading(None, unseen("x")).startswith("illisible")
    assert say_reading(None, no_object("x", at=NOW - timedelta(days=1))).startswith("sans objet")


@pytest.mark.parametrize("exercise", [None, *Exercise])
@pytest.mark.parametrize(("local", "cloud"), [(True, True), (True, False), (False, True)])
def test_every_situation_can_be_said(exercise: Exercise | None, local: bool, cloud: bool) -> None:
    situation = Situation(exercise=exercise, local=local, cloud=cloud, users=1, computers=2)
    assert "un seul utilisateur, 2 ordinateurs" in plain(say_situation(situation))
