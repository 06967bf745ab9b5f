"""The records of many practices in one PostgreSQL table, for a server: the same chain and rules."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256

import psycopg
from psycopg import Connection, IsolationLevel, errors

from hygie.core.errors import MisusedError, StorageError
from hygie.practice import rows
from hygie.practice.records import Anchor, Chain, Draft, Entry, Line

LARGEST = (1 << 63) - 1
BUSY_MILLISECONDS = 10_000
"""How long a writer waits for another one of the same practice."""

ROWS_AT_ONCE = 16
"""Together, the details may be larger than the memory."""

Stored = tuple[object, ...]

FORMAT = "Hygie 1"
"""What our table says of itself; a later format will say another number."""

SCHEMA = """
    CREATE TABLE hygie_entries (
        seq bigint NOT NULL,
        practice text NOT NULL,
        at text NOT NULL,
        kind text NOT NULL,
        measure text,
        workstation text,
        expires text,
        "by" text NOT NULL,
        summary text NOT NULL,
        digest text NOT NULL,
        previous text NOT NULL,
        hash text NOT NULL,
        salt text,
        detail text,
        PRIMARY KEY (practice, seq)
    );
    CREATE INDEX hygie_entries_by_kind ON hygie_entries (practice, kind, seq);
    CREATE FUNCTION hygie_entries_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'append-only'; END $$;
    CREATE FUNCTION hygie_entries_only_follow() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.seq IS DISTINCT FROM 1 + (
            SELECT coalesce(max(seq), 0) FROM hygie_entries WHERE practice = NEW.practice
        ) THEN RAISE EXCEPTION 'append-only'; END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER hygie_entries_only_follow BEFORE INSERT ON hygie_entries
        FOR EACH ROW EXECUTE FUNCTION hygie_entries_only_follow();
    CREATE TRIGGER hygie_entries_never_change BEFORE UPDATE OR DELETE ON hygie_entries
        FOR EACH ROW EXECUTE FUNCTION hygie_entries_never_change();
    CREATE TRIGGER hygie_entries_never_empty BEFORE TRUNCATE ON hygie_entries
        FOR EACH STATEMENT EXECUTE FUNCTION hygie_entries_never_change();
    COMMENT ON TABLE hygie_entries IS 'Hygie 1';
"""
WHAT_IS_THERE = """
    SELECT to_regclass('hygie_entries') IS NOT NULL,
           obj_description(to_regclass('hygie_entries'), 'pg_class')
"""

SEALED = 'seq, practice, at, kind, measure, workstation, expires, "by", summary, digest, previous'
WHOLE = f"{SEALED}, hash, salt, detail"
LISTED = f"{SEALED}, hash, NULL, NULL"
INSERT = f"INSERT INTO hygie_entries ({WHOLE}) VALUES ({', '.join(['%s'] * len(rows.Row._fields))})"  # noqa: S608  # made of this file's words
FROM = "FROM hygie_entries WHERE practice = %s"

FULL = (errors.DiskFull, errors.OutOfMemory)
BUSY = (errors.LockNotAvailable, errors.QueryCanceled)
REFUSED = (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)


class PostgresRecords:
    """Records of one ``practice`` in the database at ``address``, a libpq connection string.

    Writers of one practice wait for each other; practices never do. ``token`` gives at least 16
    bytes of chance. The table is made by the first write.
    """

    def __init__(self, address: str, *, practice: str, token: Callable[[], bytes]) -> None:
        self._address, self._practice, self._token = address, practice, token
        self._made = False

    def append(self, draft: Draft) -> Entry:
        """Write one entry; see Records.append."""
        (entry,) = self.append_all([draft])
        return entry

    def append_all(self, drafts: Iterable[Draft]) -> tuple[Entry, ...]:
        """Write all of them, or none; see Records.append_all."""
        waiting = tuple(drafts)
        if not waiting:
            return ()
        with self._writing() as connection:
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
        found = self._ask(WHOLE, "AND kind = %s ORDER BY seq DESC LIMIT 1", (kind,))
        return rows.read_entry(found[0]) if found else None

    def verify(self, since: Anchor | None = None) -> Chain:
        """Check every entry and the chain; see Records.verify."""
        with self._reading() as connection:
            if connection is None:
                return rows.walk((), since)
            with connection.cursor(name="hygie_verify") as cursor:
                cursor.itersize = ROWS_AT_ONCE
                cursor.execute(f"SELECT {WHOLE} {FROM} ORDER BY seq", (self._practice,))
                return rows.walk(cursor, since)

    def _select(
        self, columns: str, kinds: Collection[str] | None, after: int, until: int | None
    ) -> list[Stored]:
        which: str = "AND seq > %s AND seq <= %s"
        values: tuple[object, ...] = (after, LARGEST if until is None else until)
        if kinds is not None:
            which, values = f"{which} AND kind = ANY(%s)", (*values, list(kinds))
        return self._ask(columns, f"{which} ORDER BY seq", values)

    def _ask(self, columns: str, which: str, values: tuple[object, ...]) -> list[Stored]:
        with self._reading() as connection:
            if connection is None:
                return []
            asked = f"SELECT {columns} {FROM} {which}".encode()  # only words of this file
            return connection.execute(asked, (self._practice, *values)).fetchall()

    def _tail(self, connection: Connection[Stored]) -> rows.Tail:
        asked = f"SELECT {LISTED} {FROM} ORDER BY seq DESC LIMIT 1".encode()
        row = connection.execute(asked, (self._practice,)).fetchone()
        if row is None:
            return rows.Tail(practice=self._practice)
        last = rows.read_line(row)
        return rows.Tail(practice=last.practice, seq=last.seq, hash=last.hash)

    @contextmanager
    def _reading(self) -> Iterator[Connection[Stored] | None]:
        """Open for the time of one question; None when there is nothing yet to ask."""
        with self._opened() as connection:
            yield connection if _is_there(connection) else None

    @contextmanager
    def _writing(self) -> Iterator[Connection[Stored]]:
        """Open for one transaction, alone in its practice: all that is done inside, or nothing."""
        if not self._made:
            self._make_table()
        with self._opened() as connection:
            connection.execute("SET LOCAL synchronous_commit = on")
            connection.execute(f"SET LOCAL lock_timeout = {BUSY_MILLISECONDS}".encode())
            _take_turn(connection, f"hygie_entries {self._practice}")
            _is_there(connection)
            yield connection

    def _make_table(self) -> None:
        """Make the table when there is none; several servers may start at the same time."""
        with self._opened() as connection:
            # The turn comes first: what was looked for before is remembered as missing.
            _take_turn(connection, "hygie_entries")
            if not _is_there(connection):
                connection.execute(SCHEMA)
        self._made = True

    @contextmanager
    def _opened(self) -> Iterator[Connection[Stored]]:
        with translated(), psycopg.connect(self._address) as connection:
            # Stricter ones would read what was there before the writer's turn came.
            connection.isolation_level = IsolationLevel.READ_COMMITTED
            connection.execute("SET client_encoding = 'UTF8'")
            yield connection


@contextmanager
def translated() -> Iterator[None]:
    """Turn what PostgreSQL refuses into what the person can do about it."""
    try:
        yield
    except psycopg.Error as error:
        said = _said(error)
        if said is None:
            raise
        raise said from error


def _is_there(connection: Connection[Stored]) -> bool:
    """Tell whether our table is there. Raises MisusedError when another one has its name."""
    found = connection.execute(WHAT_IS_THERE).fetchone()
    if found not in {(False, None), (True, FORMAT)}:
        raise MisusedError(
            "La base de données contient une table « hygie_entries » d'une autre version de Hygie,"
            " ou d'un autre programme. Hygie n'y a pas touché.",
            hint="Mettez Hygie à jour sur ce serveur, ou donnez-lui une base à lui.",
        )
    return found == (True, FORMAT)


def _take_turn(connection: Connection[Stored], what: str) -> None:
    """Wait until nobody else holds this; the end of the transaction lets it go."""
    number = int.from_bytes(sha256(what.encode()).digest()[:8], signed=True)
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (number,))


def _said(error: psycopg.Error) -> StorageError | None:
    if isinstance(error, FULL):
        return StorageError(
            "Le serveur n'a plus de place : rien de nouveau n'a été enregistré, rien de l'ancien"
            " n'est perdu.",
            hint="Prévenez la personne qui s'occupe du serveur, puis recommencez.",
        )
    if isinstance(error, BUSY):
        return StorageError(
            "Quelqu'un d'autre enregistre depuis trop longtemps. Rien n'est perdu, rien de nouveau"
            " n'a été enregistré.",
            hint="Attendez quelques minutes, puis recommencez.",
        )
    if isinstance(error, (*REFUSED, psycopg.OperationalError)):
        return StorageError(
            "La base de données ne répond pas, ou refuse l'accès. Rien n'est perdu, rien de nouveau"
            " n'a été enregistré.",
            hint="Prévenez la personne qui s'occupe du serveur, puis recommencez.",
        )
    return None
