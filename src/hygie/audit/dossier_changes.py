"""What changed since the audit of before, for who follows the practice from year to year."""

from collections.abc import Iterator

from hygie.audit.comparison_format import CHANGES, Compared
from hygie.audit.dossier_words import Edition, say_read
from hygie.audit.words import say_verdict
from hygie.core.audits import Audit
from hygie.core.readings import newest
from hygie.documents.blocks import Block, heading, table, text
from hygie.terminal.typography import counted

SHOWN_FIRST_READINGS = 20
NOTHING_BEFORE = "Aucun audit plus ancien n'a été joint : rien n'est comparé."
BY_TWO_CATALOGUES = (
    "Les deux audits ont été jugés par deux catalogues, {} puis {} : un écart peut venir de là."
)


def changes(audit: Audit, edition: Edition) -> Iterator[Block]:
    """Draw what closed, opened, expired, and was read for the first time."""
    yield heading("Ce qui a changé depuis l'audit d'avant")
    compared = edition.compared
    if compared is None:
        yield text(NOTHING_BEFORE)
        return
    yield text(
        f"Comparé à l'audit du {edition.moment(compared.before)}. Ce qui n'est pas nommé ici n'a"
        " pas changé."
    )
    if compared.before_catalogue != compared.after_catalogue:
        versions = (compared.before_catalogue, compared.after_catalogue)
        yield text(BY_TWO_CATALOGUES.format(*versions))
    yield from _moved(compared)
    yield from _first_read(audit, compared)


def _moved(compared: Compared) -> Iterator[Block]:
    moved = compared.found.moved
    rows = [
        (label, compared.names[one.measure], say_verdict(one.before), say_verdict(one.after))
        for change, label in CHANGES.items()
        for one in moved
        if one.change is change
    ]
    if rows:
        yield table({"Changement": 4, "Mesure": 6, "Avant": 2, "Maintenant": 2}, rows)
    else:
        yield text("Aucune mesure n'a changé d'état.")


def _first_read(audit: Audit, compared: Compared) -> Iterator[Block]:
    """Show the first readings; past one screenful the table of readings says the rest."""
    latest = newest(audit.readings)
    found = [key for key in compared.found.first_read if key in latest]
    if not found:
        return
    rows = []
    for key in found[:SHOWN_FIRST_READINGS]:
        fact = audit.catalogue.facts.get(key[1])
        rows.append((fact.label if fact else key[1], say_read(fact, latest[key])))
    yield heading("Lu pour la première fois", 2)
    yield table({"Relevé": 6, "Valeur": 5}, rows)
    left = len(found) - len(rows)
    if left:
        yield text(f"Et {counted(left, 'autre')}, parmi les relevés de ce dossier.")
