import os
import shutil
import sqlite3
import stat
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hygie.core.errors import MisusedError, StorageError
from hygie.core.records import ANSWER
from hygie.practice import sqlite_file
from hygie.practice.records import GENESIS, Records
from hygie.practice.rows import DamagedError, Row
from hygie.practice.sqlite_records import FILE_NAME, SqliteRecords
from support.records import OpenRecords, RecordsContract, Tokens, a_draft

COUNT = 6


def open_in(folder: Path) -> Records:
    return SqliteRecords(folder, token=Tokens())


def raw(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def forced(path: Path, *statements: tuple[str, tuple[Any, ...]]) -> None:
    """Do to the file what Hygie never does: the guards are dropped first."""
    with closing(raw(path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in names.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement, values in statements:
            connection.execute(statement, values)


def written(path: Path, statements: Iterable[str], *, interrupted: bool = False) -> None:
    with sqlite_file.writing(path) as connection:
        for statement in statements:
            connection.execute(statement)
        if interrupted:
            raise KeyboardInterrupt


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """Give a folder with a register of a few entries."""
    open_in(tmp_path).append_all(a_draft(detail={"numero": number}) for number in range(COUNT))
    return tmp_path


class TestSqliteRecords(RecordsContract):
    @pytest.fixture
    def open_records(self, tmp_path: Path) -> OpenRecords:
        tokens = Tokens()
        folder = tmp_path / "données de l'essai #1 ?"
        folder.mkdir()
        return lambda: SqliteRecords(folder, token=tokens)


def test_reading_creates_nothing(tmp_path: Path) -> None:
    records = open_in(tmp_path)
    assert (records.entries(), records.lines(), records.last(ANSWER)) == ((), (), None)
    assert records.verify().count == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("umask", [0, 0o022, 0o777])
def test_the_files_are_for_their_owner_only(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        open_in(tmp_path).append(a_draft())
        with closing(raw(tmp_path / FILE_NAME)) as connection:
            connection.execute("SELECT count(*) FROM entries").fetchall()
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert modes == dict.fromkeys([FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm"], 0o600)


def test_a_file_others_could_read_is_closed_to_them(full: Path) -> None:
    path = full / FILE_NAME
    path.chmod(0o644)
    open_in(full).append(a_draft())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_one_file_is_left_between_two_calls(full: Path) -> None:
    assert [file.name for file in full.iterdir()] == [FILE_NAME]


def test_the_file_says_whose_it_is_and_how_it_is_kept(full: Path) -> None:
    with sqlite_file.reading(full / FILE_NAME) as connection:
        assert connection is not None
        found = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version", "journal_mode", "synchronous")
        }
    assert found == {
        "application_id": int.from_bytes(b"Hygi"),
        "user_version": 1,
        "journal_mode": "wal",
        "synchronous": 2,
    }


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM entries",
        "DELETE FROM entries WHERE seq = 6",
        "UPDATE entries SET detail = NULL WHERE seq = 2",
        "INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE seq = 3",
        "UPDATE OR IGNORE entries SET seq = 9 WHERE seq = 6",
    ],
)
def test_the_database_itself_refuses_to_rewrite(full: Path, statement: str) -> None:
    with (
        closing(raw(full / FILE_NAME)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        connection.execute(statement)
    assert open_in(full).verify().count == COUNT


def test_the_table_holds_the_columns_of_a_row(full: Path) -> None:
    with closing(raw(full / FILE_NAME)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(entries)")]
    assert tuple(columns) == Row._fields


stored = (
    st.none() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=80) | st.binary(max_size=80)
)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seq=st.integers(1, COUNT), column=st.sampled_from(Row._fields), value=stored)
def test_a_field_altered_behind_our_back_is_seen(
    full: Path, seq: int, column: str, value: object
) -> None:
    altered = full / "altered"
    altered.mkdir(exist_ok=True)
    path = Path(shutil.copy(full / FILE_NAME, altered))
    statement = f'UPDATE entries SET "{column}" = ? WHERE seq = ?'  # noqa: S608  # one of our columns
    try:
        forced(path, (statement, (value, seq)))
    except sqlite3.IntegrityError:
        assume(False)
    with closing(raw(path)) as connection, closing(raw(full / FILE_NAME)) as untouched:
        rows = "SELECT * FROM entries ORDER BY seq"
        assume(connection.execute(rows).fetchall() != untouched.execute(rows).fetchall())
    chain = open_in(altered).verify()
    assert not chain.whole
    assert chain.broken_at is not None
    assert chain.broken_at <= seq
    assert chain.reason


def test_bytes_that_are_no_text_spoil_their_own_row_only(full: Path) -> None:
    forced(
        full / FILE_NAME, ("UPDATE entries SET detail = CAST(x'7bff7d' AS TEXT) WHERE seq = 3", ())
    )
    assert open_in(full).verify().broken_at == 3
    assert [entry.seq for entry in open_in(full).entries(after=3)] == [4, 5, 6]
    assert len(open_in(full).lines()) == COUNT
    with pytest.raises(DamagedError, match="n° 3 ") as refusal:
        open_in(full).entries()
    assert "renommez ce dossier" in refusal.value.hint


@pytest.mark.parametrize("seq", range(1, COUNT))
def test_a_row_removed_before_the_end_is_seen(full: Path, seq: int) -> None:
    forced(full / FILE_NAME, ("DELETE FROM entries WHERE seq = ?", (seq,)))
    assert open_in(full).verify().broken_at == seq
    forced(full / FILE_NAME, ("UPDATE entries SET seq = seq - 1 WHERE seq > ?", (seq,)))
    assert open_in(full).verify().broken_at == seq


def test_two_rows_exchanged_are_seen(full: Path) -> None:
    move = "UPDATE entries SET seq = ? WHERE seq = ?"
    forced(full / FILE_NAME, (move, (99, 2)), (move, (2, 4)), (move, (4, 99)))
    assert open_in(full).verify().broken_at == 2


def test_a_removed_end_is_seen_with_an_anchor_only(full: Path) -> None:
    noted = open_in(full).verify().anchor
    forced(full / FILE_NAME, ("DELETE FROM entries WHERE seq > 4", ()))
    assert open_in(full).verify().whole
    assert open_in(full).verify(noted).broken_at == 5


def test_what_precedes_the_damage_is_still_listed(full: Path) -> None:
    forced(full / FILE_NAME, ("UPDATE entries SET kind = 'act' WHERE seq = 4", ()))
    records = open_in(full)
    with pytest.raises(DamagedError):
        records.lines()
    assert [line.seq for line in records.lines(until=records.verify().count)] == [1, 2, 3]


def test_nothing_is_added_after_a_damaged_end(full: Path) -> None:
    forced(full / FILE_NAME, ("UPDATE entries SET kind = 'act' WHERE seq = 6", ()))
    with pytest.raises(DamagedError):
        open_in(full).append(a_draft())
    assert len(open_in(full).lines(after=6)) == 0


def test_an_empty_file_is_a_register_that_never_began(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch()
    assert open_in(tmp_path).entries() == ()
    assert open_in(tmp_path).append(a_draft()).seq == 1
    assert open_in(tmp_path).verify().whole


def test_an_interrupted_creation_is_undone(
    full: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("interrompu") / FILE_NAME
    with closing(raw(full / FILE_NAME)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    shutil.copy(full / FILE_NAME, path)
    # What SQLite notes before the first page of a file that was empty: zero pages to go back to.
    beginning = (b"\0" * 4, b"0" * 4, b"\0" * 4, (512).to_bytes(4), (4096).to_bytes(4))
    note = bytes.fromhex("d9d505f920a163d7") + b"".join(beginning)
    path.with_name(f"{FILE_NAME}-journal").write_bytes(note.ljust(512, b"\0"))
    assert open_in(path.parent).entries() == ()
    assert open_in(path.parent).append(a_draft()).seq == 1


def test_damage_inside_is_said_in_french(full: Path) -> None:
    path = full / FILE_NAME
    content = bytearray(path.read_bytes())
    content[4096 : 2 * 4096] = b"\xff" * 4096
    path.write_bytes(content)
    with pytest.raises(MisusedError, match="abîmé"):
        open_in(full).entries()
    assert path.read_bytes() == bytes(content)


def test_a_giant_value_is_not_swallowed(full: Path) -> None:
    forced(full / FILE_NAME, ("UPDATE entries SET detail = zeroblob(50000000) WHERE seq = 2", ()))
    with pytest.raises(MisusedError, match="abîmé"):
        open_in(full).verify()


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    records = open_in(tmp_path / "absent")
    assert records.entries() == ()
    with pytest.raises(StorageError, match="refuse"):
        records.append(a_draft())


def test_a_full_database_is_said_and_nothing_is_half_written(full: Path) -> None:
    path = full / FILE_NAME
    statements = (
        "PRAGMA max_page_count = 1",
        "CREATE TABLE large (content)",
        "INSERT INTO large VALUES (zeroblob(1000000))",
    )
    with pytest.raises(StorageError, match="plein"):
        written(path, statements)
    assert open_in(full).verify().count == COUNT
    assert open_in(full).append(a_draft()).seq == COUNT + 1


def test_a_register_held_too_long_is_said(full: Path) -> None:
    path = full / FILE_NAME
    with closing(raw(path)) as holder, closing(sqlite3.connect(path, timeout=0)) as other:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="autre fenêtre"), sqlite_file.translated(path):
            other.execute("BEGIN IMMEDIATE")


def test_a_mistake_of_ours_is_not_dressed_up(full: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        written(full / FILE_NAME, ["SELECT absent FROM nowhere"])
    assert open_in(full).verify().count == COUNT


def test_leaving_before_the_end_writes_nothing(full: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        written(full / FILE_NAME, ["CREATE TABLE started (content)"], interrupted=True)
    with closing(raw(full / FILE_NAME)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    assert names == [("entries",)]


def test_the_chain_begins_at_the_genesis(full: Path) -> None:
    with closing(raw(full / FILE_NAME)) as connection:
        (first,) = connection.execute("SELECT previous FROM entries WHERE seq = 1").fetchone()
    assert first == GENESIS
