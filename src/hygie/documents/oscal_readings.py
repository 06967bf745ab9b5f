"""The workstations and what they answered, as OSCAL components and observations."""

from collections.abc import Callable, Mapping
from typing import Any

from hygie.core.audits import Audit
from hygie.core.readings import Fact, Inapplicable, Observed, Reading, Unreadable, newest
from hygie.documents.oscal_words import identifier, line, moment, paragraphs, prop, told

Say = Callable[[Fact | None, Reading], str]

STATES: Mapping[type, str] = {
    Observed: "lu",
    Unreadable: "illisible",
    Inapplicable: "sans objet",
}


def workstations(audit: Audit) -> list[dict[str, Any]]:
    """Return one component per workstation read."""
    names = sorted({reading.workstation for reading in audit.readings})
    return [
        {
            "uuid": workstation_id(audit, name),
            "type": "hardware",
            "title": line(name),
            "description": "Ordinateur lu par Hygie ; son nom ici ne dit rien de la personne.",
            "status": {"state": "operational"},
        }
        for name in names
    ]


def observations(audit: Audit, say: Say) -> list[dict[str, Any]]:
    """Return one observation per fact and workstation, the unreadable ones included."""
    return [
        _observation(audit, reading, say)
        for _, reading in sorted(newest(audit.readings).items(), key=lambda pair: pair[0])
    ]


def workstation_id(audit: Audit, name: str) -> str:
    """Return the identifier of a workstation in this document."""
    return identifier(audit, "poste", name)


def reading_id(audit: Audit, workstation: str, fact: str) -> str:
    """Return the identifier of a reading in this document."""
    return identifier(audit, "releve", workstation, fact)


def _observation(audit: Audit, reading: Reading, say: Say) -> dict[str, Any]:
    fact = audit.catalogue.facts.get(reading.fact)
    label = fact.label if fact else reading.fact
    source = reading.source if isinstance(reading, Observed) else ""
    return told(
        uuid=reading_id(audit, reading.workstation, reading.fact),
        title=line(label),
        description=paragraphs(f"{label} : {say(fact, reading)}"),
        props=[
            prop("fait", reading.fact),
            prop("etat", STATES[type(reading)]),
            *([prop("lu-par", source)] if source else ()),
        ],
        methods=["EXAMINE"],
        subjects=[
            {"subject-uuid": workstation_id(audit, reading.workstation), "type": "component"}
        ],
        collected=moment(reading.at),
        remarks=paragraphs(reading.remedy) if isinstance(reading, Unreadable) else "",
    )
