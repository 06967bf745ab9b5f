import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.workstation.machine import MissingError
from hygie.workstation.sqlite_reading import (
    OddDatabaseError,
    read_rows,
    rows,
    whole_number,
    with_log,
)
from support.machine import FakeMachine

COUNT = "SELECT count(*) FROM logins WHERE blacklisted_by_user = 0"


def a_database(*statements: str) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        return bytes(connection.serialize())


def a_table_of(flags: list[int]) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE logins (blacklisted_by_user)")
        connection.executemany("INSERT INTO logins VALUES (?)", ((flag,) for flag in flags))
        connection.commit()
        return bytes(connection.serialize())


@given(st.lists(st.integers(0, 2), min_size=1, max_size=50))
def test_what_was_written_is_counted(flags: list[int]) -> None:
    assert rows(a_table_of(flags), COUNT, tables=["logins"]) == ((flags.count(0),),)


@given(st.binary(max_size=300))
def test_bytes_that_are_not_a_database_are_refused(content: bytes) -> None:
    with pytest.raises(OddDatabaseError):
        rows(content, COUNT, tables=["logins"])


@given(st.data())
def test_a_damaged_database_is_refused_or_counted_never_an_accident(data: st.DataObject) -> None:
    whole = bytearray(a_table_of([0, 1, 0]))
    for _ in range(data.draw(st.integers(1, 20))):
        whole[data.draw(st.integers(16, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = rows(bytes(whole), COUNT, tables=["logins"])
    except OddDatabaseError:
        return
    assert whole_number(found) >= 0


def test_a_view_that_pretends_to_be_the_table_is_refused() -> None:
    disguised = a_database(
        "CREATE TABLE real (blacklisted_by_user)",
        "CREATE VIEW logins AS SELECT * FROM real",
    )
    with pytest.raises(OddDatabaseError):
        rows(disguised, COUNT, tables=["logins"])


def test_a_virtual_table_is_refused() -> None:
    virtual = a_database("CREATE VIRTUAL TABLE logins USING fts5(blacklisted_by_user)")
    with pytest.raises(OddDatabaseError):
        rows(virtual, COUNT, tables=["logins"])


def test_a_table_we_did_not_name_cannot_be_read() -> None:
    content = a_database("CREATE TABLE logins (a)", "CREATE TABLE secrets (b)")
    with pytest.raises(OddDatabaseError):
        rows(content, "SELECT b FROM secrets", tables=["logins"])


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(OddDatabaseError):
        rows(a_table_of([0] * 1001), "SELECT blacklisted_by_user FROM logins", tables=["logins"])


def test_a_schema_made_to_be_slow_is_given_up() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("CREATE TABLE logins (blacklisted_by_user)")
        connection.executemany(
            "INSERT INTO sqlite_master VALUES ('table', ?1, ?1, 2, 'CREATE TABLE ' || ?1 || '(a)')",
            ((f"t{number}",) for number in range(100_000)),
        )
        connection.commit()
        content = bytes(connection.serialize())
    with pytest.raises(OddDatabaseError):
        rows(content, COUNT, tables=["logins"])


def test_what_a_running_program_has_not_yet_moved_from_its_log_is_seen(tmp_path: Path) -> None:
    machine, path = FakeMachine(), tmp_path / "log.db"
    with closing(sqlite3.connect(path)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE logins (blacklisted_by_user)")
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        writer.executemany("INSERT INTO logins VALUES (?)", [(0,)] * 5000)
        writer.commit()
        log = Path(f"{path}-wal").read_bytes()
        machine.files = {"/x": path.read_bytes(), "/x-wal": log}
        assert read_rows(machine, "/x", COUNT, tables=["logins"]) == ((5000,),)
        machine.files = {"/x": path.read_bytes()}
        assert read_rows(machine, "/x", COUNT, tables=["logins"]) == ((0,),)


@given(st.binary(max_size=200))
def test_a_strange_log_is_refused_or_ignored(log: bytes) -> None:
    content = a_table_of([0])
    try:
        assert with_log(content, log) == content
    except OddDatabaseError:
        assert len(log) >= 32


@given(st.binary(max_size=1200), st.integers(0, 3))
def test_a_log_with_a_sound_header_never_causes_an_accident(rest: bytes, salt: int) -> None:
    content = a_database("PRAGMA page_size=512", "CREATE TABLE logins (blacklisted_by_user)")
    numbers = (0x377F0682, 3007000, 512, 0, salt, 0, 0, 0)
    header = b"".join(number.to_bytes(4, "big") for number in numbers)
    frame = b"".join(number.to_bytes(4, "big") for number in (2, 2, salt, 0, 0, 0))
    try:
        found = rows(with_log(content, header + frame + rest), COUNT, tables=["logins"])
    except OddDatabaseError:
        return
    assert whole_number(found) >= 0


def test_a_file_that_is_not_there_is_missing() -> None:
    with pytest.raises(MissingError):
        read_rows(FakeMachine(), "/x", COUNT, tables=["logins"])


@pytest.mark.parametrize("found", [(), ((None,),), ((b"3",),), ((-1,),), ((1,), (2,)), ((1, 2),)])
def test_only_one_count_is_a_count(found: tuple[tuple[object, ...], ...]) -> None:
    with pytest.raises(OddDatabaseError):
        whole_number(found)
