"""Django's database on a workstation: encrypted on the disk, or not opened at all."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.core import signals
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, NotSupportedError, connection, transaction
from sqlcipher3 import dbapi2 as cipher  # type: ignore[import-untyped]  # it ships no types

from hygie.core.errors import HygieError, LockedError, MisusedError, StorageError
from hygie.practice import people
from hygie.practice.people import Role
from hygie.practice.sqlcipher_backend.base import DatabaseWrapper, unlock
from support import orm
from support.records import Tokens

NOW = datetime(2026, 11, 22, 19, 41, 7, 123456, tzinfo=UTC)
NAME, CODE = "Alix Moreau", "tulipe-rabot"
PLAIN = b"SQLite format 3\0"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Path]:
    """Give a folder with an open database and one person in it."""
    folder = tmp_path / "données de l'essai #1 ?"
    folder.mkdir()
    with orm.database(orm.sqlcipher(folder)):
        people.declare(NAME, Role.TITULAIRE, code=CODE, now=NOW, chance=lambda _: Tokens()())
        yield folder


def asked(question: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def refused(folder: Path, *, key: bytes = orm.KEY) -> HygieError:
    """Try to open, and return the refusal; what was on the disk must be as it was."""
    before = {file: file.read_bytes() for file in folder.iterdir() if file.is_file()}
    with (
        orm.database(orm.sqlcipher(folder, key=key), tables=False),
        pytest.raises(HygieError) as refusal,
    ):
        people.active()
    assert {file: file.read_bytes() for file in folder.iterdir() if file.is_file()} == before
    assert refusal.value.hint
    return refusal.value


def test_nothing_readable_is_on_the_disk(here: Path) -> None:
    # While it is open, what was just written is in the file beside.
    files = {file.name: file.read_bytes() for file in here.iterdir()}
    assert set(files) == {"cabinet.chiffre", "cabinet.chiffre-wal", "cabinet.chiffre-shm"}
    connection.close()
    files["closed"] = (here / "cabinet.chiffre").read_bytes()
    assert len(files["closed"]) > len(PLAIN)
    for content in files.values():
        assert not content.startswith(PLAIN)
        for word in (NAME.encode(), b"Moreau", b"titulaire", b"practice_person", b"argon2", PLAIN):
            assert word not in content


def test_one_file_is_left_when_the_request_ends(here: Path) -> None:
    assert connection.connection is not None
    signals.request_finished.send(sender=None)
    assert connection.connection is None
    assert [file.name for file in here.iterdir()] == ["cabinet.chiffre"]
    assert [one.name for one in people.active()] == [NAME]


def test_the_files_are_for_their_owner_only(here: Path) -> None:
    assert {stat.S_IMODE(file.stat().st_mode) for file in here.iterdir()} == {0o600}


def test_a_file_others_could_read_is_closed_to_them(here: Path) -> None:
    connection.close()
    (here / "cabinet.chiffre").chmod(0o644)
    people.active()
    assert stat.S_IMODE((here / "cabinet.chiffre").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("busy_timeout", 10_000),
    ],
)
def test_what_is_acknowledged_is_on_the_disk(here: Path, pragma: str, expected: object) -> None:
    del here
    assert asked(f"PRAGMA {pragma}") == expected


def test_the_engine_is_the_one_that_encrypts(here: Path) -> None:
    del here
    assert asked("PRAGMA cipher_version")
    assert DatabaseWrapper.Database is cipher
    assert asked("SELECT sqlite_version()") == cipher.sqlite_version
    assert connection.get_database_version() == cipher.sqlite_version_info


def test_a_driver_that_does_not_encrypt_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cabinet.chiffre"
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as plain,
        pytest.raises(ImproperlyConfigured, match="does not encrypt"),
    ):
        unlock(plain, orm.KEY, path)
    assert path.read_bytes() == b""


def test_another_key_opens_nothing(here: Path) -> None:
    connection.close()
    assert isinstance(refused(here, key=bytes(32)), MisusedError)
    assert [one.name for one in people.active()] == [NAME]


@pytest.mark.parametrize("key", [b"", b"trop courte", bytes(33)])
def test_without_its_key_nothing_is_even_created(tmp_path: Path, key: bytes) -> None:
    assert isinstance(refused(tmp_path, key=key), LockedError)
    assert list(tmp_path.iterdir()) == []


def test_a_plain_file_is_never_taken(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "cabinet.chiffre")) as plain:
        plain.execute("CREATE TABLE practice_practice (id)")
        plain.commit()
    assert (tmp_path / "cabinet.chiffre").read_bytes().startswith(PLAIN)
    assert isinstance(refused(tmp_path), MisusedError)


def test_what_is_not_a_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "cabinet.chiffre").mkdir()
    assert isinstance(refused(tmp_path), MisusedError)
    (tmp_path / "cabinet.chiffre").rmdir()
    (tmp_path / "cabinet.chiffre").symlink_to(tmp_path / "ailleurs")
    assert isinstance(refused(tmp_path), MisusedError)
    assert not (tmp_path / "ailleurs").exists()


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with (
        orm.database(orm.sqlcipher(tmp_path / "absent"), tables=False),
        pytest.raises(StorageError),
    ):
        people.active()


def test_damage_is_said_and_nothing_is_changed(here: Path) -> None:
    connection.close()
    path = here / "cabinet.chiffre"
    content = bytearray(path.read_bytes())
    content[100:200] = b"\xff" * 100
    path.write_bytes(content)
    assert isinstance(refused(here), MisusedError)


def test_damage_further_on_is_said_too(here: Path) -> None:
    size = int(str(asked("PRAGMA page_size")))
    connection.close()
    path = here / "cabinet.chiffre"
    content = bytearray(path.read_bytes())
    content[size:] = b"\xff" * (len(content) - size)
    path.write_bytes(content)
    with orm.database(orm.sqlcipher(here), tables=False):
        with pytest.raises(HygieError) as refusal:
            people.active()
        assert "liste des personnes" in refusal.value.message
    assert path.read_bytes() == content


def test_a_full_disk_is_said_and_nothing_is_half_written(here: Path) -> None:
    del here
    pages = asked("PRAGMA page_count")
    asked(f"PRAGMA max_page_count = {pages}")
    free = "é" * 60
    with pytest.raises(StorageError, match="Rien n'est perdu"):  # noqa: PT012  # until it is full
        for number in range(200):
            tokens = Tokens(str(number))
            people.declare(
                f"{number} {free[:50]}",
                Role.ASSOCIE,
                code=CODE,
                now=NOW,
                chance=lambda length, give=tokens: give()[:length],  # type: ignore[misc]  # binds
            )
    count = len(people.active())
    assert asked("PRAGMA integrity_check") == "ok"
    connection.close()
    assert len(people.active()) == count


def test_types_come_back_as_they_went(here: Path) -> None:
    del here
    person, practice = apps.get_model("practice", "Person"), apps.get_model("practice", "Practice")
    owner = practice.objects.get()
    assert owner.created == NOW
    assert isinstance(owner.pk, UUID)
    practice.objects.bulk_create(
        [practice(id=UUID(int=number), created=NOW) for number in range(1, 40)]
    )
    assert practice.objects.count() == 40
    assert person.objects.filter(name__iregex="^ALIX").get().active is True
    with connection.cursor() as cursor:
        cursor.execute("SELECT %(much)s, '100%%'", {"much": Decimal("1.5")})
        assert cursor.fetchone() == ("1.5", "100%")
        cursor.executemany("UPDATE practice_person SET name = %s WHERE number = %s", [("B", 1)])
        cursor.executemany("UPDATE practice_person SET name = %(n)s", [{"n": "C"}])
        cursor.executemany("UPDATE practice_person SET name = %s", [])
    assert person.objects.get().name == "C"


def test_a_person_without_practice_is_refused_by_the_database(here: Path) -> None:
    del here
    person = apps.get_model("practice", "Person")
    with pytest.raises(IntegrityError), transaction.atomic():
        person.objects.update(practice=UUID(int=9))
    assert [one.name for one in people.active()] == [NAME]


def test_djangos_own_test_databases_are_refused(here: Path) -> None:
    del here
    for act in (
        connection.creation.create_test_db,
        connection.creation.clone_test_db,
        connection.creation.setup_worker_connection,
    ):
        with pytest.raises(NotSupportedError, match="encrypted"):
            act(1)
