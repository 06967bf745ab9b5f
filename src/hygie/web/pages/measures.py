"""The checklist, as on the paper form: the Mémento's lines, and ours on their own tab."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render

from hygie.audit.words import SIGNS
from hygie.core.findings import Verdict
from hygie.core.measures import Measure, Origin
from hygie.practice import people
from hygie.terminal.typography import agree
from hygie.web.access import page
from hygie.web.checklist import Line, by_section, lines_of, not_called_for, read_sought
from hygie.web.owners import owners_of
from hygie.web.templatetags.hygie import CLASSES
from hygie.web.world import Request, world


@page()
def measures(request: Request) -> HttpResponse:
    """Show the 33 lines of the Mémento, those this practice is concerned by."""
    return _list(request, Origin.MEMENTO)


@page()
def complements(request: Request) -> HttpResponse:
    """Show what Hygie adds, counted apart."""
    return _list(request, Origin.COMPLEMENT)


def owners(measures_: Iterable[Measure]) -> dict[str, tuple[str, str]]:
    """Return who acts on each measure, an id and its words."""
    names = {str(one.id): one.name for one in people.everyone()}
    given = {measure: told.owner for measure, told in world().desk.tasks.items()}
    return owners_of(measures_, given, names)


def _list(request: Request, origin: Origin) -> HttpResponse:
    desk = world().desk
    audit = desk.audit()
    whose = owners(audit.catalogue.measures.values())
    every = lines_of(audit, origin, whose)
    sought = read_sought(request.GET.dict())
    kept = [line for line in every if sought.keeps(line)]
    shown = {
        "audit": audit,
        "ours": origin is Origin.COMPLEMENT,
        "sought": sought,
        "sections": by_section(kept),
        "kept": len(kept),
        "total": len(every),
        "beside": lines_of(audit, origin, whose, applicable=False),
        "left_out": not_called_for(audit, desk.catalogue, origin),
        "verdicts": [(one.value, word) for one, (_, word, _) in SIGNS.items()],
        "actors": _actors(every),
        "tally": _tally(every),
    }
    return render(request, "web/measures.html", shown)


def _actors(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """Return who is named on the form, each once."""
    return list(dict.fromkeys((line.who, line.whose) for line in lines))


def _tally(lines: Iterable[Line]) -> list[dict[str, object]]:
    """Count the lines by verdict, in the order they are read; «sans objet» only if there is one."""
    kept = [line.verdict for line in lines]
    return [
        {
            "count": (count := kept.count(verdict)),
            "sign": sign,
            "word": agree(count, word) if verdict is Verdict.MET else word,
            "tone": CLASSES[verdict],
        }
        for verdict, (sign, word, _) in SIGNS.items()
        if verdict in kept or verdict is not Verdict.NOT_CONCERNED
    ]
