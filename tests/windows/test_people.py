"""The people of a practice in their encrypted file, with the libraries made for Windows."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hygie.core.errors import MisusedError
from hygie.practice import people
from hygie.practice.people import Role
from support import orm
from support.records import Tokens

pytestmark = pytest.mark.needs("windows")

NOW = datetime(2026, 11, 22, 19, 41, tzinfo=UTC)
CODE = "tulipe-rabot"


def test_people_are_declared_and_open_with_their_code(tmp_path: Path) -> None:
    tokens = Tokens()
    file = tmp_path / "cabinet.chiffre"
    with orm.database(orm.sqlcipher(tmp_path)):
        owner = people.declare(
            "Alix Moreau", Role.TITULAIRE, code=CODE, now=NOW, chance=lambda _: tokens()
        )
        with pytest.raises(MisusedError, match="n'est pas le bon"):
            people.open_with_code(owner.id, "autre-code-7", now=NOW)
        assert people.open_with_code(str(owner.id), CODE, now=NOW).name == "Alix Moreau"
    assert [one.name for one in tmp_path.iterdir()] == [file.name]
    content = file.read_bytes()
    assert not content.startswith(b"SQLite format 3\0")
    assert b"Moreau" not in content


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    with orm.database(orm.sqlcipher(tmp_path)):
        assert people.active() == ()
    with (
        orm.database(orm.sqlcipher(tmp_path, key=bytes(32)), tables=False),
        pytest.raises(MisusedError, match="ne s'ouvre pas"),
    ):
        people.active()
