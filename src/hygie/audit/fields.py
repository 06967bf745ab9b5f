"""Takes typed fields out of a JSON object somebody gave us; all raise KeyError or ValueError."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

Document = Mapping[str, Any]


def text(entry: Document, key: str) -> str:
    """Return a text."""
    value = entry[key]
    if isinstance(value, str):
        return value
    raise ValueError(key)


def whole(entry: Document, key: str) -> int:
    """Return a whole number, zero or more."""
    value = entry[key]
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise ValueError(key)


def flag(entry: Document, key: str) -> bool:
    """Return true or false."""
    value = entry[key]
    if isinstance(value, bool):
        return value
    raise ValueError(key)


def objects(entry: Document, key: str) -> list[Document]:
    """Return a list of objects."""
    value = entry[key]
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return value
    raise ValueError(key)


def texts(entry: Document, key: str) -> tuple[str, ...]:
    """Return a list of texts."""
    value = entry[key]
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise ValueError(key)


def moment(entry: Document, key: str) -> datetime:
    """Return a date and time with its zone."""
    found = datetime.fromisoformat(text(entry, key))
    if found.tzinfo is None:
        raise ValueError(key)
    return found


def optional_moment(entry: Document, key: str) -> datetime | None:
    """Return a date and time, or None where the document says null."""
    return None if entry[key] is None else moment(entry, key)


def value(entry: Document, key: str) -> bool | int | str | tuple[str, ...]:
    """Return what a fact may be: true or false, a whole number, a text, a list of texts."""
    found = entry[key]
    if isinstance(found, bool | int | str):
        return found
    return texts(entry, key)
