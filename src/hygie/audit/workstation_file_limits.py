"""What a workstation file may hold: it comes from elsewhere, so every word of it is bounded."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, assert_never

from hygie.audit.fields import text
from hygie.core.readings import Fact, Inapplicable, Observed, Reading, Unreadable, Value
from hygie.terminal.safe_text import neutral
from hygie.workstation.runner import has_shape

WORKSTATION = re.compile(r"poste-[0-9a-f]{8}")
WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,39}")
VERSION = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){1,3}([a-z]{1,4}[0-9]{0,4})?")
LONGEST = 1000
MOST_ITEMS = 1000
LARGEST = 10**15


def check_words(document: Mapping[str, Any]) -> str:
    """Return the workstation's id. Raises KeyError or ValueError on a word out of form."""
    for key, form in (("systeme", WORD), ("hygie", VERSION)):
        if not form.fullmatch(text(document, key)):
            raise ValueError(key)
    workstation = text(document, "poste")
    if not WORKSTATION.fullmatch(workstation):
        raise ValueError(workstation)
    return workstation


def check_reading(reading: Reading, fact: Fact, workstation: str, written: datetime) -> None:
    """Refuse a reading of another workstation, read after the file, or out of shape.

    Raises ValueError.
    """
    words = _words(reading)
    if (
        reading.workstation != workstation
        or reading.at > written
        or not has_shape(fact, reading)
        or not all(_is_plain(word) for word in words)
    ):
        raise ValueError(reading.fact)


def _words(reading: Reading) -> tuple[str, ...]:
    match reading:
        case Observed(value=value, source=source):
            return (source, *_words_of(value))
        case Unreadable(reason=reason, remedy=remedy):
            return (reason, remedy)
        case Inapplicable(reason=reason):
            return (reason,)
        case _:
            assert_never(reading)


def _words_of(value: Value) -> tuple[str, ...]:
    if isinstance(value, int) and abs(value) > LARGEST:
        raise ValueError(value)
    if isinstance(value, tuple) and len(value) > MOST_ITEMS:
        raise ValueError(len(value))
    if isinstance(value, str):
        return (value,)
    return value if isinstance(value, tuple) else ()


def _is_plain(word: str) -> bool:
    """Tell whether a text is one short line that no screen would obey."""
    return 0 < len(word) <= LONGEST and "\n" not in word and neutral(word) == word
