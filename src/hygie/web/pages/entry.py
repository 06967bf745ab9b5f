"""Coming in by the address that serves once, and leaving."""

from hmac import compare_digest

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from hygie.web.access import EVERYONE, page
from hygie.web.instance import SECRET_HEADER
from hygie.web.middleware import cookie_name, give_cookie
from hygie.web.run_app import entry_address
from hygie.web.strongroom import Door
from hygie.web.who import codes_wanted
from hygie.web.world import Request, world


def enter(request: Request) -> HttpResponse:
    """Trade the token of the address for a session, then forget the address."""
    if request.method != "GET":
        raise Http404  # what looks before it opens, by HEAD, must not use the address up
    cookie = world().sessions.enter(request.GET.get("jeton", ""))
    if cookie is None:
        if request.visit is not None:
            return redirect("dashboard")
        raise Http404
    answer = redirect("dashboard")
    give_cookie(answer, cookie)
    return answer


@csrf_exempt
def open_again(request: Request) -> HttpResponse:
    """Give a new address to a second «hygie», which shows the secret of this account's file."""
    shown = request.headers.get(SECRET_HEADER, "")
    if request.method != "POST" or not compare_digest(shown.encode(), world().secret.encode()):
        raise Http404
    return JsonResponse({"adresse": entry_address(world())})


@page(EVERYONE, methods=("POST",), before_data=True)
def leave(request: Request) -> HttpResponse:
    """Close this session: the next person shows who they are, by their code or the practice's."""
    here = world()
    room, visit = here.strongroom, request.visit
    asked = room.door is Door.OPEN and codes_wanted()
    if visit is not None and room.door is Door.OPEN and (asked or room.asks_a_code):
        visit.person = None
        if not asked:
            room.shut()
        return redirect("who" if asked else "unlock")
    here.sessions.close(request.COOKIES.get(cookie_name(), ""))
    return _left(request, stopped=False)


def _left(request: Request, *, stopped: bool) -> HttpResponse:
    """Show the last page: nothing of the others opens from it."""
    request.visit = request.who = None
    return render(request, "web/left.html", {"stopped": stopped})


@page(EVERYONE, methods=("POST",), before_data=True)
def stop(request: Request) -> HttpResponse:
    """Stop Hygie itself."""
    answer = _left(request, stopped=True)
    world().stopping.set()
    return answer
