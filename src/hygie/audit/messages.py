"""The grouped messages: all that one other person must do or answer, in one text ready to copy.

No name leaves in them: figures, the names of systems, and sentences of the catalogue.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import tzinfo

from hygie.audit.words import say_equipment
from hygie.core.audits import Audit
from hygie.core.measures import Guidance, Recipient
from hygie.core.plan import Action, Task
from hygie.core.readings import Observed
from hygie.terminal.layout import numbered, wrap
from hygie.terminal.typography import counted, day

ABOUT_COMPUTERS = re.compile(r"\b(postes?|ordinateurs?|navigateurs?)\b", re.IGNORECASE)
"""The words of a request that has no object where there is no computer."""

READERS: Mapping[Recipient, str] = {
    Recipient.PROVIDER: "votre prestataire",
    Recipient.VENDOR: "votre éditeur",
}

SYSTEM = "system.name"
SYSTEMS: Mapping[str, str] = {"windows": "Windows", "macos": "macOS", "linux": "Linux"}

HEADINGS: Mapping[Task, str] = {
    Task.DO: "Ce qui manque chez nous",
    Task.FIND_OUT: "Ce que nous ne savons pas",
}

ANSWER = "Merci de nous répondre point par point, avec la date de ce qui est fait."
NOTHING_PERSONAL = "Ne mettez ni mot de passe ni donnée de patient dans votre réponse."


def points_for(reader: Recipient, plan: Iterable[Action]) -> tuple[Action, ...]:
    """Return the lines of a plan that go to one reader, in the plan's order."""
    return tuple(
        action for action in plan if action.message_for and action.message_for.concerns(reader)
    )


def without_computers(guidance: Mapping[str, Guidance]) -> Mapping[str, Guidance]:
    """Return the advice without the requests about computers, for who has none."""
    return {
        id_: replace(each, message="") if ABOUT_COMPUTERS.search(each.message) else each
        for id_, each in guidance.items()
    }


def grouped_message(audit: Audit, reader: Recipient, *, zone: tzinfo | None) -> Iterator[str]:
    """Write the whole message to one reader, or say that there is nothing to ask."""
    points = points_for(reader, audit.plan)
    if not points:
        yield f"Rien à demander à {READERS[reader]} d'après cet audit."
        return
    on = day(audit.at.astimezone(zone).date())
    yield "Bonjour,"
    yield ""
    count = counted(len(points), "point")
    yield from wrap(f"Voici, au {on}, ce que notre cabinet attend de vous, en {count}.")
    yield from wrap(f"Notre cabinet : {say_context(audit)}.")
    rank = 1
    for task, heading in HEADINGS.items():
        kept = [action for action in points if action.task is task]
        yield from _section(heading, kept, start=rank)
        rank += len(kept)
    yield ""
    yield from wrap(f"{ANSWER} {NOTHING_PERSONAL}")


def say_context(audit: Audit) -> str:
    """Say what the reader must know of the practice: how it works, how many computers, which."""
    said = say_equipment(audit.situation)
    return f"{said} ({_systems(audit)})" if audit.situation.computers else said


def _systems(audit: Audit) -> str:
    named = {
        reading.value
        for reading in audit.readings
        if isinstance(reading, Observed)
        and reading.fact == SYSTEM
        and isinstance(reading.value, str)
    }
    known = sorted(named) or [SYSTEMS.get(audit.system, audit.system)]
    return f"système lu par Hygie : {', '.join(known)}"


def _section(heading: str, actions: Iterable[Action], *, start: int) -> Iterator[str]:
    kept = list(actions)
    if not kept:
        return
    yield ""
    yield f"{heading} ({len(kept)})"
    yield ""
    yield from numbered((_point(action) for action in kept), start=start)


def _point(action: Action) -> str:
    """Write one line, with what a workstation showed to be wrong."""
    shown = f" Constaté sur un poste : {' '.join(action.reasons)}" if action.reasons else ""
    return f"{action.message}{shown}"
