"""Readings as JSON, both ways: the fixed interface of «hygie poste --json»."""

from collections.abc import Iterable, Mapping
from typing import Any, assert_never

from hygie.audit.fields import moment, text
from hygie.audit.fields import value as value_of
from hygie.audit.json_files import FORMAT
from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable

OBSERVED, UNREADABLE, INAPPLICABLE = "observe", "illisible", "sans_objet"


def write_readings(readings: Iterable[Reading]) -> dict[str, Any]:
    """Return the document of a workstation's readings."""
    return {"format": FORMAT, "releves": [write_reading(reading) for reading in readings]}


def write_reading(reading: Reading) -> dict[str, Any]:
    """Return one reading in one of its three states."""
    head = {"fait": reading.fact, "poste": reading.workstation}
    tail = {"lu_le": reading.at.isoformat()}
    match reading:
        case Observed(value=value, source=source):
            plain = list(value) if isinstance(value, tuple) else value
            return {**head, "etat": OBSERVED, "valeur": plain, "source": source, **tail}
        case Unreadable(reason=reason, remedy=remedy):
            return {**head, "etat": UNREADABLE, "raison": reason, "remede": remedy, **tail}
        case Inapplicable(reason=reason):
            return {**head, "etat": INAPPLICABLE, "raison": reason, **tail}
        case _:
            assert_never(reading)


def read_reading(entry: Mapping[str, Any]) -> Reading:
    """Rebuild one reading. Raises KeyError, ValueError or TypeError when it is not one."""
    fact, workstation = text(entry, "fait"), text(entry, "poste")
    at = moment(entry, "lu_le")
    match entry["etat"]:
        case "observe":
            return Observed(
                fact=fact,
                workstation=workstation,
                value=value_of(entry, "valeur"),
                source=text(entry, "source"),
                at=at,
            )
        case "illisible":
            return Unreadable(
                fact=fact,
                workstation=workstation,
                reason=text(entry, "raison"),
                remedy=text(entry, "remede"),
                at=at,
            )
        case "sans_objet":
            return Inapplicable(
                fact=fact, workstation=workstation, reason=text(entry, "raison"), at=at
            )
        case state:
            raise ValueError(state)
