"""What the staff may read: training and charter, without what the practice declared of itself."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from hygie.core.plan import steps
from hygie.web.access import STAFF, page
from hygie.web.world import Request, world

OPEN_TO_STAFF = ("veille-cybermenaces", "formation", "courriels-suspects", "charte-informatique")
TITLES = {"charte-informatique": "Comment le cabinet écrit sa charte informatique"}
"""What a page is called where the name of the measure would promise something else."""


@page(STAFF)
def staff_page(request: Request, name: str) -> HttpResponse:
    """Show what a measure is for and how to go about it, no more."""
    desk = world().desk
    measure = desk.catalogue.measures.get(name)
    if measure is None or name not in OPEN_TO_STAFF:
        raise Http404
    guidance = desk.guidance[name]
    shown = {
        "title": TITLES.get(name, measure.short),
        "guidance": guidance,
        "steps": steps(guidance, "anyone"),
    }
    return render(request, "web/staff_page.html", shown)
