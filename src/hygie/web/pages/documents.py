"""The documents: drawn beside the pages, listed with their date and print, shown and saved."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from hygie.core.errors import MisusedError
from hygie.web.access import HOLDERS, page
from hygie.web.documents import DOSSIER, KINDS, Document, draw, listed, store
from hygie.web.downloads import attachment, shown
from hygie.web.jobs import Progress
from hygie.web.world import Request, world

JOB = "document"
PDF = b"%PDF-"


@page(HOLDERS)
def documents(request: Request) -> HttpResponse:
    """List the documents, and offer to draw one."""
    return render(request, "web/documents.html", _shown())


def _shown(error: MisusedError | None = None) -> dict[str, object]:
    job = world().jobs.find(JOB)
    return {
        "error": error,
        "kinds": [(key, word) for key, (word, _) in KINDS.items()],
        "documents": listed(world().desk.lines),
        "progress": None if job is None else job.progress,
        "ready": bool(world().desk.practice.saved),
    }


@page(HOLDERS, methods=("POST",))
def make(request: Request) -> HttpResponse:
    """Begin to draw a document: this page and the others stay free meanwhile."""
    kind, here = request.POST.get("genre", DOSSIER), world()
    if kind not in KINDS:
        raise Http404
    by = "titulaire" if request.who is None else request.who.by
    try:
        work = draw(here, kind, practice=" ".join(request.POST.get("cabinet", "").split()), by=by)
    except MisusedError as error:
        return render(request, "web/documents.html", _shown(error), status=422)
    here.jobs.start(JOB, work)
    return redirect("documents")


@page(HOLDERS)
def state(request: Request) -> HttpResponse:
    """Return how far the drawing is: a part of the page."""
    job = world().jobs.find(JOB)
    progress = Progress(over=True) if job is None else job.progress
    answer = render(request, "web/parts/drawing.html", {"progress": progress})
    if progress.over and not progress.failed:
        # What was drawn is listed on the page itself.
        answer["HX-Refresh"] = "true"
    return answer


@page(HOLDERS)
def document(request: Request, name: str, how: str) -> HttpResponseBase:
    """Give a document: «lire» shows our own PDF, «garder» saves any of them."""
    del request
    found = _find(name)
    kept = store(world())
    if how == "lire":
        with kept.open(found.id) as content:
            whole = content.read()
        if not whole.startswith(PDF):
            raise Http404
        return shown(whole, "application/pdf", found.name)
    if how != "garder":
        raise Http404
    return attachment(kept.about(found.id), kept.open(found.id))


def _find(name: str) -> Document:
    found = next((one for one in listed(world().desk.lines) if one.id == name), None)
    if found is None:
        raise Http404
    return found
