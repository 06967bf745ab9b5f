"""The two engines under the records: Python's own SQLite, and SQLCipher, which encrypts.

They are two libraries in one process: a file is only ever opened by one of them, or closing it in
one would drop the other's locks.
"""

import sqlite3
from dataclasses import dataclass
from typing import Protocol, cast

from hygie.practice.records import DETAIL_BYTES, SUMMARY_BYTES

BUSY_SECONDS = 10.0
"""How long a second Hygie waits for the first to finish writing."""

ROW_BYTES = DETAIL_BYTES + SUMMARY_BYTES + (1 << 16)
COMPATIBILITY = 4
"""The cipher settings of SQLCipher 4, whatever a later one prefers."""

Connection = sqlite3.Connection


class Driver(Protocol):
    """Opens a file by its address, «file:…?mode=…»."""

    @property
    def encrypts(self) -> bool:
        """Tell whether what it writes can only be read with a key."""

    @property
    def errors(self) -> type[Exception]:
        """Return what the library raises; it has a ``sqlite_errorcode`` when SQLite spoke."""

    def connect(self, address: str) -> Connection:
        """Return a connection that begins no transaction by itself."""


@dataclass(frozen=True, slots=True)
class PlainDriver:
    """Python's own."""

    encrypts: bool = False

    @property
    def errors(self) -> type[Exception]:
        """Return what sqlite3 raises."""
        return sqlite3.DatabaseError

    def connect(self, address: str) -> Connection:
        """Open; see Driver."""
        opened = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        opened.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, ROW_BYTES)
        return opened


@dataclass(frozen=True, slots=True, repr=False)
class CipherDriver:
    """SQLCipher, with a key of 32 bytes.

    It has no limit on the length of a value, and needs less of one: every page is authenticated, so
    that only who holds the key can have written it.
    """

    key: bytes
    encrypts: bool = True

    @property
    def errors(self) -> type[Exception]:
        """Return what SQLCipher raises, which is no error of sqlite3."""
        from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # noqa: PLC0415  # it has no types; start-up time

        return cast("type[Exception]", dbapi2.DatabaseError)

    def connect(self, address: str) -> Connection:
        """Open; see Driver. A wrong key is only seen at the first question."""
        from sqlcipher3 import dbapi2  # noqa: PLC0415  # start-up time

        opened = dbapi2.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        # It tells wrong keys and damage on the screen; we say them in French.
        opened.execute("PRAGMA cipher_log_level = NONE")
        opened.execute(f"PRAGMA key = \"x'{self.key.hex()}'\"")
        opened.execute(f"PRAGMA cipher_compatibility = {COMPATIBILITY}")
        if opened.execute("PRAGMA cipher_version").fetchone() is None:
            opened.close()
            raise RuntimeError("this is not SQLCipher: it would write in clear")
        return cast("Connection", opened)


PLAIN = PlainDriver()
