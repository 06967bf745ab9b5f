"""The catalogue as a library of CISO Assistant, by the public description of its format.

The file is YAML; it is written as JSON, which is YAML too, so that no library is needed.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from hygie.core.measures import THREAT_LABELS, Catalogue, Guidance, Measure, Origin, Threat
from hygie.documents.tables_text import legible

REFERENCE = "memento-ps-liberal"
LOCALE = "fr"
PACKAGER = "hygie"
NAME = "Mémento de sécurité informatique des professionnels de santé libéraux, avec Hygie"
COPYRIGHT = (
    "Titres des mesures d'origine « Mémento » : Agence du numérique en santé. Tous les autres"
    " textes : Hygie, sous licence EUPL-1.2."
)
OURS = "Ajouté par Hygie : ne fait pas partie de la liste officielle."
OFFICIAL = "La description est le titre officiel ; le nom court et le reste sont de Hygie."
SEVERAL = "Seulement à partir de deux utilisateurs."
LOCAL, CLOUD = "L", "C"
COLUMNS = {LOCAL: "Logiciels au cabinet", CLOUD: "Logiciels en ligne"}


def library(catalogue: Catalogue, guidance: Mapping[str, Guidance]) -> dict[str, Any]:
    """Return the library: threats, what to do, and the measures by section."""
    description = (
        f"Les lignes du Mémento de sécurité informatique {catalogue.memento} de l'Agence du"
        " numérique en santé, et les compléments de Hygie. Seuls les titres des premières sont ceux"
        " de l'Agence ; ni elle ni l'éditeur de CISO Assistant n'ont relu cette bibliothèque."
    )
    return {
        "urn": _urn("library"),
        "locale": LOCALE,
        "ref_id": REFERENCE,
        "name": NAME,
        "description": description,
        "copyright": COPYRIGHT,
        "version": version_number(catalogue.version),
        "provider": "Hygie",
        "packager": PACKAGER,
        "objects": {
            "threats": [_threat(threat) for threat in THREAT_LABELS],
            "reference_controls": [
                _control(measure, guidance.get(measure.id, Guidance()))
                for measure in catalogue.measures.values()
            ],
            "framework": _framework(catalogue, description),
        },
    }


def version_number(edition: str) -> int:
    """Return an edition such as «2026.11» as the whole number the format asks for."""
    return int("".join(letter for letter in edition if letter in "0123456789") or "1")


def write_library(document: Mapping[str, Any]) -> bytes:
    """Return the library as a file to import."""
    text = json.dumps(_legible(document), ensure_ascii=False, indent=2, allow_nan=False)
    return f"{text}\n".encode()


def _framework(catalogue: Catalogue, description: str) -> dict[str, Any]:
    return {
        "urn": _urn("framework"),
        "ref_id": REFERENCE,
        "name": NAME,
        "description": description,
        "implementation_groups_definition": [
            {"ref_id": key, "name": name, "description": None, "default_selected": True}
            for key, name in COLUMNS.items()
        ],
        "requirement_nodes": list(_nodes(catalogue)),
    }


def _nodes(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    """Return each section once, then its measures; the order is the checklist's."""
    sections = list(dict.fromkeys(measure.section for measure in catalogue.measures.values()))
    for rank, section in enumerate(sections, start=1):
        urn = _urn("req_node", f"s{rank}")
        yield {"urn": urn, "assessable": False, "depth": 1, "ref_id": f"S{rank}", "name": section}
        for measure in catalogue.measures.values():
            if measure.section == section:
                yield _node(measure, urn)


def _node(measure: Measure, parent: str) -> dict[str, Any]:
    official = measure.origin is Origin.MEMENTO
    origin = f"Mémento, chapitre {measure.chapter}. {OFFICIAL}" if official else OURS
    limits = SEVERAL if measure.several_users_only else ""
    columns = [key for key, holds in ((LOCAL, measure.local), (CLOUD, measure.cloud)) if holds]
    return {
        "urn": _urn("req_node", measure.id),
        "assessable": True,
        "depth": 2,
        "parent_urn": parent,
        "ref_id": str(measure.number),
        "name": measure.short,  # a name has 200 letters at most, and official titles have more
        "description": measure.title,
        "annotation": "\n".join(filter(None, (origin, limits, measure.question))),
        "typical_evidence": "\n".join(kind.label for kind in measure.evidence),
        "implementation_groups": columns,
        "threats": [_urn("threat", threat.value) for threat in measure.threats],
        "reference_controls": [_urn("reference_control", measure.id)],
    }


def _threat(threat: Threat) -> dict[str, Any]:
    return {
        "urn": _urn("threat", threat.value),
        "ref_id": threat.value,
        "name": THREAT_LABELS[threat],
    }


def _control(measure: Measure, guidance: Guidance) -> dict[str, Any]:
    return {
        "urn": _urn("reference_control", measure.id),
        "ref_id": measure.id,
        "name": measure.short,
        "description": "\n".join([measure.action, *guidance.why]),
    }


def _urn(kind: str, leaf: str = "") -> str:
    base = f"urn:{PACKAGER}:risk:{kind}:{REFERENCE}"
    return f"{base}:{leaf}" if leaf else base


def _legible(value: object) -> object:
    match value:
        case str():
            return legible(value)
        case dict():
            return {key: _legible(below) for key, below in value.items()}
        case list():
            return [_legible(below) for below in value]
        case _:
            return value
