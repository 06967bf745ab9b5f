"""What is written down of a planned reading: the day, the hour. Never a path, never a name."""

from collections.abc import Mapping
from datetime import datetime

from hygie.practice.changes import DAY, HOUR, NOTIFIED, PLANNED, READING, REMOVED
from hygie.practice.opening import read_records
from hygie.practice.records import ACT, AUDIT, Draft
from hygie.schedule.plan import Plan

BY = "titulaire"


def installed(plan: Plan, at: datetime) -> Draft:
    """Return the record of a plan put in place."""
    told = {DAY: plan.day.value, HOUR: plan.hour, NOTIFIED: plan.notify}
    return Draft(at=at, kind=ACT, by=BY, summary={READING: PLANNED, **told})


def removed(at: datetime) -> Draft:
    """Return the record of a plan taken away."""
    return Draft(at=at, kind=ACT, by=BY, summary={READING: REMOVED})


def last_audit(environment: Mapping[str, str]) -> datetime | None:
    """Return when this practice was last audited, None when it never was."""
    lines = read_records(environment).lines(kinds={AUDIT})
    return max((line.at for line in lines), default=None)
