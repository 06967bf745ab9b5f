"""This workstation being read, probe by probe, and its first result."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render

from hygie.core.audits import Audit
from hygie.web.access import CARERS, page
from hygie.web.alarms import attention
from hygie.web.first_minutes import choices_of, is_told, must_tell_staff
from hygie.web.jobs import Job, Progress
from hygie.web.world import Request, world

JOB = "lecture"


def start_reading(request: Request) -> Job:
    """Begin to read this workstation for who is there, unless it is being read."""
    by = "titulaire" if request.who is None else request.who.by
    return world().jobs.start(JOB, partial(world().desk.read_workstation, by=by))


@page(CARERS, methods=("GET", "POST"))
def reading(request: Request) -> HttpResponse:
    """Show the reading under way, or begin one."""
    here = world()
    if request.method == "POST":
        if must_tell_staff(here.desk.practice):
            return redirect("sheet")
        start_reading(request)
        return redirect("reading")
    job = here.jobs.find(JOB)
    if job is None:
        return redirect("dashboard")
    return render(request, "web/reading.html", _shown(job.progress))


@page()
def state(request: Request) -> HttpResponse:
    """Return how far the reading is: a part of the page."""
    job = world().jobs.find(JOB)
    return render(request, "web/parts/reading.html", _shown(job.progress if job else Progress()))


def _shown(progress: Progress) -> dict[str, object]:
    audit = progress.result if isinstance(progress.result, Audit) else None
    desk = world().desk
    asked = world().desk.questions
    return {
        "known": is_told(desk.practice, asked, choices_of(desk.practice, asked)),
        "progress": progress,
        "audit": audit,
        "computers": desk.practice.situation.computers,
        "wrong": () if audit is None else attention(audit),
    }
