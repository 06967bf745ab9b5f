"""«hygie journal verifier»: the state of the chain and nothing else, told by its exit code too."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from hygie.cli.main import main
from hygie.core.records import ANSWER
from hygie.practice.records import Draft
from hygie.practice.sqlite_records import SqliteRecords
from hygie.terminal.commands import ExitCode
from support.console import a_console, shown
from support.machine import NOW
from support.records import Tokens


@pytest.fixture
def home(tmp_path: Path) -> Path:
    records = SqliteRecords(tmp_path, token=Tokens())
    for measure in ("sauvegarde", "verrouillage", "fiche-reflexe"):
        records.append(Draft(at=NOW, kind=ANSWER, by="titulaire", measure=measure))
    return tmp_path


def asked(home: Path, words: Sequence[str] = ("journal", "verifier")) -> tuple[ExitCode, str]:
    console = a_console(environment={"HYGIE_HOME": str(home)})
    return main(words, console), " ".join(shown(console).split())


def change(home: Path) -> None:
    with closing(sqlite3.connect(home / "registre.sqlite")) as database, database:
        database.execute("DROP TRIGGER entries_never_change")
        database.execute("UPDATE entries SET measure = 'alarme' WHERE seq = 2")


def test_a_whole_chain_is_said_without_its_lines(home: Path) -> None:
    code, said = asked(home)
    assert code is ExitCode.DONE
    assert "3 enregistrements, aucun changé depuis son écriture." in said
    assert SqliteRecords(home, token=Tokens()).verify().head in said
    assert "sauvegarde" not in said


def test_a_broken_one_is_shown_where_it_breaks(home: Path) -> None:
    change(home)
    code, said = asked(home)
    assert code is ExitCode.FAILED
    assert "Le journal n'est plus intact à partir du n° 2." in said
    assert "Ce qui précède est sûr." in said


def test_an_empty_one_says_how_to_begin(tmp_path: Path) -> None:
    code, said = asked(tmp_path / "absent")
    assert code is ExitCode.DONE
    assert "rien n'a encore été enregistré" in said
    assert not (tmp_path / "absent").exists()


def test_the_document_is_the_chain_of_the_journal(home: Path) -> None:
    change(home)
    code, said = asked(home, ("journal", "verifier", "--json"))
    assert code is ExitCode.FAILED
    whole = asked(home, ("journal", "--json"))[1]
    assert said.removesuffix(" }") in whole
    assert '"lignes"' not in said
