"""How old the data tables are: what Hygie knows of the outside world goes stale by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

TABLE_DAYS = 180
"""A table nobody checked for longer than this is said to be old: our choice."""

READING_DAYS = 30
"""What another workstation said of itself counts no longer than this: our choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTable:
    """One table of the catalogue; ``checked`` is the newest check of any of its lines."""

    id: str
    label: str
    checked: date


def outdated(tables: Iterable[DataTable], today: date) -> tuple[DataTable, ...]:
    """Return the tables too old on that day, in the order given."""
    limit = timedelta(days=TABLE_DAYS)
    return tuple(table for table in tables if today - table.checked > limit)
