"""The first minutes: welcome, the questions of situation, the sheet for the staff."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from hygie.audit.information import GIVEN, NOBODY, load_sheet
from hygie.audit.questionnaire import (
    UNKNOWN,
    SituationQuestion,
    make_situation,
)
from hygie.web.access import CARERS, HOLDERS, page
from hygie.web.first_minutes import (
    begun,
    choices_of,
    is_told,
    must_tell_staff,
    next_question,
    place_of,
)
from hygie.web.pages.reading import start_reading
from hygie.web.world import Request, world

PROFESSION = "profession"


@page()
def welcome(request: Request) -> HttpResponse:
    """Say what will happen, in how long, and that nothing leaves this computer."""
    choices = choices_of(world().desk.practice, world().desk.questions)
    return render(request, "web/welcome.html", {"resumed": bool(choices)})


@page(CARERS, methods=("POST",))
def go_on(request: Request) -> HttpResponse:
    """Go to the next thing to do of the first visit."""
    return next_step(request)


def next_step(request: Request) -> HttpResponse:
    """Return the way to the next question, the sheet, the reading or the questions of measures."""
    here, questions = world(), world().desk.questions
    practice = here.desk.practice
    choices = choices_of(practice, questions)
    question = next_question(questions, choices)
    if begun(questions, choices) and not here.desk.readings and practice.situation.computers:
        if must_tell_staff(practice):
            return redirect("sheet")
        start_reading(request)
        return redirect("reading")
    if question is not None:
        return redirect("situation", question.id)
    return redirect("questions")


@page(CARERS, methods=("GET", "POST"))
def situation(request: Request, name: str) -> HttpResponse:
    """Ask one of the ten questions; its answer is written down at once.

    Once all was told, only those who hold the practice correct it.
    """
    questions = world().desk.questions
    question = next((one for one in questions if one.id == name), None)
    if question is None:
        raise Http404
    practice = world().desk.practice
    choices = choices_of(practice, questions)
    holds = request.who is not None and request.who.role in HOLDERS
    if not holds and is_told(practice, questions, choices):
        raise Http404
    chosen = _chosen(request, question)
    if chosen:
        choices[question.id] = chosen
        base = None if practice.saved is None else practice.saved.base
        world().desk.tell(make_situation(choices, questions, base), choices)
        if request.GET.get("retour"):
            return redirect("settings" if holds else "dashboard")
        return next_step(request)
    shown = {
        "question": question,
        "chosen": choices.get(question.id, ()),
        "place": place_of(question, questions, choices),
        "optional": question.id != PROFESSION,
        "missing": request.method == "POST",
        "unknown": UNKNOWN,
    }
    return render(request, "web/situation.html", shown, status=422 if shown["missing"] else 200)


def _chosen(request: Request, question: SituationQuestion) -> tuple[str, ...]:
    """Return what was chosen of what is offered; nothing when it is not an answer."""
    if request.method != "POST":
        return ()
    given = tuple(dict.fromkeys(request.POST.getlist("reponse")))
    offered = {option.value for option in question.options}
    if UNKNOWN in given and question.id != PROFESSION:
        return (UNKNOWN,)
    if not set(given) <= offered or (len(given) > 1 and not question.multiple):
        return ()
    return given


@page(CARERS, methods=("GET", "POST"))
def sheet(request: Request) -> HttpResponse:
    """Show the sheet for the staff; this workstation is read once it was given."""
    if request.method == "POST":
        said = request.POST.get("fiche", "")
        if said in {GIVEN, NOBODY}:
            world().desk.inform(said)
            return next_step(request)
        return redirect("dashboard")
    return render(request, "web/sheet.html", {"sheet": load_sheet()})
