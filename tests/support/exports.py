"""Audits to export: the demonstration's, and one whose every text is hostile."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from hygie.audit.run_demo import make_demonstration
from hygie.catalogue.loader import load_catalogue
from hygie.core.audits import Audit
from hygie.core.measures import Actor
from hygie.core.plan import Action, Task
from support.builders import LOCKS, a_catalogue, a_measure, locked, seen, unseen
from support.builders import NOW as BUILT

AT = datetime(2026, 11, 22, 18, 41, tzinfo=UTC)

HOSTILE = (
    "=1+1",
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "\t=1",
    " =1",
    '=HYPERLINK("http://x","y")',
    "a;b\"c'd\r\ne",
    "BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT",
    "\x00\x1b[31m\x85\u2028\u202e\ufeff\uffff\ud800\U0010ffff",
    "- {a: [b, *c]} # &d !!python/object",
    "مرحبا 👩‍⚕️ œ",
    "   ",
    "",
    "x" * 40_000,
)


@cache
def the_demonstration() -> Audit:
    return make_demonstration(load_catalogue(), AT)[0]


def a_hostile_audit(text: str) -> Audit:
    """Put the text wherever an audit takes one."""
    measure = a_measure(id=text, title=text, short=text, section=text, chapter=text)
    catalogue = replace(a_catalogue(measure), version=text, memento=text)
    template = the_demonstration()
    action = Action(
        measure=text,
        task=Task.DO,
        title=text,
        who=Actor.YOU,
        minutes=10**30,
        today=True,
        reasons=(text,),
        how=(text, text),
    )
    finding = replace(template.findings[0], measure=text)
    return replace(
        template,
        at=BUILT,
        system=text,
        readings=(
            replace(seen(LOCKS, text, poste=text), source=text),
            replace(unseen("autre", poste=text), reason=text, remedy=text),
            *locked(),
        ),
        findings=(finding,),
        plan=(action,),
        catalogue=catalogue,
    )
