from argparse import ArgumentParser, Namespace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.errors import MisusedError
from hygie.terminal.arguments import FrenchParser, HelpAsked
from hygie.terminal.nearest import nearest
from hygie.terminal.refusals import UNKNOWN_REFUSAL, in_french
from support.english import english_words
from support.toys.greeting.commands import add_actions, add_greeting

GREETING_REFUSALS = [
    ([], "Il manque : nom."),
    (["a", "--foix", "2"], "ne connaît pas l'option --foix. Vouliez-vous dire --fois ?"),
    (["a", "--help"], "ne connaît pas l'option --help. Vouliez-vous dire --aide ?"),
    (["a", "--zzzz=1"], "ne connaît pas l'option --zzzz."),
    (["a", "b", "c"], "En trop : b c."),
    (["a", "--age", "vieux"], "--age attend un nombre entier, et non « vieux »."),
    (["a", "--age"], "--age attend une valeur."),
    (["a", "--poids", "lourd"], "--poids attend un nombre, et non « lourd »."),
    (["a", "--fois", "zéro"], "« zéro » n'est pas un nombre entier positif."),
    (["a", "--ton", "calm"], "--ton : « calm » n'est pas possible. Vouliez-vous dire calme ?"),
    (["a", "--ton", "x"], "n'est pas possible. Choix : calme, joyeux."),
    (["a", "--deux", "1"], "--deux attend 2 valeurs."),
    (["a", "--plusieurs"], "--plusieurs attend au moins une valeur."),
    (["a", "--json=oui"], "--json n'attend pas de valeur."),
    (["a", "--fort", "--bas"], "--bas et --fort ne vont pas ensemble."),
    (["a", "--au", "demain"], "La date « demain » n'est pas lisible."),
    (["a", "--depuis", "/nulle/part"], "Le fichier « /nulle/part » n'existe pas."),
    (["a", "--fo"], "ne connaît pas l'option --fo."),
    (["--", "--json", "b"], "En trop : b."),
    (["a", "--ton", "l'été"], "« l'été » n'est pas possible."),
]

ACTION_REFUSALS = [
    ([], "Il manque : ACTION."),
    (["commencr"], "ACTION : « commencr » n'est pas possible. Vouliez-vous dire commencer ?"),
    (["commencer", "--vit"], "ne connaît pas l'option --vit. Vouliez-vous dire --vite ?"),
    (["finir", "--bien", "--vite"], "L'option --vite ne va pas avec cette commande."),
    (["finir"], "Il manque l'une de ces options : --bien --mal."),
]


def a_parser(add_arguments: object = add_greeting) -> FrenchParser:
    parser = FrenchParser(prog="hygie essai", description="Essaie : vraiment ?")
    assert callable(add_arguments)
    add_arguments(parser)
    return parser


@pytest.mark.parametrize(("words", "expected"), GREETING_REFUSALS)
def test_each_refusal_is_in_french(words: list[str], expected: str) -> None:
    refusal = refused(a_parser(), words)
    assert expected in refusal.message
    assert english_words(f"{refusal.message} {refusal.hint}") == []


@pytest.mark.parametrize(("words", "expected"), ACTION_REFUSALS)
def test_sub_commands_refuse_in_french_too(words: list[str], expected: str) -> None:
    refusal = refused(a_parser(add_actions), words)
    assert expected in refusal.message
    assert english_words(f"{refusal.message} {refusal.hint}") == []


def test_a_refusal_says_where_the_help_is() -> None:
    assert refused(a_parser(), []).hint.endswith("hygie essai --aide")
    assert refused(a_parser(add_actions), ["finir"]).hint.endswith("hygie essai finir --aide")


@pytest.mark.parametrize("option", ["--aide", "-h"])
def test_help_is_french_to_the_last_word(option: str) -> None:
    text = help_of(a_parser(), [option])
    assert text.startswith("usage\u00a0: hygie essai [--aide]")
    assert "\narguments\u00a0:\n" in text
    assert "\noptions\u00a0:\n" in text
    assert "Essaie\u00a0: vraiment\u202f?" in text
    assert english_words(text) == []
    assert max(len(line) for line in text.split("\n")) <= 80


@pytest.mark.parametrize("words", [["--aide"], ["commencer", "--aide"], ["finir", "-h"]])
def test_help_of_sub_commands_is_french(words: list[str]) -> None:
    text = help_of(a_parser(add_actions), words)
    assert "usage\u00a0: hygie essai" in text
    assert english_words(text) == []


def test_help_comes_before_any_refusal() -> None:
    assert "usage" in help_of(a_parser(), ["--aide", "--zzzz"])


def test_what_is_right_is_read() -> None:
    read = a_parser().parse_args(["Alix", "--json", "--fois", "3", "--ton", "calme"])
    assert (read.nom, read.json, read.fois, read.ton, read.as_of) == (
        "Alix",
        True,
        3,
        "calme",
        None,
    )
    assert isinstance(read, Namespace)


def test_an_input_file_is_found(tmp_path: Path) -> None:
    file = tmp_path / "situation.json"
    file.write_text("{}")
    assert a_parser().parse_args(["a", "--depuis", str(file)]).depuis == file
    assert "est un dossier" in refused(a_parser(), ["a", "--depuis", str(tmp_path)]).message


@given(st.lists(st.text(max_size=12), max_size=5))
def test_whatever_is_typed_nothing_ends_the_process(words: list[str]) -> None:
    try:
        read = a_parser().parse_args(words)
    except (MisusedError, HelpAsked) as stopped:
        said = stopped.text if isinstance(stopped, HelpAsked) else stopped.message
    else:
        said = read.nom
    assert isinstance(said, str)


def test_the_nearest_word_is_never_the_word_itself() -> None:
    assert nearest("--au", ["--au", "--audit"]) != "--au"
    assert nearest("oui", ["oui"]) is None
    assert nearest("OUI", ["oui"]) == "oui"


def test_a_sentence_of_argparse_we_do_not_know_never_goes_through() -> None:
    assert in_french("argument --x: something new in Python 4") == UNKNOWN_REFUSAL


@pytest.mark.parametrize(
    "newer",
    [
        "argument --ton: invalid choice: 'calm' (choose from calme, joyeux)",
        "argument --ton: invalid choice: 'calm', maybe you meant 'calme'? (choose from calme)",
    ],
)
def test_newer_pythons_say_it_otherwise(newer: str) -> None:
    assert "Vouliez-vous dire calme ? Choix : calme" in in_french(newer)


def test_the_sentences_translated_are_those_of_this_python() -> None:
    known = {
        "the following arguments are required: %s": "the following arguments are required: a",
        "one of the arguments %s is required": "one of the arguments --a --b is required",
        "not allowed with argument %s": "argument a: not allowed with argument b",
        "ignored explicit argument %r": "argument a: ignored explicit argument 'b'",
        "expected one argument": "argument a: expected one argument",
        "expected at most one argument": "argument a: expected at most one argument",
        "expected at least one argument": "argument a: expected at least one argument",
        "invalid %(type)s value: %(value)r": "argument a: invalid int value: 'b'",
    }
    source = Path(str(ArgumentParser.__init__.__code__.co_filename)).read_text(encoding="utf-8")
    for sentence, example in known.items():
        assert f"'{sentence}'" in source
        assert in_french(example) != UNKNOWN_REFUSAL


def refused(parser: FrenchParser, words: list[str]) -> MisusedError:
    with pytest.raises(MisusedError) as refusal:
        parser.parse_args(words)
    return refusal.value


def help_of(parser: FrenchParser, words: list[str]) -> str:
    with pytest.raises(HelpAsked) as asked:
        parser.parse_args(words)
    return asked.value.text
