"""The result in a terminal, in the order of docs: state, barriers, what to do, what is not known.

Every function returns lines for 80 columns; the console prints them.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, tzinfo

from hygie.audit.messages import READERS, points_for
from hygie.audit.words import (
    ACTORS,
    SIGNS,
    say_assumed,
    say_situation,
    say_when,
    say_workstations,
)
from hygie.core.ages import TABLE_DAYS
from hygie.core.audits import Audit
from hygie.core.barriers import Barrier
from hygie.core.findings import Finding, Verdict
from hygie.core.measures import THREAT_LABELS, Role
from hygie.core.plan import Action, Task
from hygie.core.readings import Unreadable
from hygie.terminal.layout import bar, bullets, width_of, wrap
from hygie.terminal.tones import Tone, paint
from hygie.terminal.typography import agree, counted, day, duration, minutes

SHOWN_ACTIONS = 8
"""One to begin with, a few to follow; the rest is in «hygie plan»."""

LABEL_WIDTH = max(width_of(label) for label in THREAT_LABELS.values())
BAR_WIDTH = 20
ACT_SHOWS = "un acte enregistré montre le contraire"


def result(
    audit: Audit, *, now: datetime, zone: tzinfo | None, took: timedelta | None = None
) -> Iterator[str]:
    """Draw the whole result of an audit."""
    yield from heading(audit, took=took)
    yield ""
    yield counts(audit)
    yield from complements(audit)
    yield ""
    yield "Barrières contre chaque menace : █ en place, ▒ inconnue, ░ manquante"
    yield from (barrier(item) for item in audit.barriers)
    yield from contradictions(audit, now=now, zone=zone)
    yield from beside_the_columns(audit)
    yield from first_actions(audit)
    yield from unknown(audit)
    yield from unreadable(audit)
    yield from old_tables(audit)
    yield from where_next(audit)


def heading(audit: Audit, *, took: timedelta | None = None) -> Iterator[str]:
    """Say whose result this is, and what it rests on."""
    edition = f"Mémento {audit.catalogue.memento}, catalogue {audit.catalogue.version}"
    assumed = say_assumed(audit.situation)
    whose = f"Situation {assumed}" if assumed else "Situation"
    yield from wrap(f"{whose} : {say_situation(audit.situation)} · {edition}")
    if took is not None:
        yield f"Poste lu en {duration(took)} · {say_workstations(audit)}"
    else:
        yield say_workstations(audit)


def counts(audit: Audit) -> str:
    """Draw the three counts; what is declared without object stands outside them."""
    tally = audit.counts
    figures = {
        Verdict.MET: (tally.met, agree(tally.met, "respectée")),
        Verdict.TO_DO: (tally.to_do, "à traiter"),
        Verdict.TO_CHECK: (tally.to_check, "à vérifier"),
    }
    drawn = [
        paint(f"{SIGNS[verdict][0]} {figure} {word}", SIGNS[verdict][2])
        for verdict, (figure, word) in figures.items()
    ]
    outside = f"   – {tally.not_concerned} sans objet" if tally.not_concerned else ""
    return "  " + "   ".join(drawn) + outside


def complements(audit: Audit) -> Iterator[str]:
    """Say the counts of our own measures, which the three counts leave out."""
    tally = audit.complements
    if tally.total:
        met = agree(tally.met, "respectée")
        yield paint(
            f"  Compléments, comptés à part : {tally.met} {met}, {tally.to_do} à traiter,"
            f" {tally.to_check} à vérifier",
            Tone.QUIET,
        )


def barrier(item: Barrier) -> str:
    """Draw what stands against one threat, and say it in words."""
    label = THREAT_LABELS[item.threat].ljust(LABEL_WIDTH)
    drawn = bar(
        standing=item.standing, unknown=item.unknown, missing=item.missing, width=BAR_WIDTH
    ).ljust(BAR_WIDTH)
    words = f"{item.standing} sur {item.total}"
    if item.unknown:
        words += f", {counted(item.unknown, 'inconnue')}"
    return f"  {label}  {drawn}  {words}"


def contradictions(audit: Audit, *, now: datetime, zone: tzinfo | None) -> Iterator[str]:
    """Say, one by one, where words and machine disagree."""
    found = [finding for finding in audit.findings if finding.contradiction]
    if found:
        yield from title(agree(len(found), "Contradiction"))
    for finding in found:
        yield from bullets([_contradiction(audit, finding, now, zone)])


def _contradiction(audit: Audit, finding: Finding, now: datetime, zone: tzinfo | None) -> str:
    short = audit.catalogue.measures[finding.measure].short
    said = finding.answer.value.replace("_", " ") if finding.answer else ""
    when = f" (constaté {say_when(finding.since, now, zone)})" if finding.since else ""
    if finding.verdict is Verdict.MET:
        return f"{short} : vous avez répondu « {said} », ce poste montre le contraire{when}."
    shown = " ; ".join(_inside(line) for line in failing(finding))
    return f"{short} : vous avez répondu « {said} », mais {shown or ACT_SHOWS}{when}."


def _inside(sentence: str) -> str:
    """Make a sentence fit inside another one."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def failing(finding: Finding) -> list[str]:
    """Return what the readings show to be wrong, each thing once."""
    return list(dict.fromkeys(item.failing for item in finding.because if item.failing))


def beside_the_columns(audit: Audit) -> Iterator[str]:
    """Show what a workstation shows to be wrong although no column asked for it."""
    found = [finding for finding in audit.findings if not finding.applicable]
    if found:
        yield from title("Constaté aussi, hors de votre liste")
        yield from bullets(line for finding in found for line in failing(finding))


def first_actions(audit: Audit) -> Iterator[str]:
    """Draw what to do first: the day's actions, then a few more."""
    acts = [action for action in audit.plan if action.task is Task.DO]
    today = [action for action in audit.plan if action.today]
    if not audit.plan:
        yield from title("Rien à faire aujourd'hui")
        return
    yield from title("À faire d'abord")
    yield from numbered_actions(today)
    more = [action for action in acts if not action.today][: SHOWN_ACTIONS - len(today)]
    if more:
        yield from title("Ensuite")
        yield from numbered_actions(more, start=len(today) + 1)
    left = len(acts) - len(more) - sum(action in acts for action in today)
    if left > 0:
        yield f"  … et {counted(left, 'autre acte', 'autres actes')} : hygie plan"


def numbered_actions(actions: Iterable[Action], *, start: int = 1) -> Iterator[str]:
    """Draw actions with their reasons, who acts and how long it takes."""
    for rank, action in enumerate(actions, start=start):
        asked = "À savoir : " if action.task is Task.FIND_OUT else ""
        yield from wrap(f"{asked}{action.title}", first=f"  {rank}. ", rest="     ")
        for reason in action.reasons:
            yield from wrap(reason, first="     ▲ ", rest="       ")
        yield paint(f"     {ACTORS[action.who]} · {minutes(action.minutes)}", Tone.QUIET)


def unknown(audit: Audit) -> Iterator[str]:
    """List the whole of what is left to find out, by the measure's name."""
    doubts = [action for action in audit.plan if action.task is Task.FIND_OUT]
    if not doubts:
        return
    yield from title(f"Reste à savoir ({len(doubts)})")
    names = [audit.catalogue.measures[action.measure].short for action in doubts]
    yield from bullets(names, mark="?")
    yield ""
    yield from wrap(
        "Pour répondre quand vous saurez : hygie audit repose ces questions, hygie repondre NOM"
        " n'en repose qu'une."
    )
    yield from never_read(audit)


def never_read(audit: Audit) -> Iterator[str]:
    """Say that other computers were never read, and what can be done about it today."""
    unread = max((finding.unread for finding in audit.findings), default=0)
    if not unread:
        return
    subject = (
        "1 ordinateur du cabinet n'a pas été lu"
        if unread == 1
        else f"{counted(unread, 'ordinateur')} du cabinet n'ont pas été lus"
    )
    yield from wrap(
        f"{subject} par Hygie : ce que la machine seule peut prouver y reste à vérifier. Sur"
        " chacun : hygie poste --sortie FICHIER ; puis ici : hygie poste ajouter FICHIER."
    )


def unreadable(audit: Audit) -> Iterator[str]:
    """Say what this workstation would not tell, reason by reason, with the way to find out."""
    found = [reading for reading in audit.readings if isinstance(reading, Unreadable)]
    if not found:
        return
    several = len({reading.workstation for reading in audit.readings}) > 1
    who = "les postes n'ont" if several else "ce poste n'a"
    yield from title(f"Ce que {who} pas pu dire ({len(found)})")
    by_reason: dict[tuple[str, str], list[str]] = {}
    for reading in found:
        fact = audit.catalogue.facts.get(reading.fact)
        label = fact.label if fact else reading.fact
        by_reason.setdefault((reading.reason, reading.remedy), []).append(label)
    for (reason, remedy), labels in by_reason.items():
        yield from bullets([f"{' · '.join(dict.fromkeys(labels))}. {reason} {remedy}"])


def old_tables(audit: Audit) -> Iterator[str]:
    """Warn of the data nobody checked for long: a verdict that rests on it may be out of date."""
    if not audit.outdated:
        return
    tables = " ; ".join(f"{table.label} ({day(table.checked)})" for table in audit.outdated)
    yield ""
    yield from wrap(
        f"Données vérifiées il y a plus de {TABLE_DAYS} jours : {tables}. "
        "Ce qui a changé depuis n'est pas jugé : mettez Hygie à jour.",
        first="▲ ",
        rest="  ",
    )


def where_next(audit: Audit) -> Iterator[str]:
    """Say where the rest is."""
    if not audit.plan:
        return
    yield ""
    yield "Tout le plan, pas à pas : hygie plan"
    for reader, name in READERS.items():
        if points_for(reader, audit.plan):
            yield f"Message prêt à envoyer à {name} : hygie plan --message {reader.value}"
    yield f"Une mesure en détail : hygie mesures {audit.plan[0].measure}"
    yield "Dossier en PDF, à classer ou à montrer : hygie dossier"


Offered = Mapping[str, tuple[str, ...]]
"""The settings that Hygie can change itself, by the measure that a reading shows failing."""


def whole_plan(audit: Audit, offered: Offered | None = None) -> Iterator[str]:
    """Draw the plan with its steps, then what is left to find out with where to look."""
    acts = [action for action in audit.plan if action.task is Task.DO]
    doubts = [action for action in audit.plan if action.task is Task.FIND_OUT]
    if not audit.plan:
        yield "Rien à faire ni à vérifier : toutes les mesures sont respectées ou sans objet."
        return
    if acts:
        yield from title(f"À faire ({len(acts)})")
        yield from _in_full(acts, offered or {}, start=1)
    if doubts:
        yield from title(f"À savoir ({len(doubts)})")
        yield from _in_full(doubts, {}, start=len(acts) + 1)


def _in_full(actions: Iterable[Action], offered: Offered, *, start: int) -> Iterator[str]:
    for rank, action in enumerate(actions, start=start):
        yield from numbered_actions([action], start=rank)
        yield from bullets(action.how, mark="    •")
        for setting in offered.get(action.measure, ()):
            yield f"     Hygie peut le faire avec vous : hygie poste regler {setting}"
        yield paint(f"     En détail : hygie mesures {action.measure}", Tone.QUIET)
        yield paint(f"     {_then(action)}", Tone.QUIET)
        yield ""


def _then(action: Action) -> str:
    """Say how to bring the plan up to date: what a machine showed, only the machine takes back."""
    if action.task is Task.FIND_OUT:
        return f"Quand vous saurez : hygie repondre {action.measure}"
    if action.reasons:
        return "Une fois fait : hygie audit (l'ordinateur sera relu)"
    return f"Une fois fait : hygie repondre {action.measure}"


def title(text: str) -> Iterator[str]:
    """Draw a heading with its blank line."""
    yield ""
    yield paint(text, Tone.STRONG)


def _deciding(audit: Audit) -> set[str]:
    found = (item for finding in audit.findings for item in finding.because)
    return {item.failing for item in found if item.role is Role.REQUIRED}


def first_result(audit: Audit, *, took: timedelta) -> Iterator[str]:
    """Draw what the machine alone shows, before the fourth question."""
    shown = list(dict.fromkeys(line for finding in audit.findings for line in failing(finding)))
    wrong = [line for line in shown if line in _deciding(audit)]
    yield ""
    yield f"Premier résultat · poste lu en {duration(took)} · {say_workstations(audit)}"
    yield counts(audit)
    if wrong:
        yield from bullets(wrong, mark="▲")
    else:
        yield "  Rien d'anormal constaté pour l'instant sur ce poste."
    # A hint decides nothing: it must not wear the sign of what is to be put right.
    yield from bullets((line for line in shown if line not in wrong), mark="?")
    yield "Quelques questions encore, pour ce que la machine ne peut pas savoir."
