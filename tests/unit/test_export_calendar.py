"""The plan in a diary: one event per action, the same from one audit to the next."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from hygie.audit.export_plan import plan_events
from hygie.core.audits import Audit
from hygie.core.measures import Actor
from hygie.core.plan import Action, Task
from hygie.documents.calendar_days import due_days, working_day
from hygie.documents.calendar_file import write_calendar
from support.exports import AT, HOSTILE, a_hostile_audit, the_demonstration


def written(audit: Audit) -> bytes:
    events = plan_events(audit, UTC)
    return write_calendar(events, name="Plan", product="-//Essai//FR", at=audit.at)


def events_of(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content.decode()).walk("VEVENT"))


def an_action(*, today: bool) -> Action:
    return Action(measure="m", task=Task.DO, title="Faites.", who=Actor.YOU, minutes=5, today=today)


def test_the_plan_reads_back() -> None:
    audit = the_demonstration()
    content = written(audit)
    events = events_of(content)
    assert [str(event["summary"]).partition(" : ")[2] for event in events] == [
        action.title for action in audit.plan
    ]
    for event, action in zip(events, audit.plan, strict=True):
        description = str(event["description"])
        assert all(step in description for step in (*action.reasons, *action.how))
        assert event["dtend"].dt - event["dtstart"].dt == timedelta(days=1)
        assert event["class"] == "PRIVATE"
        assert event["dtstamp"].dt == AT
    assert len({str(event["uid"]) for event in events}) == len(events)


def test_lines_are_short_and_end_as_the_format_asks() -> None:
    content = written(the_demonstration())
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_three_the_first_day_then_three_a_week() -> None:
    events = events_of(written(the_demonstration()))
    days = [event["dtstart"].dt for event in events]
    assert days[:4] == [date(2026, 11, 22)] * 3 + [date(2026, 11, 30)]
    assert max(days.count(day) for day in days) == 3
    assert days == sorted(days)


@given(st.lists(st.booleans(), max_size=80), st.dates(max_value=date(2900, 1, 1)))
def test_no_day_has_more_than_three_actions(marks: list[bool], first: date) -> None:
    days = due_days([an_action(today=mark) for mark in marks], first)
    assert len(days) == len(marks)
    assert all(days.count(day) <= 3 for day in days)
    assert all(day == first or day.weekday() < 5 for day in days)


def test_a_week_end_is_put_off_to_the_monday() -> None:
    assert working_day(date(2026, 11, 20)) == date(2026, 11, 20)
    assert working_day(date(2026, 11, 21)) == date(2026, 11, 23)
    assert working_day(date(2026, 11, 22)) == date(2026, 11, 23)


def test_the_first_day_is_that_of_the_reader() -> None:
    late = timezone(timedelta(hours=8))
    assert next(plan_events(the_demonstration(), late)).day == date(2026, 11, 23)


def test_a_later_audit_updates_the_same_events() -> None:
    later = _moved(the_demonstration(), AT + timedelta(days=30))
    before, after = events_of(written(the_demonstration())), events_of(written(later))
    assert [event["uid"] for event in before] == [event["uid"] for event in after]
    assert all(new["sequence"] > old["sequence"] for old, new in zip(before, after, strict=True))


def test_two_practices_do_not_share_their_events() -> None:
    own = {event.uid for event in plan_events(the_demonstration(), UTC)}
    other = {event.uid for event in plan_events(_elsewhere(the_demonstration()), UTC)}
    assert own & other == set()


def test_the_same_audit_gives_the_same_bytes() -> None:
    assert written(the_demonstration()) == written(the_demonstration())


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_adds_an_event_or_a_line(text: str) -> None:
    events = events_of(written(a_hostile_audit(text)))
    assert len(events) == 1
    assert str(events[0]["uid"]) != "1"


def _moved(audit: Audit, at: datetime) -> Audit:
    return replace(audit, at=at)


def _elsewhere(audit: Audit) -> Audit:
    readings = tuple(replace(reading, workstation="ailleurs") for reading in audit.readings)
    return replace(audit, readings=readings)
