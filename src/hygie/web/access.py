"""Who may see which page: whoever may not is told that there is none."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect

from hygie.practice.people import Role
from hygie.web.refusals import not_allowed
from hygie.web.strongroom import Door
from hygie.web.who import Who, codes_wanted
from hygie.web.world import Request, world

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponseBase]

CARERS = frozenset({Role.TITULAIRE, Role.ASSOCIE, Role.COLLABORATEUR, Role.REMPLACANT})
HOLDERS = frozenset({Role.TITULAIRE, Role.ASSOCIE})
OWNER = frozenset({Role.TITULAIRE})
EVERYONE = frozenset(Role)
STAFF = CARERS | {Role.SECRETAIRE}


def may_take_away(who: Who | None, by: str) -> bool:
    """Tell whether somebody may erase what ``by`` added: their own, or all for who holds."""
    return who is not None and (who.role in HOLDERS or by.partition(":")[2] == who.person)


def page(
    *roles: frozenset[Role], methods: tuple[str, ...] = ("GET",), before_data: bool = False
) -> Callable[[View[P]], View[P]]:
    """Mark a page with the roles that may see it (carers, when none is given).

    A stranger, who has no session, gets 404 everywhere. ``before_data`` is for the few pages that
    come before the data is open and the person known.
    """
    allowed = frozenset().union(*roles) if roles else CARERS
    # HEAD is a look, never an act: it goes where GET does.
    known = {*methods, "HEAD"} if "GET" in methods else {*methods}

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.visit is None:
                raise Http404
            if request.method not in known:
                return not_allowed(request, methods)
            if not before_data and world().strongroom.door is not Door.OPEN:
                return redirect("unlock")
            if not before_data and request.who is None and codes_wanted():
                return redirect("who")
            if not before_data and (request.who is None or request.who.role not in allowed):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate
