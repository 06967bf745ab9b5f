"""Reads SQLite files of other programs from their bytes: never opened on disk, never trusted.

The file may be damaged or hostile: only plain tables are read, through an authorizer, and the
work is bounded. What a program that is running has written in its log, and not yet in the file,
is seen too: https://www.sqlite.org/fileformat2.html describes both.
"""

import sqlite3
import struct
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import closing

from hygie.workstation.machine import Machine, MachineRefusedError, MissingError

DATABASE_BYTES = 64 << 20
"""Hundreds of thousands of rows; a longer file is not read."""

ROWS = 1000
SECONDS = 1.0
"""A sound file answers in a few milliseconds."""

STEP = 500
"""Operations between two looks at the clock: a hostile schema can make each of them slow."""

VALUE_BYTES = 1 << 20
HEADER = b"SQLite format 3\x00"
HEADER_BYTES = 100
VERSIONS = slice(18, 20)
ROLLBACK, WITH_LOG = b"\x01\x01", b"\x02\x02"
PAGE_SIZE = slice(16, 18)

PAGE_SIZES = frozenset(1 << power for power in range(9, 17))
LOG_MAGIC = (0x377F0682, 0x377F0683)
LOG_HEADER = struct.Struct(">IIIIIIII")
LOG_FRAME = struct.Struct(">IIIIII")
FUNCTIONS = ("count", "max")

ODD = "La base de données n'a pas la forme attendue."

Row = tuple[object, ...]


class OddDatabaseError(MachineRefusedError):
    """The bytes are not a database we know how to read."""


def read_rows(
    machine: Machine, path: str, query: str, *, tables: Collection[str]
) -> tuple[Row, ...]:
    """Read a database file and its log through the door, and query them; see ``rows``."""
    content = machine.read(path, limit=DATABASE_BYTES)
    if content[VERSIONS] == WITH_LOG:
        content = with_log(content, _log(machine, path))
    return rows(content, query, tables=tables)


def rows(content: bytes, query: str, *, tables: Collection[str]) -> tuple[Row, ...]:
    """Return what a query of ours finds in these tables; texts come back as bytes.

    Raises OddDatabaseError when this is not a database, when one of the tables is missing, a view
    or a virtual table, or when the answer takes too much work.
    """
    if len(content) < HEADER_BYTES or not content.startswith(HEADER):
        raise OddDatabaseError(ODD)
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(_without_log(content))
            _restrain(connection, tables)
            _require_tables(connection, tables)
            found = connection.execute(query).fetchmany(ROWS + 1)
    except (sqlite3.Error, OverflowError, ValueError) as error:
        raise OddDatabaseError(ODD) from error
    if len(found) > ROWS:
        raise OddDatabaseError(ODD)
    return tuple(tuple(row) for row in found)


def whole_number(found: tuple[Row, ...]) -> int:
    """Return the one count a query gave; raises OddDatabaseError when it is anything else."""
    match found:
        case ((int() as number,),) if number >= 0:
            return number
        case _:
            raise OddDatabaseError(ODD)


def with_log(content: bytes, log: bytes) -> bytes:
    """Return the database as its log completes it: each page of the last whole transaction.

    Frames of an older log carry other salts. Raises OddDatabaseError when the two do not match.
    """
    if len(log) < LOG_HEADER.size:
        return content
    magic, _version, size, _rank, *salts, _sum, _sum2 = LOG_HEADER.unpack_from(log)
    if magic not in LOG_MAGIC or size not in PAGE_SIZES or size != _page_size(content):
        raise OddDatabaseError(ODD)
    kept: dict[int, bytes] = {}
    pending: dict[int, bytes] = {}
    pages = len(content) // size
    step = LOG_FRAME.size + size
    for start in range(LOG_HEADER.size, len(log) - step + 1, step):
        page, total, *frame_salts = LOG_FRAME.unpack_from(log, start)[:4]
        if frame_salts != salts:
            break
        pending[page] = log[start + LOG_FRAME.size : start + LOG_FRAME.size + size]
        if total:
            kept.update(pending)
            pending, pages = {}, total
    return _patched(content, kept, size=size, pages=pages)


def _patched(content: bytes, kept: Mapping[int, bytes], *, size: int, pages: int) -> bytes:
    if not 1 <= pages * size <= DATABASE_BYTES:
        raise OddDatabaseError(ODD)
    whole = bytearray(content[: pages * size].ljust(pages * size, b"\0"))
    for page, piece in kept.items():
        if 1 <= page <= pages:
            whole[(page - 1) * size : page * size] = piece
    return bytes(whole)


def _page_size(content: bytes) -> int:
    size = int.from_bytes(content[PAGE_SIZE], "big")
    return 1 << 16 if size == 1 else size


def _log(machine: Machine, path: str) -> bytes:
    try:
        return machine.read(f"{path}-wal", limit=DATABASE_BYTES)
    except MissingError:
        return b""


def _without_log(content: bytes) -> bytes:
    """Say in the header that there is no log, which a database in memory cannot have."""
    return content[: VERSIONS.start] + ROLLBACK + content[VERSIONS.stop :]


def _restrain(connection: sqlite3.Connection, tables: Collection[str]) -> None:
    connection.text_factory = bytes
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, VALUE_BYTES)
    connection.set_progress_handler(_alarm(), STEP)
    connection.set_authorizer(_authorizer(frozenset(tables)))


def _alarm() -> Callable[[], bool]:
    end = time.monotonic() + SECONDS
    return lambda: time.monotonic() > end


def _authorizer(
    tables: frozenset[str],
) -> Callable[[int, str | None, str | None, str | None, str | None], int]:
    readable = tables | {"sqlite_master"}

    def allow(
        action: int, first: str | None, second: str | None, _base: str | None, view: str | None
    ) -> int:
        reads = action == sqlite3.SQLITE_READ and first in readable and view is None
        counts = action == sqlite3.SQLITE_FUNCTION and second in FUNCTIONS
        if action == sqlite3.SQLITE_SELECT or reads or counts:
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY

    return allow


def _require_tables(connection: sqlite3.Connection, tables: Collection[str]) -> None:
    for table in tables:
        found = connection.execute(
            "SELECT type, sql FROM sqlite_master WHERE name = ?", (table,)
        ).fetchmany(2)
        match found:
            case [(b"table", bytes() as sql)] if not _is_virtual(sql):
                continue
            case _:
                raise OddDatabaseError(ODD)


def _is_virtual(sql: bytes) -> bool:
    return sql.upper().split()[:2] != [b"CREATE", b"TABLE"]
