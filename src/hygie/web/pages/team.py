"""The team: who is in the practice, in which role, and the personal code each opens with."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from hygie.core.errors import HygieError, MisusedError
from hygie.practice import people
from hygie.practice.people import Role
from hygie.practice.records import ACT, Draft
from hygie.practice.team_acts import TEAM
from hygie.web.access import EVERYONE, OWNER, page
from hygie.web.own_code import check_own_code, own_code_wanted
from hygie.web.who import Who
from hygie.web.world import Request, world

UNCHANGED = "Rien n'a été changé."


@page()
def team(request: Request) -> HttpResponse:
    """Show the people of the practice; the titulaire may change them."""
    return render(request, "web/team.html", _shown(request))


def _shown(request: Request, error: HygieError | None = None) -> dict[str, object]:
    everyone = people.everyone()
    return {
        "error": error,
        "own_code": own_code_wanted(request),
        "present": [one for one in everyone if one.active],
        "gone": [one for one in everyone if not one.active],
        "roles": list(Role),
        "owner": request.who is not None and request.who.role is Role.TITULAIRE,
        "me": None if request.who is None else request.who.person,
        "typed": request.POST if error is not None else {},
    }


@page(OWNER, methods=("POST",))
def declare(request: Request) -> HttpResponse:
    """Declare somebody; the first is the titulaire who is in front of the screen."""
    return _changed(request, _declare)


def _declare(request: Request) -> str:
    given, here = request.POST, world()
    added = people.declare(
        given.get("nom", ""),
        _role_given(request, first=not people.active()),
        code=_code(given, optional=not people.active()),
        now=here.now(),
        chance=here.chance,
    )
    if request.visit is not None and request.visit.person is None:
        first = people.active()[0]
        request.visit.person = str(first.id)
    return f"{added.role.value}:{added.id}"


@page(OWNER, methods=("POST",))
def change(request: Request, person: UUID, act: str) -> HttpResponse:
    """Change somebody: role, name, code, departure, or their name erased for good."""
    acts: Mapping[str, Callable[[], object]] = {
        "nom": lambda: people.rename(person, request.POST.get("nom", "")),
        "role": lambda: people.change_role(person, _role_given(request)),
        "code": lambda: _reset(request, person),
        "depart": lambda: _leave(person),
        "effacer": lambda: people.erase_name(person),
    }
    if act not in acts or people.find(person) is None:
        raise Http404

    def do(_: Request) -> str:
        acts[act]()
        return f"{act}:{person}"

    return _changed(request, do)


def _leave(person: UUID) -> None:
    people.leave(person, now=world().now())
    world().sessions.close_person(str(person))


def _reset(request: Request, person: UUID) -> None:
    """Give a new code; one's own asks for the old one, if there is one."""
    here, code, who = world(), _code(request.POST), request.who
    found = people.find(person)
    if who is None or found is None:
        raise Http404
    if not found.has_code and not people.codes_wanted():
        people.choose_first_code(person, code or "", chance=here.chance)
    elif who.person == str(person):
        people.change_code(
            person, request.POST.get("ancien", ""), code or "", now=here.now(), chance=here.chance
        )
        here.sessions.close_person(str(person), but=request.visit)
    else:
        check_own_code(request)
        people.reset_code(person, code or "", by=who.person or "", chance=here.chance)
        here.sessions.close_person(str(person))


@page(EVERYONE, methods=("GET", "POST"))
def my_code(request: Request) -> HttpResponse:
    """Change one's own code, having given the old one."""
    who = request.who
    if who is None or who.person is None:
        raise Http404
    error: HygieError | None = None
    if request.method == "POST":
        try:
            _change_own(request, who)
        except HygieError as refusal:
            error = refusal
        else:
            return redirect("dashboard")
    shown = {"error": error}
    return render(request, "web/my_code.html", shown, status=200 if error is None else 422)


def _change_own(request: Request, who: Who) -> None:
    here, person = world(), who.person or ""
    people.change_code(
        person,
        request.POST.get("ancien", ""),
        _code(request.POST) or "",
        now=here.now(),
        chance=here.chance,
    )
    here.sessions.close_person(person, but=request.visit)


def _changed(request: Request, do: Callable[[Request], str]) -> HttpResponse:
    """Change the team, and note it in the journal without any name."""
    try:
        told = do(request)
    except HygieError as error:
        return render(request, "web/team.html", _shown(request, error), status=422)
    by = "titulaire" if request.who is None else request.who.by
    world().desk.append(Draft(at=world().now(), kind=ACT, by=by, summary={TEAM: told}))
    return redirect("team")


def _role_given(request: Request, *, first: bool = False) -> Role:
    """Return the role chosen; to make a titulaire, who may do everything, one shows who one is."""
    try:
        role = Role(request.POST.get("role", ""))
    except ValueError as error:
        raise MisusedError(
            f"Aucun rôle n'a été choisi. {UNCHANGED}", hint="Choisissez-en un dans la liste."
        ) from error
    if role is Role.TITULAIRE and not first:
        check_own_code(request)
    return role


def _code(given: Mapping[str, str], *, optional: bool = False) -> str | None:
    code = given.get("code", "")
    if not code and optional:
        return None
    if code != given.get("encore", ""):
        raise MisusedError(
            f"Les deux codes ne sont pas les mêmes. {UNCHANGED}", hint="Tapez-les de nouveau."
        )
    return code
