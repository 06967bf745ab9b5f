"""Typed looks at what the report holds: a value of another type is an absence, never a guess."""

from collections.abc import Mapping
from datetime import UTC, datetime

Row = Mapping[str, object]

OLDEST = 2000
"""The moments Windows uses for «never» are far before."""


def whole(row: Row, name: str) -> int | None:
    """Return a number that is whole and not negative."""
    value = row.get(name)
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and isinstance(value, int) and value >= 0 else None


def flag(row: Row, name: str) -> bool | None:
    """Return a yes or a no."""
    value = row.get(name)
    return value if isinstance(value, bool) else None


def text(row: Row, name: str) -> str:
    """Return a text, empty when there is none."""
    value = row.get(name)
    return value if isinstance(value, str) else ""


def moment(row: Row, name: str) -> datetime | None:
    """Return a date and time, «2026-11-22T18:41:00Z»; one of another form is not one."""
    try:
        found = datetime.fromisoformat(text(row, name))
    except ValueError:
        return None
    if found.tzinfo is None or found.year < OLDEST:
        return None
    try:
        return found.astimezone(UTC)
    except OverflowError:
        return None
