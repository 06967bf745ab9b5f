"""Two audits side by side, with the words to say it, as a JSON document and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hygie.audit.fields import moment, objects, text
from hygie.audit.json_files import FORMAT
from hygie.core.audits import Audit
from hygie.core.comparison import Change, Comparison, Moved, compare
from hygie.core.errors import MisusedError
from hygie.core.findings import Verdict

CHANGES: Mapping[Change, str] = {
    Change.CLOSED: "Réglé",
    Change.OPENED: "Nouveau à traiter",
    Change.EXPIRED: "Périmé : à vérifier de nouveau",
    Change.OTHER: "Changé",
    Change.APPEARED: "Nouvelle mesure",
    Change.GONE: "Ne vous concerne plus",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What changed since ``before``, and the short name of each measure that moved."""

    before: datetime
    after: datetime
    before_catalogue: str
    after_catalogue: str
    found: Comparison
    names: Mapping[str, str]


def compare_audits(before: Audit, after: Audit) -> Compared:
    """Compare two audits of the same practice, the older first."""
    found = compare(before, after)
    measures = {**before.catalogue.measures, **after.catalogue.measures}
    return Compared(
        before=before.at,
        after=after.at,
        before_catalogue=before.catalogue.version,
        after_catalogue=after.catalogue.version,
        found=found,
        names={move.measure: measures[move.measure].short for move in found.moved},
    )


def write_comparison(compared: Compared) -> dict[str, Any]:
    """Return what changed, as «hygie comparer --json» and the dossier's data say it."""
    return {
        "format": FORMAT,
        "avant": compared.before.isoformat(),
        "apres": compared.after.isoformat(),
        "catalogue_avant": compared.before_catalogue,
        "catalogue_apres": compared.after_catalogue,
        "changements": [
            {
                "mesure": move.measure,
                "libelle": compared.names[move.measure],
                "changement": move.change.value,
                "avant": None if move.before is None else move.before.value,
                "apres": None if move.after is None else move.after.value,
            }
            for move in compared.found.moved
        ],
        "premieres_lectures": [
            {"poste": workstation, "fait": fact} for workstation, fact in compared.found.first_read
        ],
    }


def read_comparison(document: Mapping[str, Any]) -> Compared:
    """Rebuild what changed. Raises MisusedError when the document does not hold together."""
    try:
        moved = objects(document, "changements")
        return Compared(
            before=moment(document, "avant"),
            after=moment(document, "apres"),
            before_catalogue=text(document, "catalogue_avant"),
            after_catalogue=text(document, "catalogue_apres"),
            found=Comparison(
                moved=tuple(_read_move(entry) for entry in moved),
                first_read=tuple(
                    (text(entry, "poste"), text(entry, "fait"))
                    for entry in objects(document, "premieres_lectures")
                ),
            ),
            names={text(entry, "mesure"): text(entry, "libelle") for entry in moved},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise MisusedError(
            "La comparaison jointe à cet audit a été modifiée.",
            hint="Choisissez un fichier écrit par Hygie. Rien n'a été modifié.",
        ) from error


def _read_move(entry: Mapping[str, Any]) -> Moved:
    return Moved(
        measure=text(entry, "mesure"),
        change=Change(text(entry, "changement")),
        before=_read_verdict(entry["avant"]),
        after=_read_verdict(entry["apres"]),
    )


def _read_verdict(value: str | None) -> Verdict | None:
    return None if value is None else Verdict(value)
