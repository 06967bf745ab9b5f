"""The SQLite file under the records: recognised before it is opened, private, and durable."""

import errno
import os
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from hygie.core.errors import MisusedError, StorageError
from hygie.practice.records import DETAIL_BYTES, SUMMARY_BYTES

APPLICATION = 0x48796769
"""«Hygi», where SQLite keeps the name of the program a file belongs to."""

FORMAT = 1
FILE_MODE = 0o600
BUSY_SECONDS = 10.0
"""How long a second Hygie waits for the first to finish writing."""

MAGIC = b"SQLite format 3\0"
HEADER_BYTES = 100
PAGE_SIZE_AT = 16
PAGES_AT = 28
FORMAT_AT = 60
APPLICATION_AT = 68
ROW_BYTES = DETAIL_BYTES + SUMMARY_BYTES + (1 << 16)

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

DESCRIPTION = """
    SELECT CAST(sql AS TEXT) FROM sqlite_master
    WHERE sql IS NOT NULL AND (tbl_name = 'entries' OR type = 'trigger')
"""

SCHEMA = (
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {FORMAT}",
    TABLE,
    "CREATE INDEX entries_by_kind ON entries (kind, seq)",
    """
    CREATE TRIGGER entries_only_follow BEFORE INSERT ON entries
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries)
    BEGIN SELECT raise(ABORT, 'append-only'); END
    """,
    """
    CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries
    BEGIN SELECT raise(ABORT, 'append-only'); END
    """,
    """
    CREATE TRIGGER entries_never_go BEFORE DELETE ON entries
    BEGIN SELECT raise(ABORT, 'append-only'); END
    """,
)

FULL = frozenset({sqlite3.SQLITE_FULL})
BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})
REFUSED = frozenset(
    {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
)
DISK = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOLFS})
DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_TOOBIG})

ASIDE = (
    "Renommez son dossier et gardez-le : Hygie en créera un nouveau, vide. Ou remettez en place"
    " une copie de sauvegarde."
)


def is_new(path: Path) -> bool:
    """Tell whether there is nothing yet; raise when what is there cannot be ours to use.

    Only the header is read: a file of another program is left as it was found, byte for byte. An
    empty file is new: this is what an interruption leaves before the very first entry.
    """
    with translated(path):
        header = _header(path)
    if header:
        _check_header(path, header)
        _check_length(path, header)
        return False
    if _size(_beside(path, "-wal")):
        raise MisusedError(
            f"Le fichier {path} manque ou est vide, mais {path.name}-wal est là :"
            " il contient les derniers enregistrements. Hygie n'a rien changé.",
            hint="Remettez les deux fichiers ensemble, tels qu'ils étaient.",
        )
    return True


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection | None]:
    """Open the file for the time of one question; None when there is nothing yet to ask.

    A creation that was interrupted is undone by SQLite as it opens the file: nothing yet, again.
    """
    if is_new(path):
        yield None
        return
    with translated(path), _opened(path) as connection:
        if _is_blank(connection):
            yield None
            return
        _check_numbers(path, connection)
        yield connection


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file, created if need be, for one transaction: all that is done inside, or nothing.

    Leaving before the end closes the connection, and so abandons the transaction.
    """
    if is_new(path):
        with translated(path):
            _create(path)
    with translated(path):
        _make_private(path)
        with _opened(path) as connection:
            connection.execute("BEGIN IMMEDIATE")
            if _is_blank(connection):
                for statement in SCHEMA:
                    connection.execute(statement)
            _check_numbers(path, connection)
            yield connection
            connection.execute("COMMIT")
            _use_write_ahead_log(connection)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system refuse into what the person can do about it."""
    try:
        yield
    except OSError as error:
        raise _of_system(path, error.errno) from error
    except sqlite3.DatabaseError as error:
        known = _of_sqlite(path, getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if known is None:
            raise
        raise known from error
    # What SQLite says of a damaged description quotes it, bytes that are no text included.
    except UnicodeDecodeError as error:
        raise _damaged(path) from error


def _header(path: Path) -> bytes:
    try:
        about = path.lstat()
    except FileNotFoundError:
        return b""
    # Looked at before opening: reading a pipe put in our place would never end.
    if not stat.S_ISREG(about.st_mode):
        raise MisusedError(
            f"{path} n'est pas un fichier ordinaire. Hygie n'y a pas touché.",
            hint=f"Déplacez-le hors du dossier {path.parent}, puis recommencez.",
        )
    with path.open("rb") as file:
        return file.read(HEADER_BYTES)


def _check_header(path: Path, header: bytes) -> None:
    named = int.from_bytes(header[APPLICATION_AT : APPLICATION_AT + 4])
    if len(header) < HEADER_BYTES or not header.startswith(MAGIC):
        named = 0
    _check(path, named, int.from_bytes(header[FORMAT_AT : FORMAT_AT + 4]))


def _check_length(path: Path, header: bytes) -> None:
    """Refuse a file that was cut short: SQLite would notice too, but leave files beside it.

    While another Hygie moves pages in, the header may be ahead of the file: the log beside says so.
    It is looked at before the length, which is then the final one.
    """
    page = int.from_bytes(header[PAGE_SIZE_AT : PAGE_SIZE_AT + 2])
    pages = int.from_bytes(header[PAGES_AT : PAGES_AT + 4])
    if _size(_beside(path, "-wal")) or _size(_beside(path, "-journal")):
        return
    # A page of 65,536 bytes is written 1: the number does not fit in two bytes.
    if _size(path) < pages * (page if page > 1 else 1 << 16):
        raise _not_ours(path)


def _check_numbers(path: Path, connection: sqlite3.Connection) -> None:
    """Check again from inside: the newest pages may still be in the write-ahead log."""
    _check(path, _number(connection, "application_id"), _number(connection, "user_version"))
    _check_description(path, connection)


def _check_description(path: Path, connection: sqlite3.Connection) -> None:
    """Refuse a table that is not described as we wrote it: SQLite would blame our own words.

    A trigger may be missing: what was changed without it, the chain tells.
    """
    expected = {_words(statement) for statement in SCHEMA}
    found = {_words(sql) for (sql,) in connection.execute(DESCRIPTION)}
    if _words(TABLE) not in found or found - expected:
        raise _damaged(path)


def _words(statement: str) -> str:
    return " ".join(statement.split())


def _check(path: Path, application: int, version: int) -> None:
    if application != APPLICATION or version < 1:
        raise _not_ours(path)
    if version > FORMAT:
        raise MisusedError(
            f"Le registre {path} a été écrit par une version plus récente de Hygie."
            " Rien n'est perdu : Hygie n'y a pas touché.",
            hint="Mettez Hygie à jour sur ce poste, puis recommencez.",
        )


def _not_ours(path: Path) -> MisusedError:
    return MisusedError(
        f"Le fichier {path} n'est pas un registre de Hygie, ou il est abîmé."
        " Hygie n'y a pas touché.",
        hint=ASIDE,
    )


def _is_blank(connection: sqlite3.Connection) -> bool:
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return tables == 0 and _number(connection, "application_id") == 0


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    (value,) = connection.execute(f"PRAGMA {pragma}").fetchone()
    return int(value)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    address = f"{path.absolute().as_uri()}?mode=rw"
    opened = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    with closing(opened) as connection:
        # A byte that is not UTF-8 must spoil its own row, not the reading of all the others.
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, ROW_BYTES)
        connection.execute("PRAGMA synchronous = FULL")
        # macOS keeps a plain fsync in the disk's own memory; elsewhere this does nothing.
        connection.execute("PRAGMA fullfsync = ON")
        # The file may have been prepared by somebody else: its triggers call no function of ours.
        connection.execute("PRAGMA trusted_schema = OFF")
        yield connection


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    # Another Hygie at work may keep the mode from changing; what was committed is on the disk
    # either way, and the next write asks again.
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")


def _create(path: Path) -> None:
    """Create the empty file with its permissions; SQLite gives the same to those beside it."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE_MODE))


def _make_private(path: Path) -> None:
    # On Windows files have the rights of their folder, and these bits only say «read-only».
    if sys.platform == "win32":
        return
    for file in (path, _beside(path, "-wal"), _beside(path, "-shm"), _beside(path, "-journal")):
        # The files beside come and go with the other Hygies at work.
        with suppress(FileNotFoundError):
            if stat.S_IMODE(file.lstat().st_mode) != FILE_MODE:
                file.chmod(FILE_MODE)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.lstat().st_size
    return 0


def _of_system(path: Path, code: int | None) -> StorageError:
    if code in {errno.ENOSPC, errno.EDQUOT}:
        return _full()
    return _refused(path)


def _of_sqlite(path: Path, code: int) -> MisusedError | StorageError | None:
    if code in FULL:
        return _full()
    if code in REFUSED:
        return _refused(path)
    if code in BUSY:
        return StorageError(
            "Une autre fenêtre de Hygie occupe le registre depuis trop longtemps."
            " Rien n'est perdu, rien de nouveau n'a été enregistré.",
            hint="Fermez l'autre fenêtre, ou attendez qu'elle ait fini, puis recommencez.",
        )
    if code in DISK:
        return StorageError(
            "Le disque n'a pas pu lire ou écrire le registre. Rien de nouveau n'a été enregistré.",
            hint="Vérifiez qu'il est branché et qu'il reste de la place, puis recommencez.",
        )
    return _damaged(path) if code in DAMAGED else None


def _damaged(path: Path) -> MisusedError:
    return MisusedError(
        f"Le registre {path} est abîmé et ne peut pas être lu. Hygie n'y a rien changé.",
        hint=ASIDE,
    )


def _full() -> StorageError:
    return StorageError(
        "Le disque est plein : rien de nouveau n'a été enregistré, rien de l'ancien n'est perdu.",
        hint="Libérez de la place (videz la corbeille, par exemple), puis recommencez.",
    )


def _refused(path: Path) -> StorageError:
    return StorageError(
        f"Le système refuse à Hygie l'accès à {path}. Rien n'est perdu,"
        " rien de nouveau n'a été enregistré.",
        hint="Vérifiez que le dossier existe, qu'il est à vous, et que le disque n'est pas protégé"
        " en écriture.",
    )
