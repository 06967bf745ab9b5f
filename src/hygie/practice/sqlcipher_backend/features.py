"""What the engine can do; Django asks the version of Python's own, which is another one."""

from typing import Final

from django.db.backends.sqlite3 import features as plain
from sqlcipher3 import dbapi2 as cipher  # type: ignore[import-untyped]  # it ships no types

REPLACES_COLUMNS = (3, 35, 5)
RETURNS_ROWS = (3, 35)
VERSION: Final[tuple[int, ...]] = cipher.sqlite_version_info


class DatabaseFeatures(plain.DatabaseFeatures):
    """The same as SQLite's, judged by the version that runs."""

    can_alter_table_drop_column = VERSION >= REPLACES_COLUMNS
    can_return_columns_from_insert = VERSION >= RETURNS_ROWS
    can_return_rows_from_bulk_insert = VERSION >= RETURNS_ROWS
