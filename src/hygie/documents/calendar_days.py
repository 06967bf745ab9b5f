"""On which day each action of a plan is proposed. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from hygie.core.plan import FIRST_DAY, Action

A_WEEK = 3
"""Then no more than this each week: a list that is too long is a list nobody starts."""

SATURDAY = 5
WEEK = 7


def due_days(actions: Iterable[Action], first: date) -> tuple[date, ...]:
    """Return one day per action, in order: the few to begin with first, then three a week."""
    days: list[date] = []
    begun = later = 0
    for action in actions:
        if action.today and begun < FIRST_DAY:
            begun += 1
            days.append(first)
        else:
            days.append(working_day(first + timedelta(days=WEEK * (1 + later // A_WEEK))))
            later += 1
    return tuple(days)


def working_day(day: date) -> date:
    """Return the day itself, or the Monday after a week-end: providers are closed."""
    rest = WEEK - day.weekday() if day.weekday() >= SATURDAY else 0
    return day + timedelta(days=rest)
