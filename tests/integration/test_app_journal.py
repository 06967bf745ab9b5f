"""The journal in the app, when somebody changed the records behind its back."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from support.app import Visitor, running
from support.practices import with_a_past

BROKEN = "Le journal n’est plus intact à partir du n° 5."


def tampered(home: Path, statement: str) -> None:
    """Change a record as somebody with the file and a tool would."""
    with_a_past(home)
    with closing(sqlite3.connect(home / "registre.sqlite")) as database, database:
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute(statement)


def seen(visitor: Visitor, page: str) -> str:
    answer = visitor.go(page)
    assert answer.status == 200, answer.said
    return answer.said


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 5",
        "UPDATE entries SET detail = '{}' WHERE seq = 5",
        "DELETE FROM entries WHERE seq = 5",
    ],
)
def test_a_broken_link_is_shown_where_it_breaks(tmp_path: Path, statement: str) -> None:
    home = tmp_path / "hygie"
    tampered(home, statement)
    with running(home) as app:
        visitor = app.first_visitor()
        checked = seen(visitor, "/journal?verifier=oui")
        assert BROKEN in checked
        assert "Verrouiller l'ordinateur" in checked or "réponse" in checked
        assert "Sauver dans un fichier" in seen(visitor, "/reglages/donnees")


def test_the_journal_opens_although_a_line_cannot_be_read(tmp_path: Path) -> None:
    home = tmp_path / "hygie"
    tampered(home, "UPDATE entries SET kind = 'autre' WHERE seq = 5")
    with running(home) as app:
        assert BROKEN in seen(app.first_visitor(), "/journal")
