"""«hygie plan» and «hygie comparer»: what the saved audits say."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from hygie.audit.audit_format import read_audit, write_action
from hygie.audit.json_files import FORMAT, read_document
from hygie.audit.messages import grouped_message
from hygie.audit.render import heading, title, whole_plan
from hygie.audit.store import last_audits
from hygie.audit.words import SIGNS, say_reading, say_when
from hygie.core.audits import Audit
from hygie.core.comparison import Change, Comparison, Moved, compare
from hygie.core.errors import MisusedError
from hygie.core.findings import Verdict
from hygie.core.measures import Recipient
from hygie.core.readings import newest
from hygie.practice.opening import read_records
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.terminal.layout import bullets, wrap

REVERSED = "Le premier audit est le plus récent : Hygie les compare dans l'ordre du temps."

CHANGES = {
    Change.CLOSED: "Réglé",
    Change.OPENED: "Nouveau à traiter",
    Change.EXPIRED: "Périmé : à vérifier de nouveau",
    Change.OTHER: "Changé",
    Change.APPEARED: "Nouvelle mesure",
    Change.GONE: "Ne vous concerne plus",
}


def run_plan(arguments: Namespace, console: Console) -> ExitCode:
    """Show the plan of the last audit saved, on or before ``--au`` when it is given."""
    audit = _newest(console, arguments)
    if arguments.json:
        console.json(
            {
                "format": FORMAT,
                "le": audit.at.isoformat(),
                "catalogue": audit.catalogue.version,
                "plan": [write_action(action) for action in audit.plan],
            }
        )
        return ExitCode.DONE
    if arguments.message is None:
        lines = _plan(audit, console)
    else:
        lines = grouped_message(audit, Recipient(arguments.message), zone=console.zone)
    console.show("\n".join(lines))
    return ExitCode.DONE


def _plan(audit: Audit, console: Console) -> Iterator[str]:
    yield f"Plan de l'audit fait {say_when(audit.at, console.now(), console.zone)}"
    yield from heading(audit)
    yield from whole_plan(audit)


def _newest(console: Console, arguments: Namespace) -> Audit:
    until = arguments.as_of or console.now()
    audits = last_audits(read_records(console.environment), 1, until=until)
    if not audits:
        which = "n'a été enregistré à cette date" if arguments.as_of else "n'est encore enregistré"
        raise MisusedError(
            f"Aucun audit {which} sur ce poste.",
            hint="Lancez « hygie audit » ; pour voir à quoi cela ressemble : « hygie demo ».",
        )
    return audits[-1]


def run_compare(arguments: Namespace, console: Console) -> ExitCode:
    """Compare the two last audits saved, or the two files given."""
    before, after = _oldest_first(_two_audits(arguments, console), console)
    found = compare(before, after)
    if arguments.json:
        console.json(_write(before, after, found))
    else:
        console.show("\n".join(_comparison(before, after, found, console)))
    return ExitCode.DONE


def _two_audits(arguments: Namespace, console: Console) -> tuple[Audit, Audit]:
    if arguments.avant is not None and arguments.apres is not None:
        return _from_file(arguments.avant), _from_file(arguments.apres)
    if arguments.avant is not None:
        saved = last_audits(read_records(console.environment), 1, until=console.now())
        needed, pair = 1, (_from_file(arguments.avant), *saved)
    else:
        saved = last_audits(read_records(console.environment), 2, until=console.now())
        needed, pair = 2, saved
    if len(saved) < needed:
        raise MisusedError(
            f"Il faut deux audits pour comparer ; ce poste en a gardé {len(saved)}.",
            hint="Relancez « hygie audit » plus tard, ou donnez deux fichiers d'audit.",
        )
    return pair[0], pair[1]


def _oldest_first(pair: tuple[Audit, Audit], console: Console) -> tuple[Audit, Audit]:
    """Put two audits in the order of time: the other way round, what closed would seem to open."""
    first, second = pair
    if first.at <= second.at:
        return first, second
    console.say(REVERSED)
    return second, first


def _from_file(path: Path) -> Audit:
    return read_audit(read_document(path, "Le fichier d'audit"))


def _comparison(before: Audit, after: Audit, found: Comparison, console: Console) -> Iterator[str]:
    now, zone = console.now(), console.zone
    yield f"Entre {say_when(before.at, now, zone)} et {say_when(after.at, now, zone)}"
    if before.catalogue.version != after.catalogue.version:
        yield from wrap(
            f"Jugés par deux catalogues, {before.catalogue.version} puis "
            f"{after.catalogue.version} : un écart peut venir de là."
        )
    if not found.moved and not found.first_read:
        yield "Rien n'a changé."
    for change, label in CHANGES.items():
        moved = [move for move in found.moved if move.change is change]
        if moved:
            yield from title(f"{label} ({len(moved)})")
            yield from bullets(_moved(move, before, after) for move in moved)
    if found.first_read:
        latest = newest(after.readings)
        yield from title(f"Lu pour la première fois ({len(found.first_read)})")
        yield from bullets(
            f"{fact.label if (fact := after.catalogue.facts.get(name)) else name} : "
            f"{say_reading(fact, latest[workstation, name])}"
            for workstation, name in found.first_read
        )


def _moved(move: Moved, before: Audit, after: Audit) -> str:
    measures = {**before.catalogue.measures, **after.catalogue.measures}
    return f"{measures[move.measure].short} : {_word(move.before)} → {_word(move.after)}"


def _word(verdict: Verdict | None) -> str:
    return "–" if verdict is None else SIGNS[verdict][1]


def _write(before: Audit, after: Audit, found: Comparison) -> dict[str, object]:
    return {
        "format": FORMAT,
        "avant": before.at.isoformat(),
        "apres": after.at.isoformat(),
        "catalogue_avant": before.catalogue.version,
        "catalogue_apres": after.catalogue.version,
        "changements": [
            {
                "mesure": move.measure,
                "changement": move.change.value,
                "avant": None if move.before is None else move.before.value,
                "apres": None if move.after is None else move.after.value,
            }
            for move in found.moved
        ],
        "premieres_lectures": [
            {"poste": workstation, "fait": fact} for workstation, fact in found.first_read
        ],
    }
