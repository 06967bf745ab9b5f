"""The planned reading, as a page of the local app: shown before it is put in place, removable."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time

from hygie.core.errors import MisusedError
from hygie.practice.room_pages import Answered, Asked, RoomPage
from hygie.schedule.acts import install, remove, this_computer
from hygie.schedule.drawn import QUIET, STATES, WHAT, WHEN_OFF, WHO, said_of
from hygie.schedule.plan import DAYS, Day, Found, Plan, State, next_moment
from hygie.terminal.typography import moment

TEMPLATE = "schedule/page.html"
UNCHANGED = "Rien n'a été modifié."


def answer(asked: Asked) -> Answered:
    """Show what is planned or would be, or carry out what the form asks."""
    here = replace(this_computer(asked.environment), records=lambda: asked.records)
    fields = asked.fields
    if fields is None:
        return Answered(template=TEMPLATE, data=_shown(asked, here.scheduler.found()))
    if fields.get("acte") == "retirer":
        remove(here, asked.now())
    elif fields.get("acte") == "planifier":
        install(here, _plan(fields), asked.now())
    else:
        plan = _plan(fields)
        seen = {"wish": plan, "wished": said_of(plan), "written": here.scheduler.files(plan)}
        data = {**_shown(asked, here.scheduler.found()), **seen}
        return Answered(template=TEMPLATE, data=data)
    return Answered(template=TEMPLATE, done=True)


def _plan(fields: Mapping[str, str]) -> Plan:
    try:
        day, at = Day(fields.get("jour", "")), time.fromisoformat(fields.get("heure", ""))
    except ValueError as error:
        raise MisusedError(
            f"Le jour ou l'heure manque. {UNCHANGED}", hint="Choisissez un jour et une heure."
        ) from error
    plain = at.replace(second=0, microsecond=0, tzinfo=None)
    return Plan(day=day, at=plain, notify=fields.get("notifier") == "oui")


def _shown(asked: Asked, found: Found) -> dict[str, object]:
    plan = found.plan if found.state is State.PLANNED else None
    coming = None
    if plan is not None:
        at = next_moment(plan, asked.now(), asked.zone)
        coming = moment(at, now=asked.now(), zone=asked.zone)
    return {
        "state": STATES.get(found.state, ""),
        "planned": None if plan is None else said_of(plan),
        "coming": coming,
        "notifies": plan is not None and plan.notify,
        "reason": found.reason,
        "possible": found.state is not State.IMPOSSIBLE,
        "there": bool(found.files),
        "files": found.files,
        "days": [day.value for day in DAYS],
        "points": (WHAT, WHEN_OFF, WHO),
        "quiet": QUIET,
    }


PAGES = (
    RoomPage(
        path="reglages/relecture",
        name="schedule",
        word="Relecture planifiée",
        help="Cet ordinateur relu chaque semaine, sans y penser.",
        answer=answer,
    ),
)
