"""One measure: why, what to do here, what machines and people say of it, and till when."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from hygie.audit.dossier_words import ANSWERS
from hygie.audit.interview import answer_choices
from hygie.audit.known import Practice
from hygie.audit.messages import READERS
from hygie.audit.wiring import this_system
from hygie.core.audits import Audit
from hygie.core.errors import MisusedError
from hygie.core.facts_judged import is_decided_by_machines
from hygie.core.findings import Basis, Finding, Verdict
from hygie.core.measures import Measure, Recipient
from hygie.core.plan import Action
from hygie.practice import people
from hygie.web.access import CARERS, may_take_away, page
from hygie.web.declared_said import Told, told_of
from hygie.web.declaring import read_answer
from hygie.web.evidence_form import kinds_of
from hygie.web.first_minutes import must_tell_staff
from hygie.web.machine_said import Machine, fails_elsewhere, machines_of
from hygie.web.measure_read import beside, say_columns, say_place, say_threats, steps_of
from hygie.web.owners import owners_of
from hygie.web.pages.reading import JOB, start_reading
from hygie.web.reserved import as_seen_by
from hygie.web.world import Request, world

SHOWN = 20
"""The newest lines of the history that a page shows; all of them when it is asked."""

DONE = {
    "reponse": "Votre réponse est enregistrée.",
    "preuve": "La preuve est enregistrée.",
    "retrait": "Le fichier est retiré, et effacé de cet ordinateur.",
}
"""What was just done, said once at the top of the page."""


@page()
def measure(request: Request, name: str) -> HttpResponse:
    """Show all that is known of a measure, and how to change it."""
    return _page(request, find(name))


@page(CARERS, methods=("GET", "POST"))
def answer(request: Request, name: str) -> HttpResponse:
    """Write down what somebody answers for this measure."""
    asked = find(name)
    if request.method != "POST":
        return redirect("measure", asked.id)
    try:
        record = read_answer(request.POST.dict(), asked, at=world().now(), by=by_of(request))
    except MisusedError as refusal:
        return _page(request, asked, refusal)
    world().desk.declare(record)
    conclude(request)
    return back_to(asked, "reponse")


@page(CARERS, methods=("POST",))
def done(request: Request, name: str) -> HttpResponse:
    """Check what is said to be done: the machine is read again, else a proof or a word is asked."""
    asked, desk = find(name), world().desk
    if is_decided_by_machines(asked) and desk.practice.situation.computers:
        if fails_elsewhere(_machines(_known(asked))):
            return redirect("workstations")
        if must_tell_staff(desk.practice):
            return redirect("sheet")
        start_reading(request)
        return redirect("measure-reading", asked.id)
    place = "preuve" if any(kind.needed for kind in asked.evidence) else "repondre"
    return redirect(f"{reverse('measure', args=[asked.id])}#{place}")


@page()
def reading(request: Request, name: str) -> HttpResponse:
    """Show this workstation being read again, for this measure."""
    asked = find(name)
    if world().jobs.find(JOB) is None:
        return redirect("measure", asked.id)
    return render(request, "web/measure_reading.html", _reading(asked))


@page()
def state(request: Request, name: str) -> HttpResponse:
    """Return how far that reading is: a part of the page."""
    return render(request, "web/parts/measure_reading.html", _reading(find(name)))


def find(name: str) -> Measure:
    """Return a measure by its id, or by one it had before."""
    catalogue = world().desk.catalogue
    for each in catalogue.measures.values():
        if name == each.id or name in each.formerly:
            return each
    raise Http404


def by_of(request: Request) -> str:
    """Return what a record says of who is there."""
    return "titulaire" if request.who is None else request.who.by


def back_to(asked: Measure, what: str) -> HttpResponse:
    """Go back to a measure, and say what was just done."""
    return redirect(f"{reverse('measure', args=[asked.id])}?fait={what}")


def conclude(request: Request) -> None:
    """Write the audit down anew, once there was one: what changed is told from it."""
    desk = world().desk
    if desk.readings or not desk.practice.situation.computers:
        desk.conclude(by=by_of(request))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """All that a page says of a measure, asked once: each question of the desk has its price."""

    asked: Measure
    practice: Practice
    audit: Audit
    said: tuple[Told, ...]
    whose: str

    @property
    def finding(self) -> Finding | None:
        """Return what is concluded; None when the situation does not call for the measure."""
        found = (one for one in self.audit.findings if one.measure == self.asked.id)
        return next(found, None)

    @property
    def action(self) -> Action | None:
        """Return the line of the plan, if there is one."""
        return next((one for one in self.audit.plan if one.measure == self.asked.id), None)

    @property
    def answer(self) -> Told | None:
        """Return the answer that stands."""
        return next((one for one in self.said if one.is_answer and one.stands), None)


def _known(asked: Measure, person: str | None = None) -> _Known:
    here = world()
    practice, audit = here.desk.practice, here.desk.audit()
    names = {str(one.id): one.name for one in people.everyone()}
    given = {id_: task.owner for id_, task in here.desk.tasks.items()}
    return _Known(
        asked=asked,
        practice=practice,
        audit=audit,
        said=told_of(asked, as_seen_by(practice.said, person), names, here.now()),
        whose=owners_of([asked], given, names)[asked.id][1],
    )


def _reading(asked: Measure) -> dict[str, object]:
    job = world().jobs.find(JOB)
    return {
        "measure": asked,
        "progress": None if job is None else job.progress,
        "finding": _known(asked).finding,
        "address": reverse("measure-reading-state", args=[asked.id]),
    }


def _page(request: Request, asked: Measure, error: MisusedError | None = None) -> HttpResponse:
    known = _known(asked, None if request.who is None else request.who.person)
    everything = request.GET.get("tout") == "1"
    shown = {
        "error": error,
        "done": DONE.get(request.GET.get("fait", "")),
        "measure": asked,
        "everything": everything,
        "history": known.said if everything else known.said[:SHOWN],
        "more": 0 if everything else max(0, len(known.said) - SHOWN),
        "proofs": [one for one in known.said if one.stands and not one.is_answer],
        "removable": {one.file for one in known.said if may_take_away(request.who, one.added_by)},
        "kinds": kinds_of(asked),
        **_concluded(known),
        **_content(known),
    }
    return render(request, "web/measure.html", shown, status=200 if error is None else 422)


def _concluded(known: _Known) -> dict[str, object]:
    """Return what is concluded, and what the plan says of it."""
    finding, action = known.finding, known.action
    verdict = None if finding is None else finding.verdict
    return {
        "finding": finding,
        "answer": None if finding is None or finding.answer is None else ANSWERS[finding.answer],
        "told": known.answer,
        "action": action,
        "whose": known.whose,
        "by_machine": is_decided_by_machines(known.asked)
        and known.practice.situation.computers > 0,
        "by_reading": finding is not None and finding.basis is Basis.READING,
        "to_do": verdict is Verdict.TO_DO,
        "unanswered": verdict is Verdict.TO_CHECK and known.answer is None,
        "choices": answer_choices(known.asked),
        "message": _message(known.asked, action),
    }


def _message(asked: Measure, action: Action | None) -> list[tuple[str, str]]:
    """Return the grouped messages that hold a line of this measure."""
    if action is None or not action.message:
        return []
    recipient = asked.message_for or Recipient.PROVIDER
    return [(who.value, name) for who, name in READERS.items() if recipient.concerns(who)]


def _content(known: _Known) -> dict[str, object]:
    """Return what the catalogue and the machines say."""
    desk, asked = world().desk, known.asked
    others = {one.file.system for one in known.practice.others if one.file}
    guidance, machines = desk.guidance[asked.id], _machines(known)
    wrong = {one.system for one in machines if one.wrong}
    return {
        "guidance": guidance,
        "machines": machines,
        "elsewhere": fails_elsewhere(machines),
        "steps": steps_of(guidance, this_system(), others, wrong),
        "settings": desk.offered().get(asked.id, ()),
        "beside": beside(asked, guidance, desk.catalogue),
        "place": say_place(asked, desk.catalogue),
        "columns": say_columns(asked),
        "threats": say_threats(asked),
    }


def _machines(known: _Known) -> tuple[Machine, ...]:
    desk = world().desk
    others = {one.workstation: one.file.system for one in known.practice.others if one.file}
    systems = {desk.here: this_system(), **others}
    return machines_of(
        known.asked, known.audit.readings, desk.catalogue, here=desk.here, systems=systems
    )
