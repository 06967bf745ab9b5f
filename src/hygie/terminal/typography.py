"""French typography: spaces, figures, days, durations, plurals. Pure.

One choice, everywhere: U+00A0 inside « » and before « : », between a figure and its unit and inside
a date; U+202F before « ; ? ! » and between thousands. Only a space already typed is changed: none
is added, so that addresses and commands stay as they are.
"""

import re
from datetime import date, datetime, timedelta, tzinfo

NO_BREAK = "\u00a0"
NARROW = "\u202f"

MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip  # two lines read better than twelve

# A lone space only: the wide gaps of a drawn line stay gaps.
_PLAIN_BEFORE = re.compile("(?<=[^ \n]) (?=[:»%€])")
_NARROW_BEFORE = re.compile("(?<=[^ \n]) (?=[;?!])")
_PLAIN_AFTER = re.compile("(?<=«) (?=[^ \n])")


def typeset(text: str) -> str:
    """Make the spaces that must not break unbreakable."""
    text = _PLAIN_BEFORE.sub(NO_BREAK, text)
    text = _NARROW_BEFORE.sub(NARROW, text)
    return _PLAIN_AFTER.sub(NO_BREAK, text)


def number(value: int) -> str:
    """Write «1 234»."""
    return f"{value:,}".replace(",", NARROW)


def decimal(value: float, *, digits: int = 1) -> str:
    """Write «0,8»."""
    return f"{value:,.{digits}f}".replace(",", NARROW).replace(".", ",")


def agree(count: int, one: str, several: str = "") -> str:
    """Return the word that goes with a count; in French zero is singular."""
    return one if abs(count) < 2 else several or f"{one}s"  # noqa: PLR2004  # two is the plural


def counted(count: int, one: str, several: str = "") -> str:
    """Write «23 jours»."""
    return f"{number(count)}{NO_BREAK}{agree(count, one, several)}"


def day(value: date) -> str:
    """Write «22 nov. 2026»."""
    return f"{_day_and_month(value)}{NO_BREAK}{value.year}"


def moment(at: datetime, *, now: datetime, zone: tzinfo | None) -> str:
    """Write «22 nov. à 19 h 41», with the year when it is not the current one.

    ``zone`` is where the reader is; None is this computer's own, summer time included.
    """
    here = at.astimezone(zone)
    same_year = here.year == now.astimezone(zone).year
    written = _day_and_month(here) if same_year else day(here)
    return f"{written} à {hour(here)}"


def hour(at: datetime) -> str:
    """Write «19 h 41», as the clock of ``at`` shows it."""
    return f"{at.hour}{NO_BREAK}h{NO_BREAK}{at.minute:02}"


def minutes(count: int) -> str:
    """Write «20 min», «1 h» or «1 h 30»."""
    hours, rest = divmod(count, 60)
    if not hours:
        return f"{rest}{NO_BREAK}min"
    return f"{number(hours)}{NO_BREAK}h" + (f"{NO_BREAK}{rest:02}" if rest else "")


def duration(length: timedelta) -> str:
    """Write «0,8 s», «20 min», «1 h 30» or «23 jours», rounded down: only what is over counts."""
    if length >= timedelta(days=1):
        return counted(length.days, "jour")
    if length >= timedelta(minutes=1):
        return minutes(length // timedelta(minutes=1))
    if length >= timedelta(seconds=10):
        return f"{length // timedelta(seconds=1)}{NO_BREAK}s"
    return f"{decimal((length // timedelta(milliseconds=100)) / 10)}{NO_BREAK}s"


def _day_and_month(value: date) -> str:
    numeral = "1er" if value.day == 1 else str(value.day)
    return f"{numeral}{NO_BREAK}{MONTHS[value.month - 1]}"
