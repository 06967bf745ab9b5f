"""How the Wi-Fi in use is protected, by the codes of Windows. Its name is never asked for."""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.windows_machine import WindowsMachine, WirelessLink

FACT = "wifi.security"
SOURCE = "WlanQueryInterface"

OPEN_SYSTEM = 1
CIPHERS = {0x00: "ouvert", 0x01: "wep", 0x05: "wep", 0x101: "wep"}
"""DOT11_CIPHER_ALGORITHM, under the open system: none, or one of the forms of WEP."""

ALGORITHMS = {
    2: "wep",
    3: "wpa",
    4: "wpa",
    6: "wpa2",
    7: "wpa2",
    8: "wpa3",
    9: "wpa3",
    10: "ouvert",  # OWE: what is sent is scrambled, but anyone may join
    11: "wpa3",
}
"""DOT11_AUTH_ALGORITHM; 5 is not used, and a maker's own code says nothing."""

NO_CARD = "Ce poste n'a pas de carte Wi-Fi."
NOT_CONNECTED = "Ce poste n'est pas connecté en Wi-Fi en ce moment."
UNKNOWN = "Windows n'a pas dit comment le Wi-Fi utilisé est protégé."
REMEDY = (
    "Ouvrez Paramètres, Réseau et Internet, Wi-Fi, puis les propriétés du réseau utilisé : la"
    " ligne « Type de sécurité » doit indiquer WPA2 ou WPA3."
)


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return ``wifi.security``."""
    try:
        link = machine.calls.ask(WirelessLink)
    except MachineRefusedError as refusal:
        return [unreadable(context, FACT, refusal.reason, REMEDY)]
    if link.cards == 0:
        return [inapplicable(context, FACT, NO_CARD)]
    if not link.connected:
        return [inapplicable(context, FACT, NOT_CONNECTED)]
    value = security(link)
    if value is None:
        return [unreadable(context, FACT, UNKNOWN, REMEDY)]
    return [observed(context, FACT, value, SOURCE)]


def security(link: WirelessLink) -> str | None:
    """Return the protection of a link; None when Windows used a code we do not know."""
    if link.authentication == OPEN_SYSTEM:
        return CIPHERS.get(link.cipher)
    return ALGORITHMS.get(link.authentication)
