"""What a workstation answered, or why it did not.

«We could not know» is a value of its own: a probe that fails is never a pass, a fail or nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Value = bool | int | str | tuple[str, ...]


class FactType(StrEnum):
    """The shapes a value may take; a date is an ISO 8601 day, a list holds known tokens."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    TEXT = "text"
    LIST = "list"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of the vocabulary. ``id`` is for ever; no value ever names a person or a file."""

    id: str
    probe: str
    type: FactType
    label: str
    unit: str = ""
    network: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """The machine answered. ``source`` names the command or file the value was read from."""

    fact: str
    workstation: str
    value: Value
    source: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """We asked and could not know; ``remedy`` tells the person where to look."""

    fact: str
    workstation: str
    reason: str
    remedy: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Inapplicable:
    """The question has no meaning here: no Wi-Fi card, no graphical session."""

    fact: str
    workstation: str
    reason: str
    at: datetime


Reading = Observed | Unreadable | Inapplicable


def newest(readings: Iterable[Reading]) -> Mapping[tuple[str, str], Reading]:
    """Return the last reading of each (workstation, fact), whatever the order given.

    Two readings of the same instant are told apart by what they say, never by their rank.
    """
    last: dict[tuple[str, str], Reading] = {}
    for reading in readings:
        key = (reading.workstation, reading.fact)
        kept = last.get(key)
        if kept is None or (reading.at, repr(reading)) > (kept.at, repr(kept)):
            last[key] = reading
    return last
