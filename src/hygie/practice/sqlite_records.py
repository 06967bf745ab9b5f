"""The records of a practice in one SQLite file, plain or encrypted, created by itself."""

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from hygie.practice import rows, sqlite_file
from hygie.practice.records import Anchor, Chain, Draft, Entry, Line
from hygie.practice.sqlite_drivers import PLAIN, Connection, Driver

FILE_NAME = "registre.sqlite"
ENCRYPTED_NAME = "registre.chiffre"

LARGEST = (1 << 63) - 1

SEALED = 'seq, practice, at, kind, measure, workstation, expires, "by", summary, digest, previous'
WHOLE = f"{SEALED}, hash, salt, detail"
LISTED = f"{SEALED}, hash, NULL, NULL"
INSERT = f"INSERT INTO entries ({WHOLE}) VALUES ({', '.join('?' * len(rows.Row._fields))})"  # noqa: S608  # made of this file's words
TAIL = f"SELECT {LISTED} FROM entries ORDER BY seq DESC LIMIT 1"  # noqa: S608  # made of this file's words


class SqliteRecords:
    """Records in ``folder``, which exists; ``token`` gives at least 16 bytes of chance.

    A connection lives for one call: several threads and several processes may write at once, and
    between calls the file is complete by itself, fit to be copied. ``driver`` decides whether it is
    encrypted, and so which file it is.
    """

    def __init__(self, folder: Path, *, token: Callable[[], bytes], driver: Driver = PLAIN) -> None:
        self.path = folder / (ENCRYPTED_NAME if driver.encrypts else FILE_NAME)
        self._driver = driver
        self._token = token

    @property
    def encrypted(self) -> bool:
        """Tell whether the file can only be read with a key."""
        return self._driver.encrypts

    def append(self, draft: Draft) -> Entry:
        """Write one entry; see Records.append."""
        (entry,) = self.append_all([draft])
        return entry

    def append_all(self, drafts: Iterable[Draft]) -> tuple[Entry, ...]:
        """Write all of them, or none; see Records.append_all."""
        waiting = tuple(drafts)
        if not waiting:
            return ()
        with sqlite_file.writing(self.path, self._driver) as connection:
            sealed = rows.seal_all(waiting, self._tail(connection), self._token)
            for row in sealed:
                connection.execute(INSERT, row)
        return tuple(rows.read_entry(row) for row in sealed)

    def lines(
        self, *, kinds: Collection[str] | None = None, after: int = 0, until: int | None = None
    ) -> tuple[Line, ...]:
        """List without details; see Records.lines."""
        return tuple(rows.read_line(row) for row in self._select(LISTED, kinds, after, until))

    def entries(
        self, *, kinds: Collection[str] | None = None, after: int = 0, until: int | None = None
    ) -> tuple[Entry, ...]:
        """Read in full; see Records.entries."""
        return tuple(rows.read_entry(row) for row in self._select(WHOLE, kinds, after, until))

    def last(self, kind: str) -> Entry | None:
        """Read the newest entry of a kind; see Records.last."""
        found = self._ask("WHERE kind = ? ORDER BY seq DESC LIMIT 1", (kind,), WHOLE)
        return rows.read_entry(found[0]) if found else None

    def verify(self, since: Anchor | None = None) -> Chain:
        """Check every entry and the chain; see Records.verify."""
        asked = f"SELECT {WHOLE} FROM entries ORDER BY seq"  # noqa: S608  # made of this file's words
        with sqlite_file.reading(self.path, self._driver) as connection:
            # One row at a time: together, the details may be larger than the memory.
            return rows.walk(() if connection is None else connection.execute(asked), since)

    def _select(
        self, columns: str, kinds: Collection[str] | None, after: int, until: int | None
    ) -> list[tuple[object, ...]]:
        bounds = (after, LARGEST if until is None else until)
        which = "WHERE seq > ? AND seq <= ?"
        if kinds is not None:
            which += f" AND kind IN ({', '.join('?' * len(kinds))})"
        return self._ask(f"{which} ORDER BY seq", (*bounds, *(kinds or ())), columns)

    def _ask(
        self, which: str, values: tuple[object, ...], columns: str
    ) -> list[tuple[object, ...]]:
        with sqlite_file.reading(self.path, self._driver) as connection:
            if connection is None:
                return []
            asked = f"SELECT {columns} FROM entries {which}"  # noqa: S608  # made of this file's words
            return connection.execute(asked, values).fetchall()

    def _tail(self, connection: Connection) -> rows.Tail:
        """Return what to chain to; the practice gets its id with its first entry."""
        row = connection.execute(TAIL).fetchone()
        if row is None:
            return rows.Tail(practice=self._token().hex()[:32])
        last = rows.read_line(row)
        return rows.Tail(practice=last.practice, seq=last.seq, hash=last.hash)
