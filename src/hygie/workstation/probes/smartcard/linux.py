"""Card reader, the service that talks to it, and a card left inside. Nothing of a card is read."""

import re
from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.installed import process_names
from hygie.workstation.machine import Context, Machine, MachineRefusedError, MissingError
from hygie.workstation.presence import any_there
from hygie.workstation.services import read_units

USB = "/sys/bus/usb/devices"
READER_CLASS = "0b"
"""Smart card, in the classes of USB (https://www.usb.org/defined-class-codes)."""

VENDOR_CLASS = "ff"
MODEM_CLASS = "02"
MODEM_SUBCLASS = "02"
"""Class 02 also holds network adapters, of other subclasses."""

MODEM = "modem"
UNITS = ("pcscd.socket", "pcscd.service")
PROGRAMS = ("/usr/sbin/pcscd", "/usr/bin/pcscd")
LIST_READERS = ("opensc-tool", "--list-readers")

MAYBE_READER = (
    "Un appareil USB que le système ne reconnaît pas est branché : ce peut être un lecteur."
)
READER_REMEDY = "Regardez si un lecteur de cartes est branché au poste."
NO_READER = "Aucun lecteur de cartes à puce n'est branché."
UNKNOWN_SERVICE = "Hygie n'a pas pu savoir si le service de lecture des cartes est en marche."
SERVICE_REMEDY = (
    "Insérez votre carte : si votre logiciel la lit, le service est en marche. Sinon, demandez à"
    " votre prestataire."
)
UNKNOWN_CARD = "Le système n'a pas dit si une carte est dans le lecteur."
CARD_REMEDY = "Regardez le lecteur : une carte ne doit pas y rester sans vous."

_ROW = re.compile(r"([0-9]{1,3}) +(Yes|No) +\S")


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``smartcard.reader``, ``smartcard.service`` and ``smartcard.card_present``."""
    try:
        reader = has_reader(_interfaces(machine))
        reason = MAYBE_READER
    except MachineRefusedError as refusal:
        reader, reason = None, refusal.reason
    service = _service(machine)
    return [
        observed(context, "smartcard.reader", reader, USB)
        if reader is not None
        else unreadable(context, "smartcard.reader", reason, READER_REMEDY),
        observed(context, "smartcard.service", service, "pcscd")
        if service is not None
        else unreadable(context, "smartcard.service", UNKNOWN_SERVICE, SERVICE_REMEDY),
        _card(machine, context, reader=reader),
    ]


def has_reader(interfaces: Iterable[tuple[str, bool]]) -> bool | None:
    """Decide from each USB interface's class and whether a driver of the kernel holds it.

    Some terminals speak a language of their own, or that of a modem: those say neither yes nor no.
    """
    known = list(interfaces)
    if any(kind == READER_CLASS for kind, _ in known):
        return True
    odd = any(kind == MODEM or (kind == VENDOR_CLASS and not held) for kind, held in known)
    return None if odd else False


def parse_readers(text: str) -> bool | None:
    """Tell whether a card is in one of the readers opensc-tool lists; None when it lists none."""
    rows = [_ROW.match(line) for line in text.split("\n")]
    cards = [row[2] == "Yes" for row in rows if row]
    return any(cards) if cards else None


def _interfaces(machine: Machine) -> Iterable[tuple[str, bool]]:
    try:
        names = [entry.name for entry in machine.entries(USB) if ":" in entry.name]
    except MissingError:
        return
    for name in names:
        yield _interface(machine, f"{USB}/{name}")


def _interface(machine: Machine, folder: str) -> tuple[str, bool]:
    kind = _attribute(machine, f"{folder}/bInterfaceClass")
    if (
        kind == MODEM_CLASS
        and _attribute(machine, f"{folder}/bInterfaceSubClass") == MODEM_SUBCLASS
    ):
        return MODEM, True
    return kind, kind == VENDOR_CLASS and "driver" in _listed(machine, folder)


def _listed(machine: Machine, folder: str) -> list[str]:
    try:
        return [entry.name for entry in machine.entries(folder)]
    except MissingError:
        return []


def _attribute(machine: Machine, path: str) -> str:
    try:
        return machine.read(path, limit=64).decode("ascii", "replace").strip()
    except MissingError:
        return ""


def _service(machine: Machine) -> bool | None:
    units = read_units(machine, UNITS)
    if units is not None:
        return any(unit.active for unit in units)
    if not any_there(machine, *PROGRAMS):
        return False
    names, complete = process_names(machine)
    return True if "pcscd" in names else (False if complete else None)


def _card(machine: Machine, context: Context, *, reader: bool | None) -> Reading:
    fact = "smartcard.card_present"
    if reader is False:
        return inapplicable(context, fact, NO_READER)
    try:
        output = machine.run(LIST_READERS)
    except MachineRefusedError:
        return unreadable(context, fact, UNKNOWN_CARD, CARD_REMEDY)
    present = parse_readers(output.text) if output.code == 0 else None
    if present is None:
        return unreadable(context, fact, UNKNOWN_CARD, CARD_REMEDY)
    return observed(context, fact, present, " ".join(LIST_READERS))
