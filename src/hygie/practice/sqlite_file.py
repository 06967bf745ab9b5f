"""The SQLite file under the records: recognised before it is opened, private, and durable.

Whether it is encrypted is the driver's business: the same code reads and writes both.
"""

import os
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from hygie.core.errors import MisusedError
from hygie.practice.sqlite_drivers import PLAIN, Connection, Driver
from hygie.practice.sqlite_errors import code_of, damaged, moved, newer, not_ours, translated

APPLICATION = 0x48796769
"""«Hygi», where SQLite keeps the name of the program a file belongs to."""

FORMAT = 1
MOVED = 1000
"""The version of a plain register that was encrypted: no version of the format goes that far."""

FILE_MODE = 0o600
LOOKS = 5
BESIDE = ("-wal", "-shm", "-journal")

TABLE = """
    CREATE TABLE entries (
        seq INTEGER PRIMARY KEY,
        practice TEXT NOT NULL,
        at TEXT NOT NULL,
        kind TEXT NOT NULL,
        measure TEXT,
        workstation TEXT,
        expires TEXT,
        "by" TEXT NOT NULL,
        summary TEXT NOT NULL,
        digest TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL,
        salt TEXT,
        detail TEXT
    )
"""

ONLY_FOLLOW = """
    CREATE TRIGGER entries_only_follow BEFORE INSERT ON entries
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries)
    BEGIN SELECT raise(ABORT, 'append-only'); END
    """

DESCRIPTION = """
    SELECT CAST(sql AS TEXT) FROM sqlite_master
    WHERE sql IS NOT NULL AND (tbl_name = 'entries' OR type = 'trigger')
"""

SCHEMA = (
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {FORMAT}",
    TABLE,
    "CREATE INDEX entries_by_kind ON entries (kind, seq)",
    ONLY_FOLLOW,
    """
    CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries
    BEGIN SELECT raise(ABORT, 'append-only'); END
    """,
    """
    CREATE TRIGGER entries_never_go BEFORE DELETE ON entries
    BEGIN SELECT raise(ABORT, 'append-only'); END
    """,
)


def is_new(path: Path, driver: Driver = PLAIN) -> bool:
    """Tell whether there is nothing yet; raise when what is there cannot be ours to use.

    Only the first page is read: a file of another program is left as it was found, byte for byte.
    An empty file is new: this is what an interruption leaves before the very first entry.
    """
    with translated(path, driver):
        if _is_there(path):
            _check_first_page(path, driver)
            return False
    if _size(beside(path, "-wal")):
        raise MisusedError(
            f"Le fichier {path} manque ou est vide, mais {path.name}-wal est là :"
            " il contient les derniers enregistrements. Hygie n'a rien changé.",
            hint="Remettez les deux fichiers ensemble, tels qu'ils étaient.",
        )
    return True


@contextmanager
def reading(path: Path, driver: Driver = PLAIN) -> Iterator[Connection | None]:
    """Open the file for the time of one question; None when there is nothing yet to ask.

    A creation that was interrupted is undone by SQLite as it opens the file: nothing yet, again.
    """
    if is_new(path, driver):
        yield None
        return
    with translated(path, driver), opened(path, driver) as connection:
        if is_blank(connection):
            yield None
            return
        _check_numbers(path, driver, connection)
        yield connection


@contextmanager
def writing(path: Path, driver: Driver = PLAIN) -> Iterator[Connection]:
    """Open the file, created if need be, for one transaction: all that is done inside, or nothing.

    Leaving before the end closes the connection, and so abandons the transaction.
    """
    if is_new(path, driver):
        with translated(path, driver):
            _create(path)
    with translated(path, driver):
        _make_private(path)
        with opened(path, driver) as connection:
            connection.execute("BEGIN IMMEDIATE")
            if is_blank(connection):
                for statement in SCHEMA:
                    connection.execute(statement)
            _check_numbers(path, driver, connection)
            yield connection
            connection.execute("COMMIT")
            _use_write_ahead_log(connection, driver)


@contextmanager
def opened(path: Path, driver: Driver, *, mode: str = "mode=rw") -> Iterator[Connection]:
    """Open a file that is there, whatever it holds; closing abandons what was not committed."""
    with closing(driver.connect(f"{path.absolute().as_uri()}?{mode}")) as connection:
        # A byte that is not UTF-8 must spoil its own row, not the reading of all the others.
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.execute("PRAGMA synchronous = FULL")
        # macOS keeps a plain fsync in the disk's own memory; elsewhere this does nothing.
        connection.execute("PRAGMA fullfsync = ON")
        # The file may have been prepared by somebody else: its triggers call no function of ours.
        connection.execute("PRAGMA trusted_schema = OFF")
        yield connection


def is_blank(connection: Connection) -> bool:
    """Tell whether a creation never reached its end."""
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return tables == 0 and number(connection, "application_id") == 0


def number(connection: Connection, pragma: str) -> int:
    """Return a number SQLite keeps of a file."""
    (value,) = connection.execute(f"PRAGMA {pragma}").fetchone()
    return int(value)


def beside(path: Path, suffix: str) -> Path:
    """Return the path of a file that SQLite puts beside another."""
    return path.with_name(path.name + suffix)


def is_alone(path: Path) -> bool:
    """Tell whether all that a file holds is in it: nobody is at work, nobody was interrupted."""
    return not any(_size(beside(path, suffix)) for suffix in BESIDE)


def _is_there(path: Path) -> bool:
    try:
        about = path.lstat()
    except FileNotFoundError:
        return False
    # Looked at before opening: reading a pipe put in our place would never end.
    if not stat.S_ISREG(about.st_mode):
        raise MisusedError(
            f"{path} n'est pas un fichier ordinaire. Hygie n'y a pas touché.",
            hint=f"Déplacez-le hors du dossier {path.parent}, puis recommencez.",
        )
    return about.st_size > 0


AT_FIRST_SIGHT = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})
"""What SQLite answers of a first page it cannot use; the plain error, of a format it never had."""


def _check_first_page(path: Path, driver: Driver) -> None:
    """Refuse what is not ours, or was cut short, before SQLite leaves files beside it.

    SQLite looks at it as at a file that never changes, and touches nothing. It is never read by
    other means: closing it would drop the locks that another thread holds on it. While another
    Hygie moves pages in, what is seen so may be out of joint: the log beside says so, or it is over
    and a second look is right.
    """
    for _ in range(LOOKS):
        fault = _fault(path, driver)
        # A plain page that is being written begins as it began; only an encrypted one may be
        # nonsense for an instant.
        torn = driver.encrypts or fault == sqlite3.SQLITE_CORRUPT
        if not fault:
            return
        if torn and not is_alone(path):
            if _has_another_key(path, driver):
                break
            return
    raise not_ours(path, driver)


def _has_another_key(path: Path, driver: Driver) -> bool:
    """Look through the log too, unable to write: closing would else move its pages in."""
    if not driver.encrypts:
        return False
    try:
        return _fault(path, driver, mode="mode=ro") == sqlite3.SQLITE_NOTADB
    except driver.errors:
        # What is there must be mended before it can be read: only a writer can.
        return False


def _fault(path: Path, driver: Driver, *, mode: str = "mode=ro&immutable=1") -> int:
    """Return what SQLite holds against a file at first sight, a missing end included; else 0."""
    try:
        with opened(path, driver, mode=mode) as connection:
            _check(path, driver, connection)
            told = number(connection, "page_count") * number(connection, "page_size")
            return 0 if _size(path) >= told else sqlite3.SQLITE_CORRUPT
    except driver.errors as error:
        if code_of(error) not in AT_FIRST_SIGHT:
            raise
        return code_of(error)


def _check_numbers(path: Path, driver: Driver, connection: Connection) -> None:
    """Check again from inside: the newest pages may still be in the write-ahead log."""
    _check(path, driver, connection)
    _check_description(path, connection)


def _check_description(path: Path, connection: Connection) -> None:
    """Refuse a table that is not described as we wrote it: SQLite would blame our own words.

    A trigger may be missing: what was changed without it, the chain tells.
    """
    expected = {_words(statement) for statement in SCHEMA}
    found = {_words(sql) for (sql,) in connection.execute(DESCRIPTION)}
    if _words(TABLE) not in found or found - expected:
        raise damaged(path)


def _words(statement: str) -> str:
    return " ".join(statement.split())


def _check(path: Path, driver: Driver, connection: Connection) -> None:
    version = number(connection, "user_version")
    if number(connection, "application_id") != APPLICATION or version < 1:
        raise not_ours(path, driver)
    if version == MOVED:
        raise moved(path)
    if version > FORMAT:
        raise newer(path)


def _use_write_ahead_log(connection: Connection, driver: Driver) -> None:
    # Another Hygie at work may keep the mode from changing; what was committed is on the disk
    # either way, and the next write asks again.
    with suppress(driver.errors):
        connection.execute("PRAGMA journal_mode = WAL")


def _create(path: Path) -> None:
    """Create the empty file with its permissions; SQLite gives the same to those beside it."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE_MODE))


def _make_private(path: Path) -> None:
    # On Windows files have the rights of their folder, and these bits only say «read-only».
    if sys.platform == "win32":
        return
    for file in (path, *(beside(path, suffix) for suffix in BESIDE)):
        # The files beside come and go with the other Hygies at work.
        with suppress(FileNotFoundError):
            if stat.S_IMODE(file.lstat().st_mode) != FILE_MODE:
                file.chmod(FILE_MODE)


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.lstat().st_size
    return 0
