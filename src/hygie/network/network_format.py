"""The JSON document of «hygie reseau»."""

from datetime import datetime

from hygie.network.found import Device, Found, GuestShares, Neighbours, Opening, Openings, PageFound
from hygie.network.limits import Ask, asks
from hygie.network.place import Reach

FORMAT = 1
THIS_COMPUTER, DEVICE, OUTSIDE = "ce_poste", "appareil", "hors_du_reseau"


def write_network(
    reach: Reach | None, found: Found | None, *, at: datetime, refusal: str, simulation: bool
) -> dict[str, object]:
    """Return the document: what would be asked, and what was answered, or why nothing was."""
    known = reach is not None and found is not None
    return {
        "format": FORMAT,
        "le": at.isoformat(),
        "simulation": simulation,
        "sans_suite": refusal or None,
        "reseau": None if reach is None else _reach(reach),
        "demandes": [] if reach is None else [_ask(ask) for ask in asks(reach)],
        "box": _box(reach, found) if reach and found and known else None,
        "appareils": None if found is None else _neighbours(found.neighbours),
    }


def target_of(opening: Opening, reach: Reach) -> str:
    """Say what a door of the box leads to."""
    if opening.target == reach.own:
        return THIS_COMPUTER
    return DEVICE if reach.holds(opening.target) else OUTSIDE


def _reach(reach: Reach) -> dict[str, object]:
    return {
        "etendue": str(reach.around),
        "box": str(reach.gateway),
        "ce_poste": str(reach.own),
    }


def _ask(ask: Ask) -> dict[str, object]:
    return {"a_qui": ask.whom, "quoi": ask.what, "ports": list(ask.ports), "au_plus": ask.most}


def _box(reach: Reach, found: Found) -> dict[str, object]:
    return {"page": _page(found.page), "upnp": _openings(found.openings, reach)}


def _page(page: PageFound) -> dict[str, object]:
    return {"etat": page.state.value, "raison": page.reason or None}


def _openings(found: Openings, reach: Reach) -> dict[str, object]:
    return {
        "etat": found.state.value,
        "raison": found.reason or None,
        "complet": found.whole,
        "illisibles": found.unread,
        "redirections": [_opening(opening, reach) for opening in found.openings],
    }


def _opening(opening: Opening, reach: Reach) -> dict[str, object]:
    return {
        "port_exterieur": opening.outside,
        "protocole": opening.protocol,
        "port_interieur": opening.inside,
        "vers": target_of(opening, reach),
        "adresse": str(opening.target),
        "active": opening.enabled,
    }


def _neighbours(found: Neighbours) -> dict[str, object]:
    return {
        "reponses": found.answered,
        "complet": found.whole,
        "trouves": [_device(device) for device in found.devices],
    }


def _device(device: Device) -> dict[str, object]:
    return {
        "adresse": str(device.address),
        "impression": list(device.printing),
        "partage": device.sharing,
        "page": _page(device.page),
        "visiteur": None if device.guests is None else _guests(device.guests),
    }


def _guests(guests: GuestShares) -> dict[str, object]:
    return {
        "etat": guests.state.value,
        "raison": guests.reason or None,
        "dossiers_ouverts": guests.opened,
        "dossiers_montres": guests.shown,
    }
