"""The dossier: what the practitioner shows and files, from an audit to a PDF.

Everything it shows is in the audit joined to it, but the name of the practice.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from hygie.audit import dossier_annexes as annexes
from hygie.audit import dossier_findings, dossier_plan, dossier_summary
from hygie.audit.audit_format import write_audit
from hygie.audit.comparison_format import write_comparison
from hygie.audit.dossier_changes import changes
from hygie.audit.dossier_words import Edition
from hygie.core.audits import Audit
from hygie.core.measures import Origin
from hygie.documents.blocks import Block, heading
from hygie.documents.engine import Attached, draw
from hygie.terminal.typography import typeset

TEMPLATE = "dossier.typ"
TITLE = "Dossier de sécurité informatique"
BANNER = "DÉMONSTRATION · cabinet fictif"
NO_NAME = "Cabinet d'exercice libéral"
HEADER_LETTERS = 60


def make_pdf(audit: Audit, edition: Edition) -> bytes:
    """Draw the whole dossier; raises DrawingError."""
    return draw(
        template=TEMPLATE,
        data=content(audit, edition),
        at=edition.made_at,
        attached=joined(audit, edition),
    )


def joined(audit: Audit, edition: Edition) -> Attached:
    """Return the data of the dossier, as «hygie audit --json» writes it."""
    document = write_audit(audit)
    for measure in document["mesures"]:
        if measure["origine"] == Origin.COMPLEMENT.value:
            measure["titre"] = measure["court"]  # its full title is printed nowhere
    if edition.demonstration:
        document["demonstration"] = True
    if edition.compared is not None:
        document["comparaison"] = write_comparison(edition.compared)
    return Attached(
        name=annexes.ATTACHED_NAME,
        content=_written(document),
        description="Les données de cet audit, en JSON",
    )


def _written(document: Mapping[str, Any]) -> str:
    """Write accents as they are, unless a text holds what UTF-8 cannot."""
    written = json.dumps(document, ensure_ascii=False, indent=1)
    try:
        written.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(document, indent=1)
    return written


def content(audit: Audit, edition: Edition) -> dict[str, Any]:
    """Return the dossier as data for its template: texts are typeset, nothing is drawn yet."""
    practice = edition.practice or NO_NAME
    data: dict[str, Any] = {
        "title": TITLE,
        "author": practice,
        "keywords": ["sécurité informatique", "santé", "audit", "Mémento"],
        "description": f"Audit du {edition.day(audit.at)}, catalogue {audit.catalogue.version}",
        "banner": BANNER if edition.demonstration else "",
        "running": {
            "left": _short(practice),
            "right": f"audit du {edition.day(audit.at)}",
            "foot": f"{TITLE} · Hygie, catalogue {audit.catalogue.version}",
        },
        "cover": {
            "kicker": f"Mémento de l'ANS {audit.catalogue.memento} · {edition.day(audit.at)}",
            "practice": practice,
            "blocks": list(dossier_summary.cover(audit, edition)),
        },
        "blocks": list(_blocks(audit, edition)),
    }
    ready: dict[str, Any] = _typeset(data)
    return ready


def _blocks(audit: Audit, edition: Edition) -> Iterator[Block]:
    yield from dossier_summary.summary(audit)
    yield from dossier_summary.situation(audit, edition)
    yield from changes(audit, edition)
    yield from dossier_findings.findings(audit, edition)
    yield from dossier_findings.evidence(audit, edition)
    yield from dossier_plan.plan(audit, edition)
    yield from annexes.readings(audit, edition)
    yield from annexes.method(audit, edition)
    yield from annexes.sources(audit)
    yield heading("Annexes")
    yield from annexes.glossary()
    yield from dossier_plan.requests(audit)


def _short(name: str) -> str:
    return name if len(name) <= HEADER_LETTERS else f"{name[:HEADER_LETTERS]}…"


def _typeset(value: Any) -> Any:  # noqa: ANN401  # the data of a template is any JSON
    match value:
        case str():
            return typeset(value)
        case dict():
            return {key: _typeset(item) for key, item in value.items()}
        case list():
            return [_typeset(item) for item in value]
        case _:
            return value
