"""What SQLite and the system refuse, as the person in front of the screen can act on it."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hygie.core.errors import MisusedError, StorageError
from hygie.practice.sqlite_drivers import PLAIN, Driver

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


class MovedError(MisusedError):
    """The register is now in an encrypted file: this plain one only keeps its place."""


@contextmanager
def translated(path: Path, driver: Driver = PLAIN) -> Iterator[None]:
    """Turn what the engine and the system refuse into what the person can do about it."""
    try:
        yield
    except OSError as error:
        raise _of_system(path, error.errno) from error
    # What SQLite says of a damaged description quotes it, bytes that are no text included.
    except UnicodeDecodeError as error:
        raise damaged(path) from error
    # Last: asking the driver for its errors may load its library.
    except driver.errors as error:
        known = _of_sqlite(path, code_of(error), driver)
        if known is None:
            raise
        raise known from error


def code_of(error: Exception) -> int:
    """Return the number SQLite gave, without its details."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def not_ours(path: Path, driver: Driver = PLAIN) -> MisusedError:
    """Say of a file that it is another's; of an encrypted one, one cannot know."""
    if driver.encrypts:
        return MisusedError(
            f"La clé de ce cabinet n'ouvre pas le fichier {path} : il vient d'un autre dossier, ou"
            " il est abîmé. Hygie n'y a pas touché.",
            hint=f"{path.name} et coffre.json vont ensemble : remettez en place les deux, pris dans"
            " la même copie de sauvegarde.",
        )
    return MisusedError(
        f"Le fichier {path} n'est pas un registre de Hygie, ou il est abîmé."
        " Hygie n'y a pas touché.",
        hint=ASIDE,
    )


def newer(path: Path) -> MisusedError:
    """Say that only a later Hygie can read the file."""
    return MisusedError(
        f"Le registre {path} a été écrit par une version plus récente de Hygie."
        " Rien n'est perdu : Hygie n'y a pas touché.",
        hint="Mettez Hygie à jour sur ce poste, puis recommencez.",
    )


def moved(path: Path) -> MovedError:
    """Say that the register was encrypted meanwhile."""
    return MovedError(
        f"Le registre {path} a été chiffré : ses enregistrements sont dans un autre fichier."
        " Rien n'est perdu, rien de nouveau n'a été enregistré.",
        hint="Fermez Hygie, puis relancez-le. S'il le redit, remettez dans ce dossier coffre.json"
        " et registre.chiffre, pris dans la même copie de sauvegarde.",
    )


def damaged(path: Path) -> MisusedError:
    """Say that a register cannot be read."""
    return MisusedError(
        f"Le registre {path} est abîmé et ne peut pas être lu. Hygie n'y a rien changé.",
        hint=ASIDE,
    )


def _of_system(path: Path, code: int | None) -> StorageError:
    if code in {errno.ENOSPC, errno.EDQUOT}:
        return _full()
    return _refused(path)


def _of_sqlite(path: Path, code: int, driver: Driver) -> MisusedError | StorageError | None:
    if code in FULL:
        return _full()
    if code in REFUSED:
        return _refused(path)
    if code in BUSY:
        return _busy()
    if code in DISK:
        return StorageError(
            "Le disque n'a pas pu lire ou écrire le registre. Rien de nouveau n'a été enregistré.",
            hint="Vérifiez qu'il est branché et qu'il reste de la place, puis recommencez.",
        )
    if code == sqlite3.SQLITE_NOTADB and driver.encrypts:
        return not_ours(path, driver)
    return damaged(path) if code in DAMAGED else None


def _busy() -> StorageError:
    return StorageError(
        "Une autre fenêtre de Hygie occupe le registre depuis trop longtemps."
        " Rien n'est perdu, rien de nouveau n'a été enregistré.",
        hint="Fermez l'autre fenêtre, ou attendez qu'elle ait fini, puis recommencez.",
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
