"""What is written down: that it was looked at, and counts. Never an address, never a name."""

from collections.abc import Mapping
from datetime import datetime

from hygie.network.found import Found, Guests, Page, Upnp
from hygie.practice.records import ACT, Draft, Json

ACTION, NETWORK = "acte", "reseau"
BY = "titulaire"

OPENINGS_MEASURE = "ports-ouverts"
DEVICES_MEASURE = "objets-connectes"
SHARES_MEASURE = "echange-partage"


def acts(found: Found, at: datetime) -> tuple[Draft, ...]:
    """Return what to write. These acts prove no measure: a list may be silent on what is open."""
    return (
        _act(OPENINGS_MEASURE, _openings(found), at),
        _act(DEVICES_MEASURE, _devices(found), at),
        _act(SHARES_MEASURE, _shares(found), at),
    )


def _act(measure: str, counts: Mapping[str, Json], at: datetime) -> Draft:
    summary = {ACTION: NETWORK, **counts}
    return Draft(at=at, kind=ACT, by=BY, measure=measure, summary=summary)


def _openings(found: Found) -> Mapping[str, Json]:
    read = found.openings.state is Upnp.READ
    return {
        "upnp": found.openings.state.value,
        "redirections": len(found.openings.openings) if read else None,
        "complet": found.openings.whole,
        "page_box": found.page.state.value,
    }


def _devices(found: Found) -> Mapping[str, Json]:
    devices = found.neighbours.devices
    return {
        "imprimantes": sum(bool(device.printing) for device in devices),
        "disques": sum(device.sharing for device in devices),
        "pages_en_clair": sum(device.page.state is Page.CLEAR for device in devices),
        "complet": found.neighbours.whole,
    }


def _shares(found: Found) -> Mapping[str, Json]:
    every = [device.guests for device in found.neighbours.devices if device.guests]
    return {
        "dossiers_ouverts": sum(guests.opened for guests in every),
        "illisibles": sum(guests.state is Guests.UNREADABLE for guests in every),
        "complet": found.neighbours.whole,
    }
