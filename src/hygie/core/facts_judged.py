"""What the readings alone say of a measure, workstation by workstation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from hygie.core.findings import Because, Outcome
from hygie.core.measures import Measure, Role, Wanted
from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable

Latest = Mapping[tuple[str, str], Reading]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsJudged:
    """``failed``: a required reading is contrary. ``met``: all workstations prove the measure.

    Neither: the machine cannot tell, and people are asked.
    """

    failed: bool
    met: bool
    because: tuple[Because, ...]
    since: datetime | None


def judge_facts(measure: Measure, workstations: Iterable[str], latest: Latest) -> FactsJudged:
    """Judge every wanted fact on every workstation; the worst workstation decides."""
    names = tuple(workstations)
    by_workstation = {
        name: tuple(_judge_one(wanted, name, latest) for wanted in measure.wants) for name in names
    }
    because = tuple(item for items in by_workstation.values() for item in items)
    return FactsJudged(
        failed=any(_fails(items) for items in by_workstation.values()),
        met=bool(names) and all(_meets(items) for items in by_workstation.values()),
        because=because,
        since=_oldest_decisive(because, latest),
    )


def is_decided_by_machines(measure: Measure) -> bool:
    """Tell whether readings can decide: a workstation never read then leaves a doubt."""
    return any(wanted.role is not Role.HINT for wanted in measure.wants)


def _judge_one(wanted: Wanted, workstation: str, latest: Latest) -> Because:
    outcome = _outcome(wanted, latest.get((workstation, wanted.fact)))
    return Because(
        fact=wanted.fact,
        workstation=workstation,
        role=wanted.role,
        outcome=outcome,
        failing=wanted.failing if outcome is Outcome.BAD else "",
    )


def _outcome(wanted: Wanted, reading: Reading | None) -> Outcome:
    match reading:
        case None | Unreadable():
            return Outcome.UNKNOWN
        case Inapplicable():
            return Outcome.NOT_CONCERNED
        case Observed(value=value):
            if wanted.predicate is None:
                return Outcome.SHOWN
            holds = wanted.predicate.holds(value)
            return {True: Outcome.GOOD, False: Outcome.BAD, None: Outcome.UNKNOWN}[holds]
        case _:
            assert_never(reading)


def _fails(items: Iterable[Because]) -> bool:
    return any(item.role is Role.REQUIRED and item.outcome is Outcome.BAD for item in items)


def _meets(items: tuple[Because, ...]) -> bool:
    required_hold = all(
        item.outcome in {Outcome.GOOD, Outcome.NOT_CONCERNED}
        for item in items
        if item.role is Role.REQUIRED
    )
    return required_hold and any(
        item.role is Role.SUFFICIENT and item.outcome is Outcome.GOOD for item in items
    )


def _oldest_decisive(because: Iterable[Because], latest: Latest) -> datetime | None:
    """Return the date of the oldest reading that counts: a verdict is as old as its oldest part."""
    dates = [
        latest[item.workstation, item.fact].at
        for item in because
        if item.role is not Role.HINT and (item.workstation, item.fact) in latest
    ]
    return min(dates, default=None)
