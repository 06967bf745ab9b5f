import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.terminal.console import Console
from hygie.terminal.prompts import (
    Again,
    Choice,
    Question,
    Way,
    ask_number,
    ask_one,
    ask_several,
    ask_text,
    find_choice,
)
from support.console import ControlC, a_console, said, shown

QUESTION = Question(
    text="Votre poste se verrouille-t-il seul ?",
    help="Regardez ce qu'il fait après dix minutes.",
    more=("Sous Windows : Paramètres, puis Comptes.",),
)
CHOICES = (
    Choice(value="oui", label="Oui, partout"),
    Choice(value="en_partie", label="En partie"),
    Choice(value="non", label="Non"),
    Choice(value="ne_sait_pas", label="Je ne sais pas"),
)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1", "oui"),
        (" 3 ", "non"),
        ("OUI", "oui"),
        ("je", "ne_sait_pas"),
        ("sais", "ne_sait_pas"),
        ("non", "non"),
        ("En Partie", "en_partie"),
        ("pa\nEn", "en_partie"),
    ],
)
def test_a_choice_by_number_or_by_word(typed: str, value: str) -> None:
    assert ask_one(a_console(typed=f"{typed}\n"), QUESTION, CHOICES) == value


@pytest.mark.parametrize("typed", ["", "9", "0", "-1", "zut", "²", "1.", "\x1b[A"])
def test_what_is_not_understood_is_asked_again(typed: str) -> None:
    console = a_console(typed=f"{typed}\n2\n")
    assert ask_one(console, QUESTION, CHOICES) == "en_partie"
    assert "Tapez un chiffre de 1 à 4" in said(console)


def test_a_doubt_names_the_candidates() -> None:
    console = a_console(typed="pa\n1\n")
    assert ask_one(console, QUESTION, CHOICES) == "oui"
    assert "«\u00a0Oui, partout\u00a0» ou «\u00a0En partie\u00a0»" in said(console)


@pytest.mark.parametrize(
    ("typed", "way"),
    [("p\n", Way.PREVIOUS), ("Q\n", Way.STOP), ("", Way.STOP), ("zut\n", Way.STOP)],
)
def test_ways_out(typed: str, way: Way) -> None:
    assert ask_one(a_console(typed=typed), QUESTION, CHOICES) is way
    assert ask_several(a_console(typed=typed), QUESTION, CHOICES) is way
    assert ask_number(a_console(typed=typed), QUESTION, largest=9) is way


@pytest.mark.parametrize(("typed", "way"), [("p\n", Way.PREVIOUS), ("q\n", Way.STOP)])
def test_ways_out_of_a_text(typed: str, way: Way) -> None:
    assert ask_text(a_console(typed=typed), QUESTION) is way


def test_everything_is_spoken_in_order_and_nothing_is_a_result() -> None:
    console = a_console(typed="1\n")
    ask_one(console, QUESTION, CHOICES)
    spoken = said(console)
    places = [
        spoken.index(part)
        for part in ("se verrouille", "Regardez", "1. Oui", "4. Je", "pour l'aide", "Votre réponse")
    ]
    assert places == sorted(places)
    assert shown(console) == ""


def test_more_help_is_given_when_asked() -> None:
    console = a_console(typed="1\n")
    ask_one(console, QUESTION, CHOICES)
    assert "Windows" not in said(console)
    console = a_console(typed="?\n1\n")
    assert ask_one(console, QUESTION, CHOICES) == "oui"
    assert "Windows" in said(console)


def test_help_is_answered_even_when_there_is_none() -> None:
    console = a_console(typed="?\n1\n")
    ask_one(console, Question(text="Quoi ?"), CHOICES)
    assert "pas d'autre explication" in said(console)


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("3 1", ("oui", "non")),
        ("1,1;4", ("oui", "ne_sait_pas")),
        ("0", ()),
        ("je non", ("non", "ne_sait_pas")),
        ("\n1 9\n0 1\n2", ("en_partie",)),
    ],
)
def test_several_choices(typed: str, values: tuple[str, ...]) -> None:
    assert ask_several(a_console(typed=f"{typed}\n"), QUESTION, CHOICES) == values


@pytest.mark.parametrize("typed", ["-1", "101", "un", "", "1,5", "9" * 30, "1_0"])
def test_a_number_within_bounds(typed: str) -> None:
    console = a_console(typed=f"{typed}\n 1 00 \n")
    assert ask_number(console, QUESTION, largest=100) == 100
    assert "de 0 à 100" in said(console)


def test_a_text_within_bounds() -> None:
    console = a_console(typed=f"\n{'x' * 201}\n  chez la gardienne \n")
    assert ask_text(console, QUESTION) == "chez la gardienne"
    assert "au moins 1\u00a0caractère." in said(console)
    assert "200\u00a0caractères au plus" in said(console)


def test_an_optional_text_may_be_empty() -> None:
    assert ask_text(a_console(typed="\n"), QUESTION, shortest=0) == ""


def test_a_code_is_refused_and_not_repeated() -> None:
    console = a_console(typed="code : 4937\nla secrétaire\n")
    assert ask_text(console, QUESTION) == "la secrétaire"
    assert "Hygie ne garde jamais" in said(console)
    assert "4937" not in said(console)


def test_control_c_goes_through() -> None:
    with pytest.raises(KeyboardInterrupt):
        ask_one(a_console(stdin=ControlC()), QUESTION, CHOICES)


def test_lines_fit_the_screen() -> None:
    console: Console = a_console(typed="1\n", width=40)
    ask_one(console, Question(text="mot " * 40, help="mot " * 40), CHOICES)
    spoken = said(console).split("\n")
    assert max(len(line) for line in spoken if "pour l'aide" not in line) <= 40


@given(st.text())
def test_whatever_is_typed_is_a_choice_or_asked_again(typed: str) -> None:
    found = find_choice(typed.strip(), CHOICES)
    assert found in CHOICES or (isinstance(found, Again) and found.reason)
