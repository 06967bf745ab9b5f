"""Card reader, the service that talks to it, and a card left inside. Nothing of a card is read."""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.windows_machine import CardReaders, Services, WindowsMachine

READER, SERVICE, CARD = "smartcard.reader", "smartcard.service", "smartcard.card_present"
SOURCE = "SCardListReaders"
STATES = "SCardGetStatusChange"
SERVICE_NAME = "scardsvr"

NO_READER = "Aucun lecteur de cartes à puce n'est branché."
STOPPED = (
    "Le service des cartes à puce de Windows est arrêté, comme il l'est tant qu'aucun lecteur"
    " n'est branché."
)
READER_REMEDY = "Regardez si un lecteur de cartes est branché au poste."
SERVICE_REMEDY = (
    "Insérez votre carte : si votre logiciel la lit, le service est en marche. Sinon, demandez à"
    " votre prestataire."
)
CARD_REMEDY = "Regardez le lecteur : une carte ne doit pas y rester sans vous."


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return ``smartcard.reader``, ``smartcard.service`` and ``smartcard.card_present``."""
    try:
        found = machine.calls.ask(CardReaders)
    except MachineRefusedError as refusal:
        return [
            unreadable(context, READER, refusal.reason, READER_REMEDY),
            _service(machine, context, refusal.reason),
            unreadable(context, CARD, refusal.reason, CARD_REMEDY),
        ]
    if not found.service:
        return _stopped(context)
    reader = observed(context, READER, found.readers > 0, SOURCE)
    service = observed(context, SERVICE, value=True, source=SOURCE)
    if not found.readers:
        return [reader, service, inapplicable(context, CARD, NO_READER)]
    return [reader, service, observed(context, CARD, found.cards > 0, STATES)]


def _stopped(context: Context) -> list[Reading]:
    """Say what a stopped service leaves unknown: Windows starts it as a reader is plugged in."""
    return [
        unreadable(context, READER, STOPPED, READER_REMEDY),
        observed(context, SERVICE, value=False, source=SOURCE),
        unreadable(context, CARD, STOPPED, CARD_REMEDY),
    ]


def _service(machine: WindowsMachine, context: Context, reason: str) -> Reading:
    try:
        services = machine.calls.ask(Services)
    except MachineRefusedError:
        return unreadable(context, SERVICE, reason, SERVICE_REMEDY)
    if not services.known:
        return unreadable(context, SERVICE, reason, SERVICE_REMEDY)
    return observed(context, SERVICE, SERVICE_NAME in services.running, f"service {SERVICE_NAME}")
