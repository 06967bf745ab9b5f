"""«hygie comparer»: what changed between two audits."""

from argparse import Namespace
from collections.abc import Iterator

from hygie.audit.audit_format import read_audit
from hygie.audit.comparison_format import CHANGES, Compared, compare_audits, write_comparison
from hygie.audit.json_files import read_document
from hygie.audit.render import title
from hygie.audit.store import last_audits
from hygie.audit.words import say_reading, say_verdict, say_when
from hygie.core.audits import Audit
from hygie.core.errors import MisusedError
from hygie.core.readings import newest
from hygie.practice.opening import read_records
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.terminal.layout import bullets, wrap

REVERSED = "Le premier audit est le plus récent : Hygie les compare dans l'ordre du temps."


def run_compare(arguments: Namespace, console: Console) -> ExitCode:
    """Compare the two last audits saved, or the two files given."""
    before, after = oldest_first(_two_audits(arguments, console), console)
    compared = compare_audits(before, after)
    if arguments.json:
        console.json(write_comparison(compared))
    else:
        console.show("\n".join(_comparison(compared, after, console)))
    return ExitCode.DONE


def oldest_first(pair: tuple[Audit, Audit], console: Console) -> tuple[Audit, Audit]:
    """Put two audits in the order of time: the other way round, what closed would seem to open."""
    first, second = pair
    if first.at <= second.at:
        return first, second
    console.say(REVERSED)
    return second, first


def _two_audits(arguments: Namespace, console: Console) -> tuple[Audit, Audit]:
    given = [path for path in (arguments.avant, arguments.apres) if path is not None]
    documents = [read_document(path, "Le fichier d'audit") for path in given]
    needed = 2 - len(documents)
    saved: tuple[Audit, ...] = ()
    if needed:
        saved = last_audits(read_records(console.environment), needed, until=console.now())
    if len(saved) < needed:
        raise MisusedError(
            f"Il faut deux audits pour comparer ; ce poste en a gardé {len(saved)}.",
            hint="Relancez « hygie audit » plus tard, ou donnez deux fichiers d'audit.",
        )
    fictitious = [document.get("demonstration") is True for document in documents]
    if any(fictitious) and not all([*fictitious, not needed]):
        raise MisusedError(
            "L'un des deux audits est celui d'un cabinet fictif : il ne se compare à aucun autre.",
            hint="Donnez deux audits du même cabinet. Rien n'a été modifié.",
        )
    first, second = (*map(read_audit, documents), *saved)
    return first, second


def _comparison(compared: Compared, after: Audit, console: Console) -> Iterator[str]:
    now, zone = console.now(), console.zone
    found = compared.found
    yield f"Entre {say_when(compared.before, now, zone)} et {say_when(compared.after, now, zone)}"
    if compared.before_catalogue != compared.after_catalogue:
        yield from wrap(
            f"Jugés par deux catalogues, {compared.before_catalogue} puis "
            f"{compared.after_catalogue} : un écart peut venir de là."
        )
    if not found.moved and not found.first_read:
        yield "Rien n'a changé."
    for change, label in CHANGES.items():
        moved = [move for move in found.moved if move.change is change]
        if moved:
            yield from title(f"{label} ({len(moved)})")
            yield from bullets(
                f"{compared.names[move.measure]} :"
                f" {say_verdict(move.before)} → {say_verdict(move.after)}"
                for move in moved
            )
    if found.first_read:
        latest = newest(after.readings)
        several = len({reading.workstation for reading in after.readings}) > 1
        yield from title(f"Lu pour la première fois ({len(found.first_read)})")
        yield from bullets(
            f"{fact.label if (fact := after.catalogue.facts.get(name)) else name}"
            f"{f' ({workstation})' if several else ''} : "
            f"{say_reading(fact, latest[workstation, name])}"
            for workstation, name in found.first_read
        )
