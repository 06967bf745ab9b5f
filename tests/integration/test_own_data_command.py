"""«hygie mes-donnees»: each act as it is typed, with somebody in front of the screen or not."""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from hygie.cli.main import main
from hygie.core.errors import MisusedError
from hygie.practice.own_data_arguments import add_own_data_arguments
from hygie.practice.own_files import (
    APPLICATION_LOCK,
    FORMER,
    may_be_restored,
    own_things,
    strangers,
)
from hygie.practice.run_own_data import Doors, run_own_data
from hygie.practice.vault_codes import read_recovery
from hygie.terminal.arguments import FrenchParser
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from support.console import FakeTerminal, a_console, said, shown
from support.own_data import CODE, STRANGER, WORD, OwnData, a_full_folder, a_plain_folder
from support.signatures import a_pdf


class Typist:
    """Types at the keyboard what it reads on the screen, the last signs of a code included."""

    def __init__(self, own: OwnData, *lines: str, secret: str | None = None) -> None:
        self.doors: Doors = own.doors(lambda _: secret)
        self.console: Console = a_console(
            stdin=FakeTerminal("".join(f"{line}\n" for line in lines)),
            stderr=FakeTerminal(),
            environment={"HYGIE_HOME": str(own.folder), "NO_COLOR": "1"},
        )

    def type(self, *words: str) -> str:
        assert run_own_data(parsed(*words), self.console, self.doors) is ExitCode.DONE
        return flat(shown(self.console))


def parsed(*words: str) -> Namespace:
    parser = FrenchParser(prog="hygie mes-donnees")
    add_own_data_arguments(parser)
    return parser.parse_args(words)


def flat(text: str) -> str:
    return " ".join(text.split())


def in_batch(own: OwnData, *words: str) -> Any:
    console = a_console(environment={"HYGIE_HOME": str(own.folder)})
    assert run_own_data(parsed(*words, "--json"), console, own.doors()) is ExitCode.DONE
    return json.loads(shown(console))


@pytest.fixture
def code_file(tmp_path: Path) -> str:
    path = tmp_path / "code.txt"
    path.write_text(f"{CODE}\n", "utf-8")
    return str(path)


def test_what_there_is_is_told(tmp_path: Path) -> None:
    own = a_full_folder(tmp_path / "donnees")
    text = Typist(own).type()
    assert "les preuves : 2 fichiers" in text
    assert "les personnes du cabinet : " in text
    assert "hygie mes-donnees sauver FICHIER" in text
    document = in_batch(own)
    assert document["acte"] == "inventaire"
    assert {"quoi", "fichiers", "octets"} == set(document["contenu"][0])


def test_a_new_folder_has_nothing_and_stays_so(tmp_path: Path) -> None:
    own = OwnData(tmp_path / "donnees")
    assert "n'a encore rien enregistré" in Typist(own).type()
    assert "rien à effacer" in Typist(own).type("effacer")
    for words in (("sauver", str(tmp_path / "s")), ("exporter", str(tmp_path / "e"))):
        with pytest.raises(MisusedError, match="n'a encore rien enregistré"):
            Typist(own).type(*words)
    assert list(tmp_path.iterdir()) == []


def test_saved_then_put_back_at_the_keyboard(tmp_path: Path) -> None:
    own = a_full_folder(tmp_path / "donnees")
    target = tmp_path / "s"
    # The code is the first chance asked for: another folder made alike tells it beforehand.
    code = read_ahead(tmp_path / "double")
    typist = Typist(own, "ZZZZ", code[-4:].lower())
    text = typist.type("sauver", str(target))
    assert code in said(typist.console)
    assert "Relisez votre papier." in said(typist.console)
    assert "relu en entier" in text
    assert code not in shown(typist.console)
    again = Typist(own, "2", secret=code)
    text = again.type("restaurer", str(target))
    assert "sont en place" in text
    assert "trousseau de cette session les ouvre" in text
    assert FORMER in text
    assert own.records.verify().count == 5


def read_ahead(folder: Path) -> str:
    typist = Typist(a_full_folder(folder), "ZZZZ")
    with pytest.raises(MisusedError, match="n'a pas été noté"):
        typist.type("sauver", str(folder.with_name("jamais")))
    assert not folder.with_name("jamais").exists()
    words = said(typist.console).split()
    return next(word for word in words if read_recovery(word))


def test_saved_put_back_exported_and_erased_in_batch(tmp_path: Path, code_file: str) -> None:
    own = a_full_folder(tmp_path / "donnees")
    source = str(tmp_path / "s")
    document = in_batch(own, "sauver", source, "--code", code_file)
    assert (document["acte"], document["chemin"]) == ("sauver", source)
    assert document["fichiers"] == 7
    document = in_batch(own, "restaurer", source, "--code", code_file, "--oui")
    assert (document["ouverture"], document["intact"]) == ("trousseau", True)
    document = in_batch(own, "exporter", str(tmp_path / "e"))
    assert (document["enregistrements"], document["fichiers"], document["abimes"]) == (5, 2, 0)
    document = in_batch(own, "effacer", "--oui", "--vraiment")
    assert document["trousseau_vide"] is True
    assert [path.name for path in own.folder.iterdir()] == [STRANGER]


def test_an_export_says_that_it_is_in_clear(tmp_path: Path) -> None:
    own = a_full_folder(tmp_path / "donnees")
    text = Typist(own).type("exporter", str(tmp_path / "e"))
    assert "n'est pas chiffré" in text
    assert WORD in (tmp_path / "e" / "personnes.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("sauver", "s"), "personne n'est là pour le noter"),
        (("effacer",), "se confirme deux fois"),
        (("effacer", "--oui"), "se confirme deux fois"),
        (("effacer", "--vraiment"), "se confirme deux fois"),
    ],
)
def test_with_nobody_there_nothing_is_guessed(
    tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    own = a_plain_folder(tmp_path / "donnees")
    words = tuple(str(tmp_path / word) if word == "s" else word for word in words)
    with pytest.raises(MisusedError, match=told):
        in_batch(own, *words)
    assert own.records.verify().count == 5


def test_data_is_never_replaced_without_a_yes(tmp_path: Path, code_file: str) -> None:
    own = a_plain_folder(tmp_path / "donnees")
    source = str(tmp_path / "s")
    in_batch(own, "sauver", source, "--code", code_file)
    with pytest.raises(MisusedError, match="Des données sont déjà"):
        in_batch(own, "restaurer", source, "--code", code_file)
    for answer in ("1", "q", ""):
        with pytest.raises(MisusedError, match="Rien n'a été fait"):
            Typist(own, answer).type("restaurer", source, "--code", code_file)
    with pytest.raises(MisusedError, match="Il faut le code"):
        in_batch(own, "restaurer", source, "--oui")
    assert not (own.folder / FORMER).exists()


def test_erasing_is_asked_twice(tmp_path: Path) -> None:
    own = a_full_folder(tmp_path / "donnees")
    for lines in (("1",), ("2", "non"), ("2", "effacer"), ("2",)):
        typist = Typist(own, *lines)
        with pytest.raises(MisusedError, match="Rien n'a été fait"):
            typist.type("effacer")
        assert "les preuves : 2 fichiers" in flat(said(typist.console))
        assert own.records.verify().count == 5
    text = Typist(own, "2", "EFFACER").type("effacer")
    assert "Tout est effacé de ce poste" in text
    assert "La clé de ce poste est effacée aussi" in text
    assert "1 autre fichier du dossier" in text
    assert not own.keyring.kept


def test_the_open_app_is_closed_first(tmp_path: Path, code_file: str) -> None:
    own = a_plain_folder(tmp_path / "donnees")
    source = str(tmp_path / "s")
    in_batch(own, "sauver", source, "--code", code_file)
    with FileLock(own.folder / APPLICATION_LOCK):
        for words in (
            ("effacer", "--oui", "--vraiment"),
            ("restaurer", source, "--code", code_file, "--oui"),
        ):
            with pytest.raises(MisusedError, match="ouvert dans votre navigateur"):
                in_batch(own, *words)
    assert own.records.verify().count == 5


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "vide"),
        (b"\n\n", "vide"),
        (b"\xff\xfe\x00", "vide"),
        (b"x" * 5000, "vide"),
        (b"court", "trop court"),
        (b"12345678", "que des chiffres"),
        (b"motdepasse", "premiers que l'on essaierait"),
    ],
)
def test_a_code_that_will_not_do_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    own = a_plain_folder(tmp_path / "donnees")
    (tmp_path / "code").write_bytes(content)
    with pytest.raises(MisusedError, match=told):
        in_batch(own, "sauver", str(tmp_path / "s"), "--code", str(tmp_path / "code"))
    assert not (tmp_path / "s").exists()


def test_all_that_the_commands_leave_is_known_as_hygies(tmp_path: Path) -> None:
    """What is not in the table of own files would be neither saved nor erased."""
    environment = {
        "HYGIE_HOME": str(tmp_path / "donnees"),
        "HOME": str(tmp_path),
        "PATH": "/usr/bin",
    }
    phrase = tmp_path / "phrase"
    phrase.write_text(CODE, "utf-8")
    (tmp_path / "petit.pdf").write_bytes(a_pdf())
    made = ("--oui", "--nom", "Cabinet", "--phrase", str(phrase), "--sortie", str(tmp_path / "p"))
    for words in (
        ("audit", "--sans-question"),
        ("demo",),
        ("poste", "--fiche-remise", "--sortie", str(tmp_path / "poste.json")),
        ("dossier", "signer", str(tmp_path / "petit.pdf"), *made),
        ("poste", "regler", "verrouillage", "--simulation"),
        ("mes-donnees", "sauver", str(tmp_path / "s"), "--code", str(phrase)),
        ("mes-donnees", "restaurer", str(tmp_path / "s"), "--code", str(phrase), "--oui"),
    ):
        console = a_console(environment=environment)
        assert main(words, console) is ExitCode.DONE, said(console)
    folder = tmp_path / "donnees"
    found = {one.path.name for one in own_things(folder)}
    assert {"registre.sqlite", "demonstration", "cle-signature.p12"} <= found
    assert strangers(folder) == 0


def test_only_names_hygie_writes_are_put_back() -> None:
    for name in ("registre.sqlite", "cle-poste-0123abcd", "preuves/0a1b", "documents/x.y"):
        assert may_be_restored(name)
    for name in (
        *("", ".", "..", "/etc/passwd", "C:\\x", "registre.sqlite-wal", "registre.sqlite/x"),
        *("preuves", "preuves/", "preuves/..", "preuves/../x", "preuves/a/b", "preuves/.part"),
        *("preuves/a\\b", "preuves/a:b", "preuves/a\0", "preuves/a.", "preuves\\a", "preuves/é"),
        *("preuves/con", "preuves/NUL.txt", "preuves/com1"),
        *("restauration.json", "avant-restauration/x", "lettre.txt", "application.json"),
    ):
        assert not may_be_restored(name)
