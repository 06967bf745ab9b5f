"""The plan of an audit as the events of a diary."""

from collections.abc import Iterator
from datetime import tzinfo

from hygie.audit.words import ACTORS
from hygie.core.audits import Audit
from hygie.core.plan import Action, Task
from hygie.documents.calendar_days import due_days
from hygie.documents.calendar_file import Event
from hygie.documents.oscal_words import lasting_identifier
from hygie.terminal.typography import minutes

PREFIXES = {Task.DO: "Hygie", Task.FIND_OUT: "Hygie, à vérifier"}


def plan_events(audit: Audit, zone: tzinfo | None) -> Iterator[Event]:
    """Return one event per action; the day is a proposal, counted from the audit's own."""
    days = due_days(audit.plan, audit.at.astimezone(zone).date())
    for action, day in zip(audit.plan, days, strict=True):
        yield Event(
            uid=lasting_identifier(audit, "agenda", action.measure),
            title=f"{PREFIXES[action.task]} : {action.title}",
            description="\n".join(_lines(audit, action)),
            day=day,
        )


def _lines(audit: Audit, action: Action) -> Iterator[str]:
    yield f"Mesure : {audit.catalogue.measures[action.measure].short}"
    yield f"Qui : {ACTORS[action.who]} · {minutes(action.minutes)}"
    if action.contradiction:
        yield "Ce qui a été déclaré et ce qui a été constaté ne disent pas la même chose."
    if action.reasons:
        yield ""
        yield from action.reasons
    if action.how:
        yield ""
        yield from (f"{rank}. {step}" for rank, step in enumerate(action.how, start=1))
    yield ""
    yield "Jour proposé par Hygie : déplacez-le à votre convenance."
