"""Two doors before the data: the practice's own code, then each person's."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from hygie.core.errors import HygieError, LockedError, MisusedError
from hygie.practice import people
from hygie.practice.vault import unlock as unlock_vault
from hygie.web.access import EVERYONE, page
from hygie.web.middleware import cookie_name, give_cookie
from hygie.web.refusals import refused
from hygie.web.strongroom import GONE, PUT_BACK, Door
from hygie.web.who import codes_wanted
from hygie.web.world import Request, world


@page(EVERYONE, methods=("GET", "POST"), before_data=True)
def unlock(request: Request) -> HttpResponse:
    """Open the practice's data by its code or its recovery sheet; choose the code the first day."""
    strongroom = world().strongroom
    if strongroom.door is Door.OPEN:
        return redirect("dashboard")
    if strongroom.door is Door.LOST:
        return refused(request, LockedError(GONE, hint=PUT_BACK), status=409)
    if strongroom.refusal is not None and request.method != "POST":
        return _tried_again(request)
    new = strongroom.door is Door.NEW
    error: HygieError | None = None
    if request.method == "POST":
        try:
            _open(request, new=new)
        except HygieError as refusal:
            error = refusal
        else:
            return redirect("dashboard")
    return render(request, "web/unlock.html", {"new": new, "error": error})


def _tried_again(request: Request) -> HttpResponse:
    """Look whether what was missing is back: a reloaded page is enough to come in."""
    strongroom = world().strongroom
    strongroom.refusal = None
    if strongroom.try_alone():
        return redirect("dashboard")
    refusal: HygieError | None = strongroom.refusal
    return redirect("unlock") if refusal is None else refused(request, refusal, status=409)


def _open(request: Request, *, new: bool) -> None:
    code, again = request.POST.get("code", ""), request.POST.get("encore", "")
    strongroom = world().strongroom
    if not new:
        recovery = request.POST.get("secours", "")
        strongroom.open_with(code=code or None, recovery=recovery or None)
        return
    if code != again:
        raise MisusedError(
            "Les deux codes ne sont pas les mêmes. Rien n'a été enregistré.",
            hint="Tapez-les de nouveau.",
        )
    strongroom.create(code=code)


@page(EVERYONE, methods=("GET", "POST"), before_data=True)
def who(request: Request) -> HttpResponse:
    """Ask who is there, and their personal code."""
    if world().strongroom.door is not Door.OPEN:
        return redirect("unlock")
    if not codes_wanted() or (request.who is not None and request.who.person is not None):
        return redirect("dashboard")
    error: HygieError | None = None
    if request.method == "POST":
        try:
            opened = _opened(request)
        except HygieError as refusal:
            error = refusal
        else:
            return _entered(request, opened)
    shown = {"people": people.active(), "error": error, "chosen": request.POST.get("personne")}
    return render(request, "web/who.html", shown, status=200 if error is None else 422)


def _entered(request: Request, opened: people.Someone) -> HttpResponse:
    """Let somebody in under a new cookie: one seen before their code opens nothing after it."""
    answer = redirect("dashboard")
    cookie = world().sessions.renew(request.COOKIES.get(cookie_name(), ""), str(opened.id))
    if cookie is not None:
        give_cookie(answer, cookie)
    return answer


def _opened(request: Request) -> people.Someone:
    """Return who gave their code; the recovery sheet gives a titulaire a new one."""
    here, given = world(), request.POST
    person, code = given.get("personne", ""), given.get("code", "")
    recovery = given.get("secours", "")
    if not recovery:
        return people.open_with_code(person, code, now=here.now())
    if code != given.get("encore", ""):
        raise MisusedError(
            "Les deux codes ne sont pas les mêmes. Rien n'a été changé.",
            hint="Tapez-les de nouveau.",
        )
    people.recover_code(
        person,
        code,
        proof=lambda: unlock_vault(here.folder, keyring=here.keyring, recovery=recovery),
        chance=here.chance,
    )
    opened = people.open_with_code(person, code, now=here.now())
    # Somebody may have come in by the code that was forgotten, or stolen.
    here.sessions.close_person(str(opened.id), but=request.visit)
    return opened
