"""Card reader and a card left inside, as System Information lists them. No name is kept.

macOS starts its card service by itself when a program asks for it: there is nothing to read there.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.macos_plist import Settings, text
from hygie.workstation.macos_profiler import CARDS, section

READER, SERVICE = "smartcard.reader", "smartcard.service"
CARD = "smartcard.card_present"
SOURCE = "system_profiler SPSmartCardsDataType"
READERS, DRIVERS = "READERS", "READERS_DRIVERS"
WITH_CARD = "(ATR:"
"""A card that answers is shown by its ATR, the first bytes it sends."""

UNKNOWN = "macOS n'a pas donné la liste des lecteurs de cartes."
NO_READER = "Aucun lecteur de cartes à puce n'est branché."
OWN_SERVICE = "macOS lance lui-même ce service quand un logiciel le demande."
REMEDY = "Regardez si un lecteur de cartes est branché au poste, et si une carte y est restée."


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``smartcard.reader``, ``smartcard.service`` and ``smartcard.card_present``."""
    service = inapplicable(context, SERVICE, OWN_SERVICE)
    try:
        readers = connected_readers(section(machine, CARDS))
    except MachineRefusedError as refusal:
        return [*_unknown(context, refusal.reason), service]
    if readers is None:
        return [*_unknown(context, UNKNOWN), service]
    card = any(WITH_CARD in words for words in readers)
    return [
        observed(context, READER, bool(readers), SOURCE),
        service,
        observed(context, CARD, card, SOURCE)
        if readers
        else inapplicable(context, CARD, NO_READER),
    ]


def connected_readers(items: Iterable[Settings]) -> tuple[str, ...] | None:
    """Return what is said of each reader, numbered «#01»; None when the list is not there."""
    by_name = {text(item, "_name"): item for item in items}
    if READERS not in by_name or DRIVERS not in by_name:
        return None
    numbered = {key: value for key, value in by_name[READERS].items() if key.startswith("#")}
    if not all(isinstance(value, str) for value in numbered.values()):
        return None
    return tuple(numbered.values())


def _unknown(context: Context, reason: str) -> list[Reading]:
    return [unreadable(context, fact, reason, REMEDY) for fact in (READER, CARD)]
