"""Settings: what opens the data, the situation, Hygie's own data."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from hygie.core.errors import HygieError, MisusedError
from hygie.practice.records import ACT, Draft
from hygie.practice.vault import Vault, new_recovery_code, set_code
from hygie.version import VERSION
from hygie.web.access import HOLDERS, OWNER, page
from hygie.web.rooms import room_pages
from hygie.web.world import Request, world

RECOVERY, CODE = "fiche-de-secours", "code-du-cabinet"
SUMMARY = "coffre"


@page(HOLDERS)
def settings(request: Request) -> HttpResponse:
    """Show the settings."""
    return render(request, "web/settings.html", _shown(request))


def _shown(request: Request, error: HygieError | None = None) -> dict[str, object]:
    here = world()
    practice = here.desk.practice
    choices = {} if practice.saved is None else practice.saved.choices
    return {
        "error": error,
        "vault": Vault.read(here.folder),
        "printed": any(
            line.summary.get(SUMMARY) == RECOVERY for line in here.desk.lines if line.kind == ACT
        ),
        "questions": [(one, _said(one.id, choices)) for one in world().desk.questions],
        "folder": str(here.folder),
        "rooms": room_pages(),
        "version": VERSION,
        "owner": request.who is not None and request.who.role in OWNER,
    }


def _said(name: str, choices: object) -> str:
    found = choices.get(name) if isinstance(choices, dict) else None
    question = next(one for one in world().desk.questions if one.id == name)
    labels = {option.value: option.label for option in question.options}
    if not isinstance(found, list | tuple):
        return ""
    return ", ".join(labels.get(str(one), "je ne sais pas") for one in found)


@page(OWNER, methods=("POST",))
def recovery(request: Request) -> HttpResponse:
    """Draw a new recovery sheet: its code is shown this once, and kept nowhere."""
    here = world()
    code = new_recovery_code(here.folder, here.strongroom.secret, chance=here.chance)
    _note(request, RECOVERY)
    return render(request, "web/recovery.html", {"code": code, "day": here.now()})


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
