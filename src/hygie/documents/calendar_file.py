"""A plan as an iCalendar file, one whole-day event per action, for any diary."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from hygie.documents.tables_text import legible, one_line

if TYPE_CHECKING:
    from icalendar import Calendar

CATEGORY = "Hygie"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One action on one day. ``uid`` stays the same from one audit to the next."""

    uid: str
    title: str
    description: str
    day: date


def write_calendar(events: Iterable[Event], *, name: str, product: str, at: datetime) -> bytes:
    """Return the file. Events leave the day free, and are private: a shared diary hides them."""
    from icalendar import Calendar  # noqa: PLC0415  # start-up time

    calendar = Calendar()
    calendar.add("prodid", product)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", one_line(name))
    made = at.astimezone(UTC).replace(microsecond=0)
    for event in events:
        _add(calendar, event, made)
    return bytes(calendar.to_ical())


def _add(calendar: "Calendar", event: Event, made: datetime) -> None:
    from icalendar import Event as Line  # noqa: PLC0415  # start-up time

    line = Line()
    line.add("uid", event.uid)
    line.add("dtstamp", made)
    line.add("last-modified", made)
    # The number a diary compares to know which of two versions is the newer.
    line.add("sequence", max(0, int(made.timestamp()) // 60))
    line.add("dtstart", event.day)
    line.add("dtend", event.day + timedelta(days=1))
    line.add("summary", one_line(event.title))
    line.add("description", legible(event.description))
    line.add("categories", [CATEGORY])
    line.add("class", "PRIVATE")
    line.add("transp", "TRANSPARENT")
    calendar.add_component(line)
