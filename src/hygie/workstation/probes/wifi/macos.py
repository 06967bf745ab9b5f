"""How the Wi-Fi in use is protected. The name of the network is in the answer, and is dropped."""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.macos_plist import Settings, rows, text
from hygie.workstation.macos_profiler import WIFI, section

FACT = "wifi.security"
SOURCE = "system_profiler SPAirPortDataType"
CARDS, CARD_MARK = "spairport_airport_interfaces", "spairport_wireless_card_type"
STATE, IN_USE = "spairport_status_information", "spairport_current_network_information"
MODE = "spairport_security_mode"
PREFIXES = ("spairport_security_mode_", "pairport_security_mode_")
"""macOS itself writes the second, for networks that accept both WPA2 and WPA3."""

CONNECTED = "spairport_status_connected"
NOT_CONNECTED_STATES = frozenset(
    {
        *("spairport_status_off", "spairport_status_disassociated", "spairport_status_inactive"),
        *("spairport_status_disconnected", "spairport_status_not_associated"),
    }
)
MODES = {
    "none": "ouvert",
    "owe": "ouvert",
    **dict.fromkeys(("wep", "wep40", "wep128", "8021x"), "wep"),
    **dict.fromkeys(("wpa_personal", "wpa_enterprise", "wpa_personal_mixed"), "wpa"),
    **dict.fromkeys(("wpa2_personal_mixed", "wpa2_enterprise_mixed"), "wpa"),
    **dict.fromkeys(("wpa2_personal", "wpa2_enterprise", "wpa3_transition"), "wpa2"),
    **dict.fromkeys(("wpa2_wpa3_enterprise",), "wpa2"),
    **dict.fromkeys(("wpa3_personal", "wpa3_enterprise"), "wpa3"),
}
"""A network that accepts several protections is worth the weakest: anyone may choose it."""

NO_CARD = "Ce poste n'a pas de carte Wi-Fi."
NOT_CONNECTED = "Ce poste n'est pas connecté en Wi-Fi en ce moment."
UNKNOWN = "macOS n'a pas dit comment le Wi-Fi utilisé est protégé."
REMEDY = (
    "Ouvrez Réglages Système, puis Wi-Fi, puis Détails à côté du réseau utilisé : il doit être "
    "protégé par WPA2 ou WPA3."
)


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``wifi.security``."""
    try:
        cards = _cards(section(machine, WIFI))
    except MachineRefusedError as refusal:
        return [unreadable(context, FACT, refusal.reason, REMEDY)]
    if cards is None:
        return [unreadable(context, FACT, UNKNOWN, REMEDY)]
    if not cards:
        return [inapplicable(context, FACT, NO_CARD)]
    states = {text(card, STATE) for card in cards}
    if states <= NOT_CONNECTED_STATES:
        return [inapplicable(context, FACT, NOT_CONNECTED)]
    value = security([card for card in cards if text(card, STATE) == CONNECTED])
    if value is None:
        return [unreadable(context, FACT, UNKNOWN, REMEDY)]
    return [observed(context, FACT, value, SOURCE)]


def security(cards: Iterable[Settings]) -> str | None:
    """Return the protection of the one card in use; None when it is not known."""
    found = [_mode(card.get(IN_USE)) for card in cards]
    return found[0] if len(found) == 1 else None


def _mode(network: object) -> str | None:
    words = text(network, MODE) if isinstance(network, dict) else ""
    for prefix in PREFIXES:
        if words.startswith(prefix):
            return MODES.get(words.removeprefix(prefix))
    return None


def _cards(items: Iterable[Settings]) -> list[Settings] | None:
    """Return the real cards: awdl0, by which Macs talk to one another, is no link."""
    listed = [rows(item, CARDS) for item in items]
    if not listed or None in listed:
        return None
    return [card for cards in listed for card in cards or () if CARD_MARK in card]
