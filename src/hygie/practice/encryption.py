"""Moves the records of earlier versions, in clear, into the encrypted register, once.

Until the plain register is turned into a tombstone it is the truth, and the encrypted one is only
a copy under way. That turning is one transaction of SQLite, made while nobody else can write:
before it an older Hygie may still write in the plain register, and what it wrote is copied; after
it, whoever waited to write is refused, and nothing is ever written in a file nobody reads. Killed
at any step, the next opening goes on from there.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path

from hygie.core.errors import MisusedError, StorageError
from hygie.practice import sqlite_file
from hygie.practice.rows import Row
from hygie.practice.sqlite_drivers import PLAIN, CipherDriver, Connection, Driver
from hygie.practice.sqlite_errors import MovedError, translated
from hygie.practice.sqlite_records import ENCRYPTED_NAME, FILE_NAME
from hygie.practice.vault import Secret

PURPOSE = "registre"
READER_MILLISECONDS = 200
"""How long the old pages wait for somebody who reads them; longer, and it is for another day."""

COLUMNS = ", ".join(f'"{name}"' for name in Row._fields)
EVERY = f"SELECT {COLUMNS} FROM entries ORDER BY seq"  # noqa: S608  # made of the columns' names
TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"

Reached = Callable[[str], None]
Stored = tuple[object, ...]


class _Text(bytes):
    """A text as it is stored, which may not be UTF-8: not a BLOB, and not to be changed either."""

    __slots__ = ()


def driver_of(secret: Secret) -> CipherDriver:
    """Return what opens the encrypted register."""
    return CipherDriver(secret.derived(PURPOSE))


def encrypt_records(folder: Path, secret: Secret, *, reached: Reached = lambda _: None) -> None:
    """Make sure that the register of a folder is encrypted, and that no plain one is written.

    ``reached`` is told each step, by those who interrupt it. Raises MisusedError when two different
    registers are there, or when one cannot be read; nothing was changed then.
    """
    plain, driver = folder / FILE_NAME, driver_of(secret)
    if not _is_tombstone(plain):
        # Another Hygie may have moved it while this one waited for its turn.
        with suppress(MovedError):
            _move(plain, folder / ENCRYPTED_NAME, driver, reached)
    if sqlite_file.is_new(folder / ENCRYPTED_NAME, driver):
        raise _lost(folder / ENCRYPTED_NAME)
    _scrub(plain)
    reached("nettoyé")


def _is_tombstone(plain: Path) -> bool:
    try:
        with sqlite_file.reading(plain):
            return False
    except MovedError:
        return True


def _move(plain: Path, encrypted: Path, driver: Driver, reached: Reached) -> None:
    """Copy what the encrypted register lacks, look at it again, then bury the plain one."""
    with sqlite_file.writing(plain) as source:
        source.text_factory = _Text
        reached("tenu")
        with sqlite_file.writing(encrypted, driver) as target:
            target.text_factory = _Text
            _copy(source, target, plain, encrypted)
            reached("copié")
        reached("chiffré")
        with sqlite_file.reading(encrypted, driver) as target:
            _check_whole(source, target, plain, encrypted)
        reached("vérifié")
        _bury(source)
        reached("enterré")
    reached("déplacé")


def _copy(source: Connection, target: Connection, plain: Path, encrypted: Path) -> None:
    rows = _lacking(source, target, plain, encrypted)
    first = next(rows, None)
    if first is None:
        return
    # A register somebody damaged is kept as it is: where it broke is part of what it tells.
    target.execute("DROP TRIGGER IF EXISTS entries_only_follow")
    for row in chain([first], rows):
        _insert(target, row)
    target.execute(sqlite_file.ONLY_FOLLOW)


def _insert(target: Connection, row: Stored) -> None:
    places = ("CAST(? AS TEXT)" if isinstance(value, _Text) else "?" for value in row)
    values = tuple(bytes(value) if isinstance(value, _Text) else value for value in row)
    target.execute(f"INSERT INTO entries ({COLUMNS}) VALUES ({', '.join(places)})", values)  # noqa: S608  # made of this file's words


def _check_whole(
    source: Connection, target: Connection | None, plain: Path, encrypted: Path
) -> None:
    if target is not None:
        target.text_factory = _Text
        if next(_lacking(source, target, plain, encrypted), None) is None:
            return
    raise StorageError(
        "Le disque n'a pas rendu ce que Hygie venait d'y écrire. Rien n'est perdu : le registre"
        " est resté tel quel, en clair.",
        hint="Vérifiez le disque et la place qui reste, puis recommencez.",
    )


def _lacking(
    source: Connection, target: Connection, plain: Path, encrypted: Path
) -> Iterator[Stored]:
    """Return the rows to copy: what both have must be the same, to the byte."""
    ours = iter(source.execute(EVERY))
    for theirs in target.execute(EVERY):
        mine = next(ours, None)
        if mine is None:
            # An old copy was put back: all it holds is in the encrypted register already.
            return
        if mine != theirs:
            raise _two_registers(plain, encrypted)
    yield from ours


def _bury(source: Connection) -> None:
    """Leave no entry, and a version that every Hygie refuses; zeros go over the old pages."""
    source.execute("PRAGMA secure_delete = ON")
    for (name,) in source.execute(TRIGGERS).fetchall():
        source.execute(f'DROP TRIGGER "{name.decode()}"')
    source.execute("DROP TABLE entries")
    source.execute(f"PRAGMA user_version = {sqlite_file.MOVED}")


def _scrub(plain: Path) -> None:
    """Give the old pages back; what another Hygie is still reading waits for the next opening."""
    with translated(plain), sqlite_file.opened(plain, PLAIN) as connection:
        if sqlite_file.is_alone(plain) and not sqlite_file.number(connection, "freelist_count"):
            return
        with suppress(PLAIN.errors):
            connection.execute(f"PRAGMA busy_timeout = {READER_MILLISECONDS}")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode = DELETE")


def _two_registers(plain: Path, encrypted: Path) -> MisusedError:
    return MisusedError(
        f"Deux registres différents sont dans le dossier de données : {plain.name}, en clair, et"
        f" {encrypted.name}, chiffré. Hygie n'a touché à aucun.",
        hint=f"Pour continuer avec le registre chiffré, rangez {plain.name} hors de ce dossier"
        f" ({plain.parent}).",
    )


def _lost(encrypted: Path) -> MisusedError:
    return MisusedError(
        f"Le registre de ce cabinet est chiffré, et le fichier {encrypted} qui le contient n'est"
        " plus là. Hygie n'a rien changé.",
        hint=f"Remettez {encrypted.name} en place, depuis la corbeille ou une copie de sauvegarde.",
    )
