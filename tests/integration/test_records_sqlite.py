import os
import shutil
import stat
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hygie.core.errors import MisusedError, StorageError
from hygie.core.records import ANSWER
from hygie.practice import sqlite_file
from hygie.practice.records import GENESIS
from hygie.practice.rows import DamagedError, Row
from hygie.practice.sqlite_drivers import PLAIN
from hygie.practice.sqlite_errors import translated
from hygie.practice.sqlite_records import SqliteRecords
from support.records import OpenRecords, RecordsContract, Tokens, a_draft
from support.registers import CIPHER, DRIVERS, Register

COUNT = 6


def written(place: Register, statements: Iterable[str], *, interrupted: bool = False) -> None:
    with sqlite_file.writing(place.path, place.driver) as connection:
        for statement in statements:
            connection.execute(statement)
        if interrupted:
            raise KeyboardInterrupt


@pytest.fixture(params=DRIVERS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Register:
    """Give a folder without a register yet, and what will open it."""
    return Register(tmp_path, DRIVERS[request.param])


@pytest.fixture
def full(place: Register) -> Register:
    """Give a register of a few entries."""
    place.open().append_all(a_draft(detail={"numero": number}) for number in range(COUNT))
    return place


class TestSqliteRecords(RecordsContract):
    @pytest.fixture(params=DRIVERS)
    def open_records(self, request: pytest.FixtureRequest, tmp_path: Path) -> OpenRecords:
        tokens = Tokens()
        folder = tmp_path / "données de l'essai #1 ?"
        folder.mkdir()
        driver = DRIVERS[request.param]
        return lambda: SqliteRecords(folder, token=tokens, driver=driver)


def test_reading_creates_nothing(place: Register) -> None:
    records = place.open()
    assert (records.entries(), records.lines(), records.last(ANSWER)) == ((), (), None)
    assert records.verify().count == 0
    assert list(place.folder.iterdir()) == []


@pytest.mark.parametrize("umask", [0, 0o022, 0o777])
def test_the_files_are_for_their_owner_only(place: Register, umask: int) -> None:
    before = os.umask(umask)
    try:
        place.open().append(a_draft())
        with closing(place.raw()) as connection:
            connection.execute("SELECT count(*) FROM entries").fetchall()
            found = place.folder.iterdir()
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in found}
    finally:
        os.umask(before)
    assert modes == dict.fromkeys([place.name, f"{place.name}-wal", f"{place.name}-shm"], 0o600)


def test_a_file_others_could_read_is_closed_to_them(full: Register) -> None:
    path = full.path
    path.chmod(0o644)
    full.open().append(a_draft())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_one_file_is_left_between_two_calls(full: Register) -> None:
    assert [file.name for file in full.folder.iterdir()] == [full.name]


def test_the_file_says_whose_it_is_and_how_it_is_kept(full: Register) -> None:
    with sqlite_file.reading(full.path, full.driver) as connection:
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
def test_the_database_itself_refuses_to_rewrite(full: Register, statement: str) -> None:
    with (
        closing(full.raw()) as connection,
        pytest.raises(full.library.IntegrityError, match="append-only"),
    ):
        connection.execute(statement)
    assert full.open().verify().count == COUNT


def test_the_table_holds_the_columns_of_a_row(full: Register) -> None:
    with closing(full.raw()) as connection:
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
    full: Register, seq: int, column: str, value: object
) -> None:
    altered = Register(full.folder / "altered", full.driver)
    altered.folder.mkdir(exist_ok=True)
    shutil.copy(full.path, altered.path)
    statement = f'UPDATE entries SET "{column}" = ? WHERE seq = ?'  # noqa: S608  # one of our columns
    try:
        altered.forced((statement, (value, seq)))
    except full.library.IntegrityError:
        assume(False)
    with closing(altered.raw()) as connection, closing(full.raw()) as untouched:
        rows = "SELECT * FROM entries ORDER BY seq"
        assume(connection.execute(rows).fetchall() != untouched.execute(rows).fetchall())
    chain = altered.open().verify()
    assert not chain.whole
    assert chain.broken_at is not None
    assert chain.broken_at <= seq
    assert chain.reason


def test_bytes_that_are_no_text_spoil_their_own_row_only(full: Register) -> None:
    full.forced(("UPDATE entries SET detail = CAST(x'7bff7d' AS TEXT) WHERE seq = 3", ()))
    assert full.open().verify().broken_at == 3
    assert [entry.seq for entry in full.open().entries(after=3)] == [4, 5, 6]
    assert len(full.open().lines()) == COUNT
    with pytest.raises(DamagedError, match="n° 3 ") as refusal:
        full.open().entries()
    assert "renommez ce dossier" in refusal.value.hint


@pytest.mark.parametrize("seq", range(1, COUNT))
def test_a_row_removed_before_the_end_is_seen(full: Register, seq: int) -> None:
    full.forced(("DELETE FROM entries WHERE seq = ?", (seq,)))
    assert full.open().verify().broken_at == seq
    full.forced(("UPDATE entries SET seq = seq - 1 WHERE seq > ?", (seq,)))
    assert full.open().verify().broken_at == seq


def test_two_rows_exchanged_are_seen(full: Register) -> None:
    move = "UPDATE entries SET seq = ? WHERE seq = ?"
    full.forced((move, (99, 2)), (move, (2, 4)), (move, (4, 99)))
    assert full.open().verify().broken_at == 2


def test_a_removed_end_is_seen_with_an_anchor_only(full: Register) -> None:
    noted = full.open().verify().anchor
    full.forced(("DELETE FROM entries WHERE seq > 4", ()))
    assert full.open().verify().whole
    assert full.open().verify(noted).broken_at == 5


def test_what_precedes_the_damage_is_still_listed(full: Register) -> None:
    full.forced(("UPDATE entries SET kind = 'act' WHERE seq = 4", ()))
    records = full.open()
    with pytest.raises(DamagedError):
        records.lines()
    assert [line.seq for line in records.lines(until=records.verify().count)] == [1, 2, 3]


def test_nothing_is_added_after_a_damaged_end(full: Register) -> None:
    full.forced(("UPDATE entries SET kind = 'act' WHERE seq = 6", ()))
    with pytest.raises(DamagedError):
        full.open().append(a_draft())
    assert len(full.open().lines(after=6)) == 0


def test_an_empty_file_is_a_register_that_never_began(place: Register) -> None:
    place.path.touch()
    assert place.open().entries() == ()
    assert place.open().append(a_draft()).seq == 1
    assert place.open().verify().whole


def test_an_interrupted_creation_is_undone(
    full: Register, tmp_path_factory: pytest.TempPathFactory
) -> None:
    begun = Register(tmp_path_factory.mktemp("interrompu"), full.driver)
    with closing(full.raw()) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    shutil.copy(full.path, begun.path)
    # What SQLite notes before the first page of a file that was empty: zero pages to go back to.
    beginning = (b"\0" * 4, b"0" * 4, b"\0" * 4, (512).to_bytes(4), (4096).to_bytes(4))
    note = bytes.fromhex("d9d505f920a163d7") + b"".join(beginning)
    begun.path.with_name(f"{begun.name}-journal").write_bytes(note.ljust(512, b"\0"))
    assert begun.open().entries() == ()
    assert begun.open().append(a_draft()).seq == 1


def test_damage_inside_is_said_in_french(full: Register) -> None:
    path = full.path
    content = bytearray(path.read_bytes())
    content[4096 : 2 * 4096] = b"\xff" * 4096
    path.write_bytes(content)
    with pytest.raises(MisusedError, match="abîmé"):
        full.open().entries()
    assert path.read_bytes() == bytes(content)


def test_a_giant_value_is_not_swallowed(tmp_path: Path) -> None:
    full = Register(tmp_path, PLAIN)
    full.open().append_all([a_draft()] * 2)
    full.forced(("UPDATE entries SET detail = zeroblob(50000000) WHERE seq = 2", ()))
    with pytest.raises(MisusedError, match="abîmé"):
        full.open().verify()


def test_a_missing_folder_is_said(tmp_path: Path, place: Register) -> None:
    records = Register(tmp_path / "absent", place.driver).open()
    assert records.entries() == ()
    with pytest.raises(StorageError, match="refuse"):
        records.append(a_draft())


def test_a_full_database_is_said_and_nothing_is_half_written(full: Register) -> None:
    statements = (
        "PRAGMA max_page_count = 1",
        "CREATE TABLE large (content)",
        "INSERT INTO large VALUES (zeroblob(1000000))",
    )
    with pytest.raises(StorageError, match="plein"):
        written(full, statements)
    assert full.open().verify().count == COUNT
    assert full.open().append(a_draft()).seq == COUNT + 1


def test_a_register_held_too_long_is_said(full: Register) -> None:
    path = full.path
    with closing(full.raw()) as holder, closing(full.raw()) as other:
        other.execute("PRAGMA busy_timeout = 0")
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="autre fenêtre"), translated(path, full.driver):
            other.execute("BEGIN IMMEDIATE")


def test_a_mistake_of_ours_is_not_dressed_up(full: Register) -> None:
    with pytest.raises(full.library.OperationalError, match="nowhere"):
        written(full, ["SELECT absent FROM nowhere"])
    assert full.open().verify().count == COUNT


def test_leaving_before_the_end_writes_nothing(full: Register) -> None:
    with pytest.raises(KeyboardInterrupt):
        written(full, ["CREATE TABLE started (content)"], interrupted=True)
    with closing(full.raw()) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    assert names == [("entries",)]


def test_the_chain_begins_at_the_genesis(full: Register) -> None:
    with closing(full.raw()) as connection:
        (first,) = connection.execute("SELECT previous FROM entries WHERE seq = 1").fetchone()
    assert first == GENESIS


KNOWN = "Une phrase que l'on reconnaît"


def test_nothing_of_an_encrypted_register_can_be_read(tmp_path: Path) -> None:
    place = Register(tmp_path, CIPHER)
    place.open().append_all([a_draft(detail={"motif": KNOWN})] * 3)
    with closing(place.raw()) as connection:
        # What follows is still in the log while a connection is open.
        connection.execute("SELECT count(*) FROM entries").fetchall()
        place.open().append(a_draft(detail={"motif": KNOWN}, workstation="poste-connu"))
        files = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert set(files) == {place.name, f"{place.name}-wal", f"{place.name}-shm"}
    assert files[f"{place.name}-wal"]
    assert not files[place.name].startswith(b"SQLite format 3")
    assert [name for name, content in files.items() if is_told(content)] == []


def is_told(content: bytes) -> bool:
    words = (KNOWN, "poste-connu", "titulaire", "verrouillage", "CREATE TABLE", "entries")
    return any(word.encode() in content for word in words)


def test_a_plain_register_would_be_seen(tmp_path: Path) -> None:
    place = Register(tmp_path, PLAIN)
    place.open().append(a_draft(detail={"motif": KNOWN}))
    assert is_told(place.path.read_bytes())


def test_a_driver_does_not_show_its_key() -> None:
    assert CIPHER.key.hex() not in repr(CIPHER)
    assert repr(CIPHER.key) not in repr(CIPHER)
