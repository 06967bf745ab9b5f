"""This workstation being read, probe by probe, and its first result."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render

from hygie.core.audits import Audit
from hygie.core.measures import Origin, Role
from hygie.web.access import CARERS, page
from hygie.web.first_minutes import choices_of, must_tell_staff, next_question
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
        "known": next_question(asked, choices_of(desk.practice, asked)) is None,
        "progress": progress,
        "audit": audit,
        "computers": desk.practice.situation.computers,
        "wrong": () if audit is None else _wrong(audit),
    }


def _wrong(audit: Audit) -> tuple[str, ...]:
    """Return what the machine alone shows to be wrong: a hint decides nothing.

    Of what a line of the Mémento says, a complement about the same setting says nothing more.
    """
    deciding = [
        (audit.catalogue.measures[finding.measure].origin is Origin.MEMENTO, item)
        for finding in audit.findings
        for item in finding.because
        if item.role is Role.REQUIRED and item.failing
    ]
    said = {item.fact for own, item in deciding if own}
    return tuple(
        dict.fromkeys(item.failing for own, item in deciding if own or item.fact not in said)
    )
