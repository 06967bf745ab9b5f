"""The plan: what to do and to find out, who, for when; done, put off, or handed on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from hygie.audit.messages import READERS, points_for
from hygie.core.errors import MisusedError
from hygie.core.measures import Actor, Measure
from hygie.core.plan import Action, Task
from hygie.practice import people
from hygie.practice.people import Role
from hygie.web.access import CARERS, EVERYONE, HOLDERS, page
from hygie.web.first_minutes import must_tell_staff
from hygie.web.owners import say_role
from hygie.web.pages.reading import start_reading
from hygie.web.tasks import Told, checked_day, checked_note, write
from hygie.web.who import Who
from hygie.web.world import Request, world

ACTORS_OF = {Role.SECRETAIRE: Actor.ASSISTANT, Role.PRESTATAIRE: Actor.PROVIDER}
"""The lines a role is given when nobody said who does them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the plan with what was said of it; ``owner`` and ``done_by`` are in words."""

    action: Action
    measure: Measure
    told: Told
    owner: str
    done_by: str = ""
    settings: tuple[str, ...] = ()


@page()
def plan(request: Request) -> HttpResponse:
    """Show the whole plan, its steps, and what is put off."""
    return render(request, "web/plan.html", _shown(request))


def _shown(request: Request, error: MisusedError | None = None) -> dict[str, object]:
    here, desk = world(), world().desk
    audit, today = desk.audit(), _today()
    lines = lines_of_plan()
    return {
        "error": error,
        "today": today,
        "acts": [one for one in lines if one.action.task is Task.DO and not one.told.waits(today)],
        "doubts": [
            one for one in lines if one.action.task is Task.FIND_OUT and not one.told.waits(today)
        ],
        "waiting": [one for one in lines if one.told.waits(today)],
        "people": people.active(),
        "zone": here.zone,
        "exports": request.who is not None and request.who.role in HOLDERS,
        "messages": [
            (reader.value, name)
            for reader, name in READERS.items()
            if points_for(reader, audit.plan)
        ],
    }


def lines_of_plan() -> list[Line]:
    """Return every line of the plan with what was said of it."""
    desk = world().desk
    audit, told = desk.audit(), desk.tasks
    names = {str(one.id): one.name for one in people.everyone()}
    return [
        Line(
            action=action,
            measure=desk.catalogue.measures[action.measure],
            told=(said := told.get(action.measure, Told())),
            owner=names.get(said.owner, said.owner),
            done_by=_name(said.done_by, names),
        )
        for action in audit.plan
    ]


def _name(by: str, names: Mapping[str, str]) -> str:
    """Name who said a line is done; their role once their name was erased."""
    role, _, person = by.partition(":")
    return names.get(person) or (say_role(role) if role else "")


def _today() -> date:
    return world().now().astimezone(world().zone).date()


@page(CARERS, methods=("POST",))
def assign(request: Request, name: str) -> HttpResponse:
    """Say who does a line, for when, with a note; or put it off with a reason."""
    measure = world().desk.catalogue.measures.get(name)
    if measure is None:
        raise Http404
    try:
        told = _told(request)
    except MisusedError as error:
        return render(request, "web/plan.html", _shown(request, error), status=422)
    by = "titulaire" if request.who is None else request.who.by
    world().desk.append(write(measure.id, told, at=world().now(), by=by))
    return redirect("plan")


def _told(request: Request) -> Told:
    given, today = request.POST, _today()
    until = checked_day(given.get("reporte_au", ""), today=today)
    reason = checked_note(given.get("motif", ""), what="La raison")
    if until is not None and not reason:
        raise MisusedError(
            "Reporter demande une raison. Rien n'a été enregistré.",
            hint="Une phrase suffit : elle figurera au journal.",
        )
    owner = given.get("qui", "")
    if owner and owner not in {str(one.id) for one in people.active()}:
        raise Http404
    return Told(
        owner=owner,
        due=checked_day(given.get("pour_le", ""), today=today),
        note=checked_note(given.get("note", "")),
        until=until,
        reason=reason,
    )


@page(EVERYONE, methods=("POST",))
def done(request: Request, name: str) -> HttpResponse:
    """Check what is said to be done: the machine is read again, or a proof is asked for."""
    desk = world().desk
    action = next((one for one in desk.audit().plan if one.measure == name), None)
    if action is None:
        raise Http404
    if request.who is not None and request.who.role not in CARERS:
        return _done_by_staff(request, action)
    if action.reasons:
        if must_tell_staff(desk.practice):
            return redirect("sheet")
        start_reading(request)
        return redirect("measure-reading", name)
    answer = redirect("measure", name)
    answer["Location"] += "#preuve"
    return answer


def _done_by_staff(request: Request, action: Action) -> HttpResponse:
    """Note that somebody of the staff says it is done: the holder declares or proves it."""
    if request.who is None or action.measure not in {
        one.action.measure for one in _own(request.who)
    }:
        raise Http404
    desk = world().desk
    before = desk.tasks.get(action.measure, Told())
    told = replace(before, done_by=request.who.by, done_on=_today())
    desk.append(write(action.measure, told, at=world().now(), by=request.who.by))
    answer = redirect("tasks")
    answer["Location"] += "?fait=note"
    return answer


@page(EVERYONE)
def tasks(request: Request) -> HttpResponse:
    """Show one's own tasks, and the training, charter and incident sheets."""
    if request.who is None:
        raise Http404
    shown = {
        "lines": _own(request.who),
        "today": _today(),
        "noted": request.GET.get("fait") == "note",
    }
    return render(request, "web/tasks.html", shown)


def _own(who: Who) -> list[Line]:
    """Return the lines given to a person, or that are of their role when given to nobody."""
    actor = ACTORS_OF.get(who.role)
    return [
        one
        for one in lines_of_plan()
        if one.told.owner == who.person or (not one.told.owner and one.action.who is actor)
    ]
