"""Putting a plan in place and taking it away, each written in the journal: for any screen."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from hygie.core.errors import HygieError, MisusedError
from hygie.practice.opening import open_records
from hygie.practice.records import Records
from hygie.schedule.door import NOT_REMOVED, TRY_AGAIN, Scheduler
from hygie.schedule.here import UNCHANGED, check_runs, looks, this_program, this_scheduler
from hygie.schedule.keep import installed, removed
from hygie.schedule.notify import can_notify
from hygie.schedule.plan import Found, Plan, State

NOT_TAKEN = "Le système a accepté la relecture, puis ne l'a pas gardée."
UNWRITTEN = "La relecture n'est plus planifiée, mais le journal n'a pas pu le noter."

GONE = frozenset({State.ABSENT, State.IMPOSSIBLE})
THERE = frozenset({State.PLANNED, State.CHANGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """What planning needs of this computer.

    ``check`` refuses what would not start by itself; ``records`` opens the journal;
    ``can_notify``: the library of notifications is installed.
    """

    scheduler: Scheduler
    check: Callable[[], None]
    records: Callable[[], Records]
    can_notify: bool


def this_computer(environment: Mapping[str, str]) -> Here:
    """Put it together. Raises MisusedError when this session cannot be known."""
    program = this_program(environment)
    return Here(
        scheduler=this_scheduler(environment),
        check=lambda: check_runs(program, looks(environment)),
        records=lambda: open_records(environment),
        can_notify=can_notify(),
    )


def install(here: Here, plan: Plan, now: datetime) -> Found:
    """Put a plan in place of the former one, and return what the system then holds of it.

    The person has seen it and said yes. Raises HygieError when nothing came of it.
    """
    before = here.scheduler.found()
    if before.state is State.IMPOSSIBLE:
        raise MisusedError(before.reason, hint=UNCHANGED)
    here.check()
    # Opened first, and undone if it then refuses: what is not written down is not done.
    records = here.records()
    here.scheduler.install(plan)
    try:
        after = _read_back(here.scheduler)
        records.append(installed(plan, now))
    except HygieError:
        with suppress(HygieError):
            here.scheduler.remove()
        raise
    return after


def _read_back(scheduler: Scheduler) -> Found:
    after = scheduler.found()
    if after.state in GONE:
        raise HygieError(NOT_TAKEN, hint=TRY_AGAIN)
    return after


def remove(here: Here, now: datetime) -> bool:
    """Leave nothing of a plan; False when nothing was there. Raises HygieError."""
    before = here.scheduler.found()
    if not before.files and before.state in GONE:
        return False
    here.scheduler.remove()
    if here.scheduler.found().state in THERE:
        raise HygieError(NOT_REMOVED, hint=TRY_AGAIN)
    try:
        here.records().append(removed(now))
    except HygieError as error:
        raise HygieError(f"{UNWRITTEN} {error.message}", hint=error.hint) from error
    return True
