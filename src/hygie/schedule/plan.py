"""When a workstation is read again, and in which state that is. Values: nothing here looks outside.

A moment of the plan is one of the wall clock where the practice is, summer time included.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

WEEK = timedelta(days=7)
GRACE = timedelta(minutes=2)
"""A scheduler may be a little early by this computer's own clock."""


class Day(StrEnum):
    """The days as they are typed; their order is that of the week."""

    MONDAY = "lundi"
    TUESDAY = "mardi"
    WEDNESDAY = "mercredi"
    THURSDAY = "jeudi"
    FRIDAY = "vendredi"
    SATURDAY = "samedi"
    SUNDAY = "dimanche"


DAYS = tuple(Day)
NOON = time(12, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Each week on ``day`` at ``at``. ``notify``: say on the screen what is new."""

    day: Day = Day.MONDAY
    at: time = NOON
    notify: bool = False

    @property
    def hour(self) -> str:
        """Write the hour as it is typed: «12:30»."""
        return f"{self.at:%H:%M}"


class State(StrEnum):
    """What this system holds of a plan. The words are those of the JSON document."""

    PLANNED = "planifiee"
    ABSENT = "absente"
    CHANGED = "modifiee"
    UNREADABLE = "illisible"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file that tells the system what to do, exactly as it is written."""

    path: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was read back. ``reason`` says in French why it is not simply planned."""

    state: State
    plan: Plan | None = None
    files: Sequence[File] = ()
    reason: str = ""


def last_moment(plan: Plan, now: datetime, zone: tzinfo | None) -> datetime:
    """Return the last moment of the plan; one that is about to come counts."""
    here = (now + GRACE).astimezone(zone)
    day = here.date() - timedelta(days=(here.weekday() - DAYS.index(plan.day)) % len(DAYS))
    moment = _at(day, plan, zone)
    return moment if moment <= here else _at(day - WEEK, plan, zone)


def next_moment(plan: Plan, now: datetime, zone: tzinfo | None) -> datetime:
    """Return the next moment of the plan."""
    day = last_moment(plan, now, zone).astimezone(zone).date()
    moment = _at(day, plan, zone)
    return moment if moment > now else _at(day + WEEK, plan, zone)


def _at(day: date, plan: Plan, zone: tzinfo | None) -> datetime:
    there = datetime.combine(day, plan.at, zone)
    return there if zone is not None else there.astimezone()
