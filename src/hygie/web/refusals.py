"""Pages for what did not go as asked: what happened, that nothing is lost, what to do next."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hygie.core.errors import HygieError


def refused(request: HttpRequest, error: HygieError, *, status: int) -> HttpResponse:
    """Say an error that has its hint."""
    shown = {"message": error.message, "hint": error.hint}
    return render(request, "web/refused.html", shown, status=status)


def not_allowed(request: HttpRequest, methods: Sequence[str]) -> HttpResponse:
    """Say that an address takes what a button sends, and show the way to the page of the button."""
    answer = render(request, "web/not_allowed.html", status=405)
    answer["Allow"] = ", ".join(methods)
    return answer


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was too old, or did not come from one of our pages."""
    del reason  # for programmers
    shown = {
        "message": "Ce formulaire n'est plus valable. Rien n'a été enregistré.",
        "hint": "Revenez à la page précédente, rechargez-la, puis recommencez.",
    }
    return render(request, "web/refused.html", shown, status=403)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that what was sent is none of our forms: too many fields, or too long."""
    del exception
    shown = {
        "message": "Ce formulaire est trop long, ou n'est pas lisible. Rien n'a été enregistré.",
        "hint": "Revenez à la page précédente, raccourcissez, puis recommencez.",
    }
    return render(request, "web/refused.html", shown, status=400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is nothing here, whether it never was or is not for this person."""
    del exception
    inside = getattr(request, "visit", None) is not None
    return render(request, "web/not_found.html", {"inside": inside}, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Say an error nobody foresaw."""
    shown = {
        "message": "Hygie s'est arrêté sur une erreur imprévue. Ce qui était enregistré le reste.",
        "hint": "Recommencez. Si elle revient : hygie diagnostic-technique",
    }
    return render(request, "web/refused.html", shown, status=500)
