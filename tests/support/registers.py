"""A register in a folder, plain or encrypted: the same tests on both."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it has no types

from hygie.practice.records import Records
from hygie.practice.sqlite_drivers import PLAIN, CipherDriver, Driver
from hygie.practice.sqlite_records import ENCRYPTED_NAME, FILE_NAME, SqliteRecords
from support.records import Tokens

KEY = bytes(range(32))
CIPHER = CipherDriver(KEY)
DRIVERS: dict[str, Driver] = {"en-clair": PLAIN, "chiffré": CIPHER}


@dataclass(frozen=True)
class Register:
    """A folder, and what opens the register in it."""

    folder: Path
    driver: Driver

    @property
    def name(self) -> str:
        return ENCRYPTED_NAME if self.driver.encrypts else FILE_NAME

    @property
    def path(self) -> Path:
        return self.folder / self.name

    @property
    def library(self) -> Any:
        """The one that speaks to the file, with its own errors."""
        return dbapi2 if self.driver.encrypts else sqlite3

    def open(self, seed: str = "essai") -> Records:
        return SqliteRecords(self.folder, token=Tokens(seed), driver=self.driver)

    def raw(self) -> sqlite3.Connection:
        """Open the file as no Hygie does: nothing is checked first."""
        if not self.driver.encrypts:
            return sqlite3.connect(self.path, isolation_level=None)
        return self.driver.connect(f"{self.path.absolute().as_uri()}?mode=rwc")

    def forced(self, *statements: tuple[str, tuple[Any, ...]]) -> None:
        """Do to the file what Hygie never does: the guards are dropped first."""
        with closing(self.raw()) as connection:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in names.fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            for statement, values in statements:
                connection.execute(statement, values)
