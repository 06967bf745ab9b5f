"""The staff's information sheet: shown, and acknowledged, before a workstation is first read."""

import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from hygie.audit.answers_format import DEFAULT_ROLE
from hygie.audit.json_files import FORMAT
from hygie.catalogue.loader import OUT_OF_FORM, damaged, load_catalogue, read_toml
from hygie.core.errors import MisusedError
from hygie.core.measures import SOURCE_STATUS_LABELS
from hygie.core.situation import Exercise, Situation
from hygie.practice.records import INFORMATION, Draft, Records
from hygie.terminal.console import Console
from hygie.terminal.layout import bullets, wrap
from hygie.terminal.prompts import Choice, Question, ask_one
from hygie.terminal.tones import Tone, paint

CONTENT = Path(__file__).with_name("information_sheet.toml")
GIVEN, NOBODY, LATER = "remise", "personne", "plus-tard"
SHEET = "fiche"
EXERCISE = "exercice"
"""The question that says whether somebody may be employed here."""

NOT_GIVEN = (
    "Ce poste n'a pas été lu : la fiche d'information n'a pas encore été remise au personnel."
)
READ_BEFORE = (
    "Ce qui a été lu sur ce poste n'est pas gardé : la fiche d'information n'a pas encore été"
    " remise au personnel."
)
"""For whoever said only after the first reading that several people use the computers."""

KEPT = "Ce que vous avez répondu est gardé."


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One heading of the sheet and what stands under it."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The whole sheet; ``sources`` are sentences."""

    title: str
    intro: str
    parts: tuple[Part, ...]
    sources: tuple[str, ...]


def load_sheet() -> Sheet:
    """Read the sheet. Raises CatalogueError when it is out of form."""
    content = read_toml(CONTENT)
    try:
        return Sheet(
            title=content["title"],
            intro=content["intro"],
            parts=tuple(
                Part(title=part["title"], lines=tuple(part["lines"])) for part in content["part"]
            ),
            sources=tuple(_sources(content)),
        )
    except OUT_OF_FORM as error:
        raise damaged(CONTENT.name, repr(error)) from error


def has_staff(situation: Situation, asked: Collection[str] = ()) -> bool:
    """Tell whether the situation leaves room for somebody employed here.

    Who is not alone at the computers may be with a secretary, however they say they work. A group
    has one more often than not, unless one person alone uses the computers. So may who answered,
    among the questions ``asked``, that they do not know how they work.
    """
    if situation.exercise is Exercise.WITH_ASSISTANT:
        return True
    if situation.users is not None:
        return situation.users != 1
    unsure = situation.exercise is None and EXERCISE in asked
    return unsure or situation.exercise in {Exercise.GROUP, Exercise.COORDINATED}


def is_untold(situation: Situation) -> bool:
    """Tell whether nothing told says if somebody is employed here."""
    return situation.exercise is None and situation.users is None


def is_informed(records: Records, workstation: str) -> bool:
    """Tell whether the sheet was acknowledged for this workstation."""
    return any(line.workstation == workstation for line in records.lines(kinds={INFORMATION}))


def save_informed(records: Records, workstation: str, said: str, at: datetime) -> None:
    """Write down, for good, what was said of the sheet before this workstation was read."""
    records.append(
        Draft(
            at=at,
            kind=INFORMATION,
            by=DEFAULT_ROLE,
            workstation=workstation,
            summary={SHEET: said},
        )
    )


def check_given(
    console: Console, *, given: bool, asks: bool, keeps: bool = False, read: bool = False
) -> str:
    """Return what was said, once the workstation may be read. Raises MisusedError until then.

    ``given`` is what the command says; ``asks`` whether the question may be put. ``keeps``: what
    was answered before this question is kept; ``read``: the workstation was read already.
    """
    if given:
        return GIVEN
    if not asks:
        raise MisusedError(
            NOT_GIVEN, hint=f"Quand ce sera fait, ajoutez --fiche-remise. {_to_give()}"
        )
    console.say("\n".join(["", *drawn(load_sheet())]))
    question = Question(
        text="Cette fiche a-t-elle été remise à chaque personne salariée qui se sert de ce poste ?",
        help="Lire le poste d'une personne salariée, c'est aussi lire un outil de son travail :"
        " elle en est prévenue avant.",
    )
    choices = [
        Choice(value=GIVEN, label="Oui, elle a été remise"),
        Choice(value=NOBODY, label="Aucune personne salariée ne se sert de ce poste"),
        Choice(value=LATER, label="Pas encore, ou je ne sais pas : ne pas lire ce poste"),
    ]
    said = ask_one(console, question, choices)
    if said not in {GIVEN, NOBODY}:
        kept = f" {KEPT}" if keeps else ""
        raise MisusedError(READ_BEFORE if read else NOT_GIVEN, hint=f"{_to_give()}{kept}")
    return str(said)


def this_command() -> str:
    """Name the command that shows the sheet: hygie-poste carries its own Python, and it alone."""
    return "hygie-poste" if getattr(sys, "frozen", False) else "hygie poste"


def _to_give() -> str:
    return f"Pour la relire ou l'imprimer : {this_command()} --fiche."


def drawn(sheet: Sheet) -> Iterator[str]:
    """Draw the sheet, to be read on the screen or printed."""
    yield paint(sheet.title, Tone.STRONG)
    yield from wrap(sheet.intro)
    for part in sheet.parts:
        yield ""
        yield paint(part.title, Tone.STRONG)
        yield from bullets(part.lines)
    yield ""
    yield from wrap(f"Sources : {' ; '.join(sheet.sources)}.")


def write_sheet(sheet: Sheet) -> dict[str, Any]:
    """Return the sheet as a document."""
    return {
        "format": FORMAT,
        "titre": sheet.title,
        "pour": sheet.intro,
        "rubriques": [{"titre": part.title, "lignes": list(part.lines)} for part in sheet.parts],
        "sources": list(sheet.sources),
    }


def _sources(content: Mapping[str, Any]) -> Iterator[str]:
    known = load_catalogue().sources
    for id_ in content["sources"]:
        source = known[id_]
        yield f"{source.title}, {source.publisher} ({SOURCE_STATUS_LABELS[source.status]})"
