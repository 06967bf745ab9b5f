"""The dashboard: am I in danger, what now, where do I stand, what changed, what ends soon."""

import re

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from hygie.audit.comparison_format import CHANGES
from hygie.audit.messages import READERS, grouped_message, points_for
from hygie.audit.words import say_assumed, say_situation, say_verdict
from hygie.catalogue.guidance import load_guidance
from hygie.catalogue.loader import load_catalogue
from hygie.core.audits import Audit
from hygie.core.comparison import compare
from hygie.core.measures import THREAT_LABELS
from hygie.core.plan import Task
from hygie.practice.records import AUDIT
from hygie.terminal.typography import typeset
from hygie.web.access import CARERS, EVERYONE, page
from hygie.web.alarms import alarms, endings
from hygie.web.charts import CHART_HEIGHT, CHART_WIDTH, HEIGHT, Point, bars, fence
from hygie.web.desk import Desk
from hygie.web.first_minutes import begun, choices_of, is_told, left_to_ask, must_tell_staff
from hygie.web.pages.plan import lines_of_plan
from hygie.web.strongroom import Door
from hygie.web.world import Request, world

GESTURE = re.compile(r"Geste \d+ : ")
"""How the sheet numbers what to do; the page numbers it itself."""

SMALL_ACTIONS = 5
SHOWN_CHANGES = 6


@page(EVERYONE)
def dashboard(request: Request) -> HttpResponse:
    """Show the five things in their order; the first time, welcome."""
    if request.who is not None and request.who.role not in CARERS:
        return redirect("tasks")
    desk = world().desk
    questions, choices = desk.questions, choices_of(desk.practice, desk.questions)
    if not begun(questions, choices) and not is_told(desk.practice, questions, choices):
        return redirect("welcome")
    return render(request, "web/dashboard.html", _shown(desk))


def _shown(desk: Desk) -> dict[str, object]:
    now, audit = world().now(), desk.audit()
    acts = [action for action in audit.plan if action.task is Task.DO] or list(audit.plan)
    practice, changed = desk.practice, _changed(desk, audit)
    return {
        "audit": audit,
        "situation": say_situation(practice.situation),
        "assumed": say_assumed(practice.situation),
        "alarms": alarms(
            audit,
            last_read=desk.last_read,
            now=now,
            others={one.workstation: one.file.at for one in practice.others if one.file},
        ),
        "said_done": [line for line in lines_of_plan() if line.done_by],
        "first": acts[0] if acts else None,
        "small": acts[1 : 1 + SMALL_ACTIONS],
        "fences": [(THREAT_LABELS[one.threat], fence(one)) for one in audit.barriers],
        "fence_height": HEIGHT,
        "changed": changed[:SHOWN_CHANGES],
        "changed_left": max(0, len(changed) - SHOWN_CHANGES),
        "endings": endings(audit, now=now),
        "left": len(left_to_ask(audit, desk.catalogue)),
        "last_read": desk.last_read,
        "unread": bool(practice.situation.computers) and not desk.readings,
        "untold": must_tell_staff(practice),
        "computers": practice.situation.computers,
        "no_recovery": not world().strongroom.has_recovery,
        "contradictions": [
            audit.catalogue.measures[one.measure] for one in audit.findings if one.contradiction
        ],
    }


def _changed(desk: Desk, audit: Audit) -> list[tuple[str, str, str, str, str]]:
    """Say what moved since the audit before; nothing when there is none to compare with."""
    before = desk.before()
    if before is None:
        return []
    moved = compare(before, audit).moved
    names = {**before.catalogue.measures, **audit.catalogue.measures}
    return [
        (
            label,
            one.measure,
            names[one.measure].short,
            say_verdict(one.before),
            say_verdict(one.after),
        )
        for change, label in CHANGES.items()
        for one in moved
        if one.change is change
    ]


@page()
def history(request: Request) -> HttpResponse:
    """Show how the three counts moved, audit after audit."""
    points = [
        Point(
            at=line.at,
            met=_count(line.summary.get("respectees")),
            to_do=_count(line.summary.get("a_traiter")),
            to_check=_count(line.summary.get("a_verifier")),
        )
        for line in world().desk.lines
        if line.kind == AUDIT
    ]
    points.sort(key=lambda point: point.at)
    shown = {
        "bars": bars(points),
        "points": points[::-1][:60],
        "many": len(points),
        "width": CHART_WIDTH,
        "height": CHART_HEIGHT,
    }
    return render(request, "web/history.html", shown)


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0


@page()
def message(request: Request, reader: str) -> HttpResponse:
    """Show the one message to the provider or the vendor, ready to copy."""
    known = {each.value: each for each in READERS}
    recipient = known.get(reader)
    if recipient is None:
        raise Http404
    audit = world().desk.audit()
    lines = grouped_message(audit, recipient, zone=world().zone)
    shown = {
        "name": READERS[recipient],
        "text": typeset("\n".join(lines)),
        "points": len(points_for(recipient, audit.plan)),
    }
    return render(request, "web/message.html", shown)


@page(EVERYONE, before_data=True)
def trouble(request: Request) -> HttpResponse:
    """«J'ai un problème»: what to do first, whoever asks, the data open or not."""
    opened = world().strongroom.door is Door.OPEN
    known = world().desk.guidance if opened else load_guidance(load_catalogue())
    guidance = known["fiche-reflexe"]
    gestures = (GESTURE.sub("", step) for step in guidance.how["anyone"] if GESTURE.match(step))
    shown = {
        "steps": [f"{text[:1].upper()}{text[1:]}" for text in gestures],
        "notes": guidance.notes[:1],
    }
    return render(request, "web/trouble.html", shown)
