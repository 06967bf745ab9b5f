"""How the Wi-Fi in use is protected. The name of the network is never asked for."""

import re
from collections.abc import Iterable, Sequence

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError, MissingError

FACT = "wifi.security"
INTERFACES = "/sys/class/net"
MARKS = frozenset({"wireless", "phy80211"})
NMCLI = ("nmcli", "--terse", "--fields", "IN-USE,SECURITY", "device", "wifi", "list")
WITHOUT_SCAN = ("--rescan", "no")

WEAKEST_FIRST = ("ouvert", "wep", "wpa", "wpa2", "wpa3")
NMCLI_WORDS = {"WEP": "wep", "WPA1": "wpa", "WPA2": "wpa2", "WPA3": "wpa3"}
NMCLI_OPEN = frozenset({"", "--"})
KEY_MANAGEMENT = {
    "SAE": "wpa3",
    "FT-SAE": "wpa3",
    "WPA2-PSK": "wpa2",
    "WPA2-PSK-SHA256": "wpa2",
    "FT-PSK": "wpa2",
    "WPA2/IEEE 802.1X/EAP": "wpa2",
    "WPA-PSK": "wpa",
    "WPA/IEEE 802.1X/EAP": "wpa",
}
OPEN_CIPHERS = {"NONE": "ouvert", "WEP-40": "wep", "WEP-104": "wep"}

NO_CARD = "Ce poste n'a pas de carte Wi-Fi."
NOT_CONNECTED = "Ce poste n'est pas connecté en Wi-Fi en ce moment."
UNKNOWN = "Le système n'a pas dit comment le Wi-Fi utilisé est protégé."
REMEDY = (
    "Dans les paramètres du Wi-Fi, ouvrez le détail du réseau utilisé : la ligne « Sécurité »"
    " doit indiquer WPA2 ou WPA3."
)

_NMCLI_ROW = re.compile(r"[* ]:[A-Za-z0-9. \\:-]{0,80}")


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``wifi.security``."""
    try:
        cards = _cards(machine)
        connected = [card for card in cards if _is_connected(machine, card)]
    except MachineRefusedError as refusal:
        return [unreadable(context, FACT, refusal.reason, REMEDY)]
    if not cards:
        return [inapplicable(context, FACT, NO_CARD)]
    if not connected:
        return [inapplicable(context, FACT, NOT_CONNECTED)]
    return [_security(machine, context, connected)]


def parse_nmcli(text: str) -> str | None:
    """Read the network in use, «*:WPA2»; None when there is none, or a word is not known.

    A network that accepts several protections is worth the weakest: anyone may choose it.
    """
    lines = [line for line in text.split("\n") if line]
    if not all(_NMCLI_ROW.fullmatch(line) for line in lines):
        return None
    used = [_nmcli_security(line[2:]) for line in lines if line.startswith("*:")]
    return _weakest(used)


def parse_wpa_status(text: str) -> str | None:
    """Read the status of wpa_supplicant, ``key=value`` lines of wpa_cli(8)."""
    pairs = (line.partition("=") for line in text.split("\n"))
    values = {key: value for key, sign, value in pairs if sign}
    if values.get("wpa_state") != "COMPLETED":
        return None
    if values.get("key_mgmt") == "NONE":
        return OPEN_CIPHERS.get(values.get("pairwise_cipher", ""))
    return KEY_MANAGEMENT.get(values.get("key_mgmt", ""))


def _security(machine: Machine, context: Context, cards: Sequence[str]) -> Reading:
    try:
        output = machine.run((*NMCLI, *WITHOUT_SCAN))
        value = parse_nmcli(output.text) if output.code == 0 else None
    except MachineRefusedError:
        value = None
    if value is not None:
        return observed(context, FACT, value, "nmcli device wifi list")
    value = _weakest([_wpa_status(machine, card) for card in cards])
    if value is not None:
        return observed(context, FACT, value, "wpa_cli status")
    return unreadable(context, FACT, UNKNOWN, REMEDY)


def _wpa_status(machine: Machine, card: str) -> str | None:
    try:
        output = machine.run(("wpa_cli", "-i", card, "status"))
    except MachineRefusedError:
        return None
    return parse_wpa_status(output.text) if output.code == 0 else None


def _nmcli_security(words: str) -> str | None:
    if words.strip() in NMCLI_OPEN:
        return "ouvert"
    known = [word for word in words.split() if word != "802.1X"]
    found = [NMCLI_WORDS.get(word) for word in known]
    return _weakest(found)


def _weakest(found: Sequence[str | None]) -> str | None:
    """Return the weakest protection; None when one of them is unknown, or there is none."""
    known = [value for value in found if value is not None]
    if not known or len(known) < len(found):
        return None
    return min(known, key=WEAKEST_FIRST.index)


def _cards(machine: Machine) -> list[str]:
    try:
        names = [entry.name for entry in machine.entries(INTERFACES)]
    except MissingError:
        return []
    return [name for name in names if _is_wireless(machine, name)]


def _is_wireless(machine: Machine, name: str) -> bool:
    try:
        inside = {entry.name for entry in machine.entries(f"{INTERFACES}/{name}")}
    except MissingError:
        return False
    return not MARKS.isdisjoint(inside)


def _is_connected(machine: Machine, name: str) -> bool:
    """Tell whether the card is linked: «up», or «unknown» where the driver does not say."""
    state = machine.read(f"{INTERFACES}/{name}/operstate", limit=64)
    return state.strip() in {b"up", b"unknown"}
