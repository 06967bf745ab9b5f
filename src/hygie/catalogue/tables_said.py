"""The lines of the data tables that concern one measure, in French and as JSON. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from hygie.catalogue.tables import Basis, Correspondence, Framework, Threshold
from hygie.core.measures import Recipient

BASES: Mapping[Basis, str] = {
    Basis.REGULATION: "obligation",
    Basis.RECOMMENDATION: "recommandation",
    Basis.OURS: "choix de Hygie",
}

RECIPIENTS: Mapping[Recipient, str] = {
    Recipient.PROVIDER: "à votre prestataire",
    Recipient.VENDOR: "à votre éditeur",
    Recipient.BOTH: "à votre prestataire et à votre éditeur",
}


def say_correspondence(line: Correspondence) -> str:
    """Say one line of another framework."""
    place = {
        Framework.ANSSI: f"Guide d'hygiène de l'ANSSI, mesure {line.reference} : {line.title}.",
        Framework.ISO: f"ISO/IEC 27001 (2022), annexe A, {line.reference} : {line.title}.",
        Framework.MON_AIDE_CYBER: f"MonAideCyber, une question du thème « {line.title} ».",
    }[line.framework]
    return f"{place} {line.certainty}"


def say_threshold(line: Threshold) -> str:
    """Say one figure and what it rests on."""
    note = f" {line.note}" if line.note else ""
    return f"{line.label} : {BASES[line.basis]}.{note}"


def write_correspondences(lines: Iterable[Correspondence]) -> list[dict[str, Any]]:
    """Return the lines of other frameworks as a document holds them."""
    return [
        {
            "referentiel": line.framework.value,
            "reference": line.reference,
            "titre": line.title,
            "certitude": line.certainty,
            "source": line.source,
            "verifiee_le": line.checked.isoformat(),
        }
        for line in lines
    ]


def write_thresholds(lines: Iterable[Threshold]) -> list[dict[str, Any]]:
    """Return the figures as a document holds them."""
    return [
        {
            "objet": line.of.value,
            "nom": line.name,
            "valeur": line.value,
            "libelle": line.label,
            "fondement": line.basis.value,
            "note": line.note,
            "source": line.source,
            "verifie_le": line.checked.isoformat(),
        }
        for line in lines
    ]
