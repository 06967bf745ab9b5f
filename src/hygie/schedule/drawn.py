"""What the person reads of a planned reading."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from hygie.schedule.plan import File, Found, Plan, State, next_moment
from hygie.terminal.console import Console
from hygie.terminal.layout import bullets, wrap
from hygie.terminal.tones import Tone, paint
from hygie.terminal.typography import NO_BREAK, moment

STATES: Mapping[State, str] = {
    State.ABSENT: "Aucune relecture n'est planifiée.",
    State.CHANGED: "▲ La relecture planifiée n'est pas comme Hygie l'a écrite.",
    State.UNREADABLE: "? La relecture planifiée n'a pas pu être relue.",
    State.IMPOSSIBLE: "Aucune relecture ne peut être planifiée ici.",
}
TONES: Mapping[State, Tone] = {
    State.PLANNED: Tone.MET,
    State.CHANGED: Tone.TO_DO,
    State.UNREADABLE: Tone.TO_CHECK,
}

WHAT = (
    "Hygie relit ce poste sans rien demander (« hygie audit --sans-question »), garde l'audit sur"
    " ce poste et n'envoie rien."
)
WHEN_OFF = (
    "Si le poste est éteint ou la session fermée à ce moment, la relecture se fait à l'ouverture"
    " suivante."
)
WHO = "Elle se fait dans votre session, avec vos droits ordinaires, jamais en administrateur."
NOTIFIES = (
    "Une notification s'affiche s'il y a du nouveau à traiter, ou si les sauvegardes ont cessé."
    " Elle ne porte aucun nom."
)
QUIET = "Aucune notification n'est affichée."
EXACTLY = "Ce qui est remis au système, exactement :"
HELD = "Ce que le système en garde, exactement :"
TO_REMOVE = "Pour la retirer : hygie relecture retirer"
TO_INSTALL = "Pour en planifier une : hygie relecture installer"
NO_AUDIT = "Aucun audit n'a encore été fait ici."


def said_of(plan: Plan) -> str:
    """Write «chaque lundi à 12 h 30»."""
    return f"chaque {plan.day} à {plan.at.hour}{NO_BREAK}h{NO_BREAK}{plan.at.minute:02}"


def drawn_plan(plan: Plan, files: Sequence[File], console: Console) -> list[str]:
    """Draw what is about to be planned, in words and exactly."""
    first = moment(
        next_moment(plan, console.now(), console.zone), now=console.now(), zone=console.zone
    )
    points = [WHAT, WHEN_OFF, WHO, NOTIFIES if plan.notify else QUIET]
    return [
        *wrap(
            f"Relecture planifiée : {said_of(plan)}, la première le {first}", width=console.width
        ),
        *bullets(points, width=console.width),
        *_files(EXACTLY, files),
    ]


def drawn_state(found: Found, last: datetime | None, console: Console) -> list[str]:
    """Draw what the system holds, and when it is next."""
    plan = found.plan
    title = (
        STATES.get(found.state)
        or f"● Relecture planifiée : {'' if plan is None else said_of(plan)}"
    )
    tone = TONES.get(found.state)
    lines = wrap(title, width=console.width)
    return [
        *(lines if tone is None else [paint(line, tone) for line in lines]),
        *(wrap(found.reason, width=console.width) if found.reason else ()),
        *_dates(found, last, console),
        *_files(HELD, found.files),
        *_next_step(found, console),
    ]


def _dates(found: Found, last: datetime | None, console: Console) -> Iterator[str]:
    now, zone = console.now(), console.zone
    if found.state is State.PLANNED and found.plan is not None:
        coming = moment(next_moment(found.plan, now, zone), now=now, zone=zone)
        yield f"Prochaine : {coming}"
        yield from wrap(NOTIFIES if found.plan.notify else QUIET, width=console.width)
    yield NO_AUDIT if last is None else f"Dernier audit : {moment(last, now=now, zone=zone)}"


def _files(title: str, files: Sequence[File]) -> Iterator[str]:
    """Draw each file as it is; nothing in it is cut into lines."""
    if files:
        yield ""
        yield title
    for file in files:
        yield f"  {file.path}"
        yield from (f"    {line}" for line in file.text.splitlines())


def _next_step(found: Found, console: Console) -> Iterator[str]:
    if found.state is not State.IMPOSSIBLE:
        yield ""
        step = TO_INSTALL if found.state is State.ABSENT else TO_REMOVE
        yield from wrap(step, width=console.width)
