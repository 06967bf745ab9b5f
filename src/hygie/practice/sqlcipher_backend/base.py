"""Django's SQLite engine on an encrypted file. It never opens, nor makes, a plain one.

Django's own module speaks to the ``sqlite3`` of Python, by name: whatever names it is replaced
here, and the driver must say that it encrypts before anything else is asked of it.
"""

import os
import stat
import sys
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from datetime import date, datetime
from decimal import Decimal
from itertools import tee
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base as plain
from django.db.backends.sqlite3._functions import (  # type: ignore[import-untyped]  # no stub for it
    register,
)
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2 as cipher  # type: ignore[import-untyped]  # it ships no types

from hygie.core.errors import LockedError, MisusedError, StorageError
from hygie.practice.sqlcipher_backend.creation import DatabaseCreation
from hygie.practice.sqlcipher_backend.features import DatabaseFeatures
from hygie.practice.sqlite_drivers import BUSY_SECONDS, COMPATIBILITY

KEY_BYTES = 32
FILE_MODE = 0o600

PREPARED = (
    "PRAGMA synchronous = FULL",
    # macOS keeps a plain fsync in the disk's own memory; elsewhere this does nothing.
    "PRAGMA fullfsync = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    # What is erased leaves the file too.
    "PRAGMA secure_delete = ON",
)


class CipherCursor(cipher.Cursor):  # type: ignore[misc]  # the driver ships no types
    """A cursor that takes questions as Django writes them: ``%s``, not ``?``."""

    convert_query = plain.SQLiteCursorWrapper.convert_query

    def execute(self, query: str, params: Any = None) -> Any:  # noqa: ANN401  # DB-API
        """Run one statement."""
        if params is None:
            return super().execute(query)
        names = list(params) if isinstance(params, Mapping) else None
        return super().execute(self.convert_query(query, param_names=names), params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:  # noqa: ANN401  # DB-API
        """Run one statement for each group of values."""
        first, every = tee(param_list)
        sample = next(first, None)
        names = list(sample) if isinstance(sample, Mapping) else None
        return super().executemany(self.convert_query(query, param_names=names), every)


class DatabaseWrapper(plain.DatabaseWrapper):
    """One encrypted file; ``OPTIONS["key"]`` is its raw key, 32 bytes.

    Transactions begin by taking their turn to write, so that two requests never wait for each other
    half-way.
    """

    display_name = "SQLCipher"
    Database = cipher
    features_class = DatabaseFeatures
    creation_class = DatabaseCreation

    def get_connection_params(self) -> dict[str, Any]:
        """Return what the driver is given; the key is among it until the file is open."""
        options: Mapping[str, Any] = self.settings_dict["OPTIONS"]
        key = options.get("key")
        if not isinstance(key, bytes) or len(key) != KEY_BYTES:
            raise LockedError(
                "Les données du cabinet sont fermées. Rien n'est perdu.",
                hint="Donnez le code du cabinet, ou la clé de secours, puis recommencez.",
            )
        self.transaction_mode = "IMMEDIATE"
        path = Path(self.settings_dict["NAME"])
        return {"path": path, "key": key, "timeout": options.get("timeout", BUSY_SECONDS)}

    def get_new_connection(self, conn_params: Mapping[str, Any]) -> Any:  # noqa: ANN401  # the driver's own type
        """Open the file, created if need be, for its owner only."""
        path: Path = conn_params["path"]
        _make_private(path)
        _teach_types()
        connection = cipher.connect(
            str(path.absolute()),
            timeout=conn_params["timeout"],
            detect_types=cipher.PARSE_DECLTYPES | cipher.PARSE_COLNAMES,
            check_same_thread=False,
            isolation_level=None,
        )
        with ExitStack() as undo:
            undo.callback(connection.close)
            unlock(connection, conn_params["key"], path)
            register(connection)
            undo.pop_all()
        return connection

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ANN401  # the driver's own type
        """Return a cursor of the open file."""
        del name
        return self.connection.cursor(factory=CipherCursor)

    def get_database_version(self) -> tuple[int, ...]:
        """Return the version of the engine that really runs, not of Python's."""
        return tuple(cipher.sqlite_version_info)

    def is_in_memory_db(self) -> bool:
        """Tell Django that it is always a file: closing it loses nothing."""
        return False


def unlock(connection: Any, key: bytes, path: Path) -> None:  # noqa: ANN401  # the driver's own type
    """Give the key, and check that the file is read with it before anything is written."""
    # A wrong key is said below, in French; the engine's own words would go to the terminal.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute(f"PRAGMA cipher_compatibility = {COMPATIBILITY}")
    if not connection.execute("PRAGMA cipher_version").fetchone():
        raise ImproperlyConfigured("the driver does not encrypt: nothing was opened")
    try:
        for statement in PREPARED:
            connection.execute(statement)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except cipher.OperationalError as error:
        raise _refused(path) from error
    except cipher.DatabaseError as error:
        raise _not_ours(path) from error
    # Another Hygie at work may keep the mode from changing: the next opening asks again.
    with suppress(cipher.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")


def _make_private(path: Path) -> None:
    """Create the empty file with its permissions; the engine gives the same to those beside it."""
    try:
        if not stat.S_ISREG(_mode(path)):
            raise _not_ours(path)
        # On Windows files have the rights of their folder, and these bits only say «read-only».
        if sys.platform != "win32" and stat.S_IMODE(_mode(path)) != FILE_MODE:
            path.chmod(FILE_MODE)
    except OSError as error:
        raise _refused(path) from error


def _mode(path: Path) -> int:
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE_MODE))
    return path.lstat().st_mode


def _teach_types() -> None:
    """Teach the driver the types of Django: what Django taught Python's own is not shared."""
    cipher.register_converter("bool", b"1".__eq__)
    for name, read in (
        ("date", parse_date),
        ("time", parse_time),
        ("datetime", parse_datetime),
        ("timestamp", parse_datetime),
    ):
        cipher.register_converter(name, plain.decoder(read))
    cipher.register_adapter(Decimal, str)
    cipher.register_adapter(date, plain.adapt_date)
    cipher.register_adapter(datetime, plain.adapt_datetime)


def _refused(path: Path) -> StorageError:
    return StorageError(
        f"Le fichier {path} ne peut pas être ouvert : le système le refuse, ou une autre fenêtre de"
        " Hygie l'occupe. Rien n'est perdu, rien de nouveau n'a été enregistré.",
        hint="Fermez l'autre fenêtre. Vérifiez aussi que le disque est branché, ni plein ni protégé"
        " en écriture. Recommencez ensuite.",
    )


def _not_ours(path: Path) -> MisusedError:
    return MisusedError(
        f"Le fichier {path} ne s'ouvre pas avec la clé du cabinet : il est abîmé, ou vient"
        " d'ailleurs. Hygie n'y a pas touché.",
        hint="Remettez en place une copie de sauvegarde du dossier de données de Hygie.",
    )
