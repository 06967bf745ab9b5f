"""The journal: everything that was written down, and whether it is still whole."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from hygie.audit.words import SIGNS
from hygie.core.findings import Verdict
from hygie.practice import people
from hygie.practice.act_words import act_about
from hygie.practice.journal import kind_word
from hygie.practice.records import Chain, Line
from hygie.practice.rows import DamagedError
from hygie.practice.team_acts import role_word
from hygie.terminal.typography import agree
from hygie.web.access import HOLDERS, page
from hygie.web.world import Request, world

SHOWN = 50
COUNTS = {
    "respectees": Verdict.MET,
    "a_traiter": Verdict.TO_DO,
    "a_verifier": Verdict.TO_CHECK,
}
"""What the summary of an audit calls its three counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the journal, in words. ``measure`` is its id when there is a page to go to."""

    seq: int
    at: datetime
    what: str
    about: str
    measure: str
    by: str


@page(HOLDERS)
def journal(request: Request) -> HttpResponse:
    """Show the newest lines first, page by page, and check the whole chain when asked."""
    chain, lines = _read(check=request.GET.get("verifier") == "oui")
    wanted = _page(request.GET.get("page", "1"))
    pages = max(1, -(-len(lines) // SHOWN))
    number = min(wanted, pages)
    end = len(lines) - (number - 1) * SHOWN
    names = {str(one.id): one.name for one in people.everyone()}
    shown = {
        "rows": [_row(line, names) for line in reversed(lines[max(0, end - SHOWN) : end])],
        "chain": chain,
        "total": len(lines),
        "number": number,
        "pages": pages,
    }
    return render(request, "web/journal.html", shown)


def _read(*, check: bool) -> tuple[Chain | None, tuple[Line, ...]]:
    """Return the lines, and the chain when it was asked for or is found broken.

    A line changed after the fact cannot be read: the journal is where that shows, so what the chain
    still vouches for is read in its place.
    """
    desk = world().desk
    if not check:
        with suppress(DamagedError):
            return None, desk.lines
    chain = desk.records.verify()
    return chain, desk.records.lines(until=chain.count)


def _page(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1  # noqa: PLR2004  # no journal has a million pages


def _row(line: Line, names: dict[str, str]) -> Row:
    measures = world().desk.catalogue.measures
    measure = measures.get(line.measure or "")
    role, _, person = line.by.partition(":")
    role, who = role_word(role), names.get(person, "")
    return Row(
        seq=line.seq,
        at=line.at,
        what=kind_word(line),
        about=measure.short if measure is not None else act_about(line, names) or _counts(line),
        measure=measure.id if measure is not None else "",
        by=f"{who} ({role})" if who else role,
    )


def _counts(line: Line) -> str:
    """Say the three counts of an audit: a shape and a word each."""
    return " · ".join(
        f"{SIGNS[verdict][0]} {count} {_word(verdict, count)}"
        for key, verdict in COUNTS.items()
        if isinstance(count := line.summary.get(key), int)
    )


def _word(verdict: Verdict, count: int) -> str:
    word = SIGNS[verdict][1]
    return agree(count, word) if verdict is Verdict.MET else word
