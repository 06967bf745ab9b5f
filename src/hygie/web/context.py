"""What every page shows around its own content."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from hygie.web.access import CARERS, EVERYONE, HOLDERS
from hygie.web.who import Who
from hygie.web.world import world

MENU = (
    ("dashboard", "Tableau de bord", CARERS),
    ("tasks", "Mes tâches", EVERYONE - CARERS),
    ("measures", "Mesures", CARERS),
    ("plan", "Plan", CARERS),
    ("workstations", "Postes", CARERS),
    ("team", "Équipe", CARERS),
    ("journal", "Journal", HOLDERS),
    ("documents", "Documents", HOLDERS),
    ("settings", "Réglages", HOLDERS),
)
"""Name of the page, its word in the menu, who sees it."""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the menu of the person, the moment, and where they stand."""
    who: Who | None = getattr(request, "who", None)
    match = request.resolver_match
    here = world()
    menu = [
        {"name": name, "word": word, "here": match is not None and match.url_name == name}
        for name, word, roles in MENU
        if who is not None and who.role in roles
    ]
    return {
        "menu": menu,
        "above": next((entry for entry in menu if _is_above(entry, request.path)), None),
        "inside": getattr(request, "visit", None) is not None,
        "who": who,
        "now": here.now(),
    }


def _is_above(entry: Mapping[str, object], path: str) -> bool:
    """Tell whether an address is one of those under a page of the menu."""
    return path.startswith(f"{reverse(str(entry['name']))}/")
