import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.cli.main import main
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.version import VERSION
from support.console import FullDisk, GoneReader, a_console, said, shown
from support.english import english_words

TOYS = "support.toys"


def ask(*words: str, console: Console | None = None) -> tuple[ExitCode, str, str]:
    used = console or a_console()
    code = main(words, used, package=TOYS)
    return code, shown(used), said(used)


def test_a_command_is_found_and_run() -> None:
    code, result, talk = ask("saluer", "Alix")
    assert (code, result) == (ExitCode.DONE, "Bonjour Alix\u202f!\n")
    assert "arrive" in talk


def test_a_command_gives_its_own_code() -> None:
    assert ask("jouer", "commencer")[0] is ExitCode.TO_DO


@pytest.mark.parametrize("words", [(), ("--aide",), ("-h",)])
def test_the_general_help_lists_the_commands(words: tuple[str, ...]) -> None:
    code, page, _ = ask(*words)
    assert code is ExitCode.DONE
    assert "  saluer       Salue une personne.\n" in page
    assert page.index("arreter") < page.index("saluer")
    assert english_words(page) == []


def test_the_help_of_a_command_is_a_result() -> None:
    code, page, _ = ask("saluer", "--aide")
    assert code is ExitCode.DONE
    assert page.startswith("usage\u00a0: hygie saluer")


def test_no_room_no_command() -> None:
    console = a_console()
    assert main((), console, package="support.no_toys") is ExitCode.DONE
    assert "commandes" not in shown(console)


def test_the_version() -> None:
    assert ask("--version")[:2] == (ExitCode.DONE, f"Hygie {VERSION}\n")
    assert json.loads(ask("--version", "--json")[1]) == {"format": 1, "version": VERSION}
    assert ask("--version", "x")[0] is ExitCode.MISUSED


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("salué", "Alix"), "la commande salué. Vouliez-vous dire : hygie saluer ?"),
        (("zzzz",), "Hygie ne connaît pas la commande zzzz.\n"),
        (("",), "Hygie ne connaît pas la commande ."),
        (("--help",), "l'option --help. Vouliez-vous dire --aide ?"),
        (("--versoin",), "Vouliez-vous dire --version ?"),
        (
            ("--json", "saluer"),
            "L'option --json se place après la commande.\nÉcrivez : hygie saluer",
        ),
        (("saluer",), "Il manque : nom."),
        (("meconnaitre",), "Ce fichier n'est pas lisible.\nChoisissez-en un autre."),
    ],
)
def test_a_misuse_is_explained(words: tuple[str, ...], expected: str) -> None:
    code, result, talk = ask(*words)
    assert code is ExitCode.MISUSED
    assert expected in with_plain_spaces(talk)
    assert (result != "") == ("--json" in words)
    assert english_words(talk) == []


def test_a_refusal_of_the_disk_is_a_failure() -> None:
    code, result, talk = ask("refuser")
    assert (code, result) == (ExitCode.FAILED, "")
    assert talk.endswith("Le disque est plein.\nLibérez de la place.\n")


def test_an_interruption_says_nothing_is_lost() -> None:
    code, _, talk = ask("arreter")
    assert code is ExitCode.INTERRUPTED
    assert "Rien n'est perdu" in talk


def test_the_unforeseen_is_said_without_its_detail() -> None:
    code, result, talk = ask("casser")
    assert (code, result) == (ExitCode.FAILED, "")
    assert "erreur imprévue. Ce qui était enregistré le reste." in talk.replace("\n", " ")
    assert "hygie diagnostic-technique" in talk
    assert "secret detail" not in talk
    assert english_words(talk) == []


def test_the_detail_is_for_who_asks() -> None:
    console = a_console(environment={"HYGIE_TRACE": "1"})
    assert "ZeroDivisionError: secret detail" in ask("casser", console=console)[2].replace(
        "\u00a0", " "
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("refuser", "--json"), ExitCode.FAILED),
        (("casser", "--json"), ExitCode.FAILED),
        (("arreter", "--json"), ExitCode.INTERRUPTED),
        (("meconnaitre", "--json"), ExitCode.MISUSED),
        (("zzzz", "--json"), ExitCode.MISUSED),
        (("--json",), ExitCode.MISUSED),
        (("saluer", "--zzzz", "--json"), ExitCode.MISUSED),
    ],
)
def test_an_error_is_one_document_too(words: tuple[str, ...], code: ExitCode) -> None:
    given_code, result, talk = ask(*words)
    document = json.loads(result)
    assert given_code is code
    assert list(document) == ["format", "erreur"]
    assert list(document["erreur"]) == ["message", "a_faire", "code"]
    assert document["erreur"]["code"] == code
    assert document["erreur"]["message"] in with_plain_spaces(talk).replace("\n", " ")


def test_a_document_already_shown_is_not_followed_by_another() -> None:
    code, result, talk = ask("parler", "--json")
    assert code is ExitCode.FAILED
    assert json.loads(result) == {"format": 1}
    assert "Le disque est plein." in talk


def test_a_broken_room_is_named_and_the_others_work() -> None:
    code, result, talk = ask("saluer", "Alix")
    assert code is ExitCode.DONE
    assert result
    assert "La partie « broken » de Hygie ne s'est pas chargée." in with_plain_spaces(talk)
    assert "ImportError" not in talk


def test_why_a_room_is_broken_is_for_who_asks() -> None:
    console = a_console(environment={"HYGIE_TRACE": "1"})
    assert "a library that is not there" in ask(console=console)[2]


def test_two_rooms_with_one_word_keep_the_first() -> None:
    console = a_console()
    assert main(("rivale",), console, package="support.rival_toys") is ExitCode.DONE
    assert shown(console) == "first\n"
    assert "second" in said(console)


def test_a_reader_who_left_ends_the_work_quietly() -> None:
    console = a_console(stdout=GoneReader())
    assert main(("saluer", "Alix"), console, package="support.toys") is ExitCode.DONE
    assert "erreur" not in said(console)


@pytest.mark.parametrize("words", [("saluer", "Alix"), ("saluer", "Alix", "--json"), ()])
def test_a_result_that_could_not_be_written_is_a_failure(words: tuple[str, ...]) -> None:
    console = a_console(stdout=FullDisk())
    assert main(words, console, package="support.toys") is ExitCode.FAILED
    assert "fermée ou pleine" in said(console)


def test_long_messages_are_wrapped_and_their_lines_kept() -> None:
    talk = ask("zzzz" * 5 + " " + "mot " * 40)[2]
    assert max(len(line) for line in talk.split("\n")) <= 80
    assert talk.endswith("\nLa liste des commandes\u00a0: hygie --aide\n")


@given(st.lists(st.text(max_size=10), max_size=4))
def test_whatever_is_typed_is_answered(words: list[str]) -> None:
    console = a_console()
    code = main(words, console, package=TOYS)
    assert code in (ExitCode.DONE, ExitCode.MISUSED)
    assert "imprévue" not in said(console)


def with_plain_spaces(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")
