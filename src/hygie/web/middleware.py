"""What happens around each page: who asks is found first, what goes wrong is said in French."""

from collections.abc import Callable
from traceback import format_exception

from django.http import HttpRequest, HttpResponse

from hygie.core.errors import HygieError, LockedError, MisusedError
from hygie.web.refusals import refused
from hygie.web.settings import COOKIE
from hygie.web.strongroom import Door
from hygie.web.who import who_is
from hygie.web.world import world

Answer = Callable[[HttpRequest], HttpResponse]
FROM_A_SCRIPT = "HTTP_X_HYGIE_POLL"
"""Pages that look by themselves at how far a job is do not count as somebody being there."""


def cookie_name() -> str:
    """Name the cookie after the port: other programs of this computer have theirs."""
    return f"{COOKIE}-{world().port}"


def give_cookie(answer: HttpResponse, cookie: str) -> None:
    """Give a browser the cookie of its session: for it alone, and for our own pages."""
    answer.set_cookie(cookie_name(), cookie, httponly=True, samesite="Strict", path="/")


def identified(get_response: Answer) -> Answer:
    """Find the session of a request, and the person behind it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        here = world()
        touch = FROM_A_SCRIPT not in request.META
        visit = here.sessions.find(request.COOKIES.get(cookie_name(), ""), touch=touch)
        request.visit = visit  # type: ignore[attr-defined]  # declared in world.Request
        opened = here.strongroom.door is Door.OPEN
        if opened:
            here.desk.begin()
        request.who = who_is(visit) if visit is not None and opened else None  # type: ignore[attr-defined]  # the same
        return get_response(request)

    return middleware


def with_errors_said(get_response: Answer) -> Answer:
    """Answer what the person can act on with a page that says it."""

    class Middleware:
        def __call__(self, request: HttpRequest) -> HttpResponse:
            return get_response(request)

        def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
            world().complain("".join(format_exception(error)))
            if isinstance(error, LockedError):
                return refused(request, error, status=409)
            if isinstance(error, MisusedError):
                return refused(request, error, status=422)
            return refused(request, error, status=503) if isinstance(error, HygieError) else None

    return Middleware()
