"""What the machine could not answer, one question a screen; then what to do today."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from hygie.audit.interview import answer_choices
from hygie.audit.messages import READERS, points_for
from hygie.core.errors import MisusedError
from hygie.core.measures import Measure
from hygie.web.access import CARERS, page
from hygie.web.declaring import read_answer
from hygie.web.desk import Desk
from hygie.web.first_minutes import (
    answered,
    choices_of,
    first_time_left,
    left_to_ask,
    next_question,
)
from hygie.web.world import Request, world

ALL = "toutes"
"""In the address: go on past what the first visit asks."""


@page()
def questions(request: Request) -> HttpResponse:
    """Go to the next question, or to the result when there is none."""
    desk = world().desk
    asked = world().desk.questions
    choices = choices_of(desk.practice, asked)
    if (left := next_question(asked, choices)) is not None:
        return redirect("situation", left.id)
    more = request.GET.get("suite") == ALL
    waiting = left_to_ask(desk.audit(), desk.catalogue)
    done = answered(desk.practice)
    if not waiting or (not more and not first_time_left(len(done), len(choices))):
        return redirect("first-plan")
    return _to(waiting[0], more=more)


def _to(measure: Measure, *, more: bool) -> HttpResponse:
    answer = redirect("question", measure.id)
    if more:
        answer["Location"] += f"?suite={ALL}"
    return answer


@page(CARERS, methods=("GET", "POST"))
def question(request: Request, name: str) -> HttpResponse:
    """Ask about one measure; its answer is written down at once."""
    desk = world().desk
    measure = desk.catalogue.measures.get(name)
    if measure is None or measure.deferred:
        raise Http404
    error: MisusedError | None = None
    if request.method == "POST":
        try:
            _write(request, measure, desk)
        except MisusedError as refusal:
            error = refusal
        else:
            return _after(request, measure, desk)
    shown = {"measure": measure, "error": error, **_around(request, measure, desk)}
    return render(request, "web/question.html", shown, status=200 if error is None else 422)


def _write(request: Request, measure: Measure, desk: Desk) -> None:
    by = "titulaire" if request.who is None else request.who.by
    desk.declare(read_answer(request.POST.dict(), measure, at=world().now(), by=by))


def _after(request: Request, measure: Measure, desk: Desk) -> HttpResponse:
    """Go on; when nothing is left to ask this time, write the audit down."""
    if request.POST.get("retour") == "mesure":
        return redirect("measure", measure.id)
    going_on = f"?suite={ALL}" if request.GET.get("suite") == ALL else ""
    waiting = left_to_ask(desk.audit(), desk.catalogue)
    left = first_time_left(len(answered(desk.practice)), len(world().desk.questions))
    if not waiting or (not going_on and not left):
        desk.concluded(by="titulaire" if request.who is None else request.who.by)
        return redirect("first-plan")
    answer = redirect("questions")
    answer["Location"] += going_on
    return answer


def _around(request: Request, measure: Measure, desk: Desk) -> dict[str, object]:
    """Return what stands around a question: its help, its place, the one before it."""
    done = answered(desk.practice)
    waiting = [one.id for one in left_to_ask(desk.audit(), desk.catalogue)]
    more = request.GET.get("suite") == ALL
    rank = done.index(measure.id) if measure.id in done else len(done)
    left = len(waiting)
    if not more:
        left = min(left, first_time_left(len(done), len(world().desk.questions)))
    before = done[rank - 1] if rank else None
    return {
        "guidance": desk.guidance[measure.id],
        "choices": answer_choices(measure),
        "rank": rank + 1,
        "total": max(rank + 1, len(done) + left),
        "before": before,
        "more": more,
    }


@page()
def first_plan(request: Request) -> HttpResponse:
    """Show three actions at most for today, and the one message for the provider."""
    desk = world().desk
    audit = desk.audit()
    shown = {
        "audit": audit,
        "today": [action for action in audit.plan if action.today],
        "left": len(left_to_ask(audit, desk.catalogue)),
        "messages": [
            (reader.value, name)
            for reader, name in READERS.items()
            if points_for(reader, audit.plan)
        ],
    }
    return render(request, "web/first_plan.html", shown)
