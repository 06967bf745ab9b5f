"""Settings: what opens the data, the situation, Hygie's own data."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from hygie.core.errors import HygieError, MisusedError
from hygie.practice.records import ACT, Draft
from hygie.practice.vault import Vault, new_recovery_code, set_code
from hygie.version import VERSION
from hygie.web.access import HOLDERS, OWNER, page
from hygie.web.first_minutes import choices_of
from hygie.web.own_code import check_own_code, own_code_wanted
from hygie.web.rooms import room_pages
from hygie.web.situation_said import say_told
from hygie.web.world import Request, world

RECOVERY, CODE = "fiche-de-secours", "code-du-cabinet"
SUMMARY = "coffre"
REPLACING = "remplacer"


@page(HOLDERS)
def settings(request: Request) -> HttpResponse:
    """Show the settings."""
    return render(request, "web/settings.html", _shown(request))


def _shown(request: Request, error: HygieError | None = None) -> dict[str, object]:
    here = world()
    practice = here.desk.practice
    choices = choices_of(practice, here.desk.questions)
    return {
        "error": error,
        "own_code": own_code_wanted(request),
        "vault": Vault.read(here.folder),
        "printed": any(
            line.summary.get(SUMMARY) == RECOVERY for line in here.desk.lines if line.kind == ACT
        ),
        "questions": [
            (one, say_told(one, choices, practice.situation)) for one in here.desk.questions
        ],
        "folder": str(here.folder),
        "rooms": room_pages(),
        "version": VERSION,
        "owner": request.who is not None and request.who.role in OWNER,
    }


@page(OWNER, methods=("GET", "POST"))
def recovery(request: Request) -> HttpResponse:
    """Draw a new recovery sheet; the page it leads to shows its code once, and it is kept nowhere.

    A page shown again draws nothing: the sheet that was printed stays good.
    """
    if request.method == "POST":
        return _draw(request)
    # A look by HEAD must not use the code up.
    shows = request.method == "GET" and request.visit is not None
    sheet = request.visit.take_sheet(world().now()) if shows and request.visit else None
    return render(request, "web/recovery.html", {"sheet": sheet})


def _draw(request: Request) -> HttpResponse:
    here = world()
    try:
        _check_replacing(request)
        check_own_code(request)
    except HygieError as error:
        return render(request, "web/settings.html", _shown(request, error), status=422)
    code = new_recovery_code(here.folder, here.strongroom.secret, chance=here.chance)
    if request.visit is not None:
        request.visit.keep_sheet(code, here.now())
    _note(request, RECOVERY)
    return redirect("recovery")


def _check_replacing(request: Request) -> None:
    if world().strongroom.has_recovery and REPLACING not in request.POST:
        raise MisusedError(
            "Il y a déjà une fiche de secours. Elle est toujours bonne, rien n'a été changé.",
            hint="Pour en faire une autre, cochez « L'ancienne fiche ne servira plus ».",
        )


@page(OWNER, methods=("POST",))
def practice_code(request: Request) -> HttpResponse:
    """Choose the practice's code, or another one."""
    here = world()
    try:
        if request.POST.get("code", "") != request.POST.get("encore", ""):
            raise MisusedError(
                "Les deux codes ne sont pas les mêmes. Rien n'a été changé.",
                hint="Tapez-les de nouveau.",
            )
        check_own_code(request)
        set_code(
            here.folder, here.strongroom.secret, request.POST.get("code", ""), chance=here.chance
        )
    except HygieError as error:
        return render(request, "web/settings.html", _shown(request, error), status=422)
    _note(request, CODE)
    return redirect("settings")


def _note(request: Request, what: str) -> None:
    by = "titulaire" if request.who is None else request.who.by
    world().desk.append(Draft(at=world().now(), kind=ACT, by=by, summary={SUMMARY: what}))
