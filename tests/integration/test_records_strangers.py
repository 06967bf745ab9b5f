"""What is found in the register's place and is not a register we can use: left as it was."""

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from hygie.core.errors import MisusedError
from hygie.core.records import ANSWER
from hygie.practice.records import Records
from hygie.practice.sqlite_records import FILE_NAME, SqliteRecords
from support.records import Tokens, a_draft

COUNT = 6

Operation = Callable[[Records], object]

OPERATIONS: dict[str, Operation] = {
    "append": lambda records: records.append(a_draft()),
    "entries": lambda records: records.entries(),
    "lines": lambda records: records.lines(),
    "last": lambda records: records.last(ANSWER),
    "verify": lambda records: records.verify(),
}


def open_in(folder: Path) -> Records:
    return SqliteRecords(folder, token=Tokens())


def raw(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """Give a folder with a register of a few entries."""
    open_in(tmp_path).append_all(a_draft(detail={"numero": number}) for number in range(COUNT))
    return tmp_path


def junk(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 64)


def text(path: Path) -> None:
    path.write_text("Liste des courses")


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 30)


def another_program(path: Path) -> None:
    with closing(raw(path)) as connection:
        connection.execute("CREATE TABLE entries (seq INTEGER PRIMARY KEY)")


def newer(path: Path) -> None:
    open_in(path.parent).append(a_draft())
    with closing(raw(path)) as connection:
        connection.execute("PRAGMA user_version = 2")


def a_folder(path: Path) -> None:
    path.mkdir()


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_link(path: Path) -> None:
    path.symlink_to("/etc/hostname")


def only_its_log(path: Path) -> None:
    path.touch()
    path.with_name(f"{path.name}-wal").write_bytes(b"les derniers enregistrements")


def state_of(folder: Path) -> dict[str, object]:
    """Say what is in a folder, byte for byte; a large file by its length and its moment."""
    found: dict[str, object] = {}
    for item in folder.iterdir():
        about = item.lstat()
        small = stat.S_ISREG(about.st_mode) and about.st_size < 1 << 20
        found[item.name] = (
            about.st_mode,
            about.st_size,
            about.st_mtime_ns,
            item.read_bytes() if small else b"",
        )
    return found


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(
    "prepare",
    [junk, text, sparse, another_program, newer, a_folder, a_pipe, a_link, only_its_log],
)
def test_a_file_that_is_not_ours_is_left_as_it_was(
    tmp_path: Path, prepare: Callable[[Path], None], operation: str
) -> None:
    prepare(tmp_path / FILE_NAME)
    before = state_of(tmp_path)
    with pytest.raises(MisusedError) as refusal:
        OPERATIONS[operation](open_in(tmp_path))
    assert refusal.value.hint
    assert state_of(tmp_path) == before


def test_a_newer_register_asks_for_an_update(tmp_path: Path) -> None:
    newer(tmp_path / FILE_NAME)
    with pytest.raises(MisusedError, match="plus récente") as refusal:
        open_in(tmp_path).entries()
    assert "Mettez Hygie à jour" in refusal.value.hint


def test_a_newer_register_still_in_its_log_is_refused_too(full: Path) -> None:
    with closing(raw(full / FILE_NAME)) as other:
        other.execute("PRAGMA user_version = 2")
        with pytest.raises(MisusedError, match="plus récente"):
            open_in(full).append(a_draft())


@pytest.mark.parametrize("operation", ["append", "entries", "verify"])
@pytest.mark.parametrize("hundredths", [1, 5, 20, 40, 60, 80, 95])
def test_a_truncated_register_is_refused_and_left_as_it_was(
    full: Path, hundredths: int, operation: str
) -> None:
    path = full / FILE_NAME
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * hundredths // 100])
    before = state_of(full)
    with pytest.raises(MisusedError):
        OPERATIONS[operation](open_in(full))
    assert state_of(full) == before
