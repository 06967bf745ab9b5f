"""The two facts about consumer synchronisation, whatever the system that was looked at."""

from collections.abc import Callable, Iterable, Sequence

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.installed import Installed
from hygie.workstation.machine import Context, EntryKind, Machine, MachineRefusedError, MissingError

KIND = "sync"
CLIENTS_FACT, DOCUMENTS_FACT = "sync.clients", "sync.holds_documents"
SETTINGS = "Réglages des services de synchronisation"
UNKNOWN_FOLDER = "Hygie ne sait pas lire quel dossier ce service de synchronisation envoie."
LINKED = "Le dossier Documents, ou celui du service, est un raccourci que Hygie ne suit pas."
CLIENTS_REMEDY = (
    "Regardez les icônes près de l'horloge : un nuage y signale souvent un service de"
    " synchronisation."
)
FOLDER_REMEDY = (
    "Ouvrez les réglages du service de synchronisation et regardez quels dossiers il envoie."
)

Holds = Callable[[Sequence[str]], bool]
"""Tells whether one of these clients sends Documents; raises MachineRefusedError when unsure."""


def sync_readings(
    context: Context, found: Installed, more: Iterable[str], holds: Holds
) -> list[Reading]:
    """Return both facts; ``more`` are the clients seen otherwise than installed."""
    clients = tuple(sorted({*found.ids, *more}))
    if not clients and not found.complete:
        return [
            unreadable(context, fact, found.reason, CLIENTS_REMEDY)
            for fact in (CLIENTS_FACT, DOCUMENTS_FACT)
        ]
    return [
        observed(context, CLIENTS_FACT, clients, found.source),
        _documents(context, clients, holds, found),
    ]


def any_holds(checks: Iterable[Callable[[], bool | None]]) -> bool:
    """Tell whether one check says yes.

    Raises MachineRefusedError when none does and one could not say, by None or by its refusal.
    """
    doubts: list[str] = []
    for check in checks:
        try:
            held = check()
        except MachineRefusedError as refusal:
            doubts.append(refusal.reason)
            continue
        if held:
            return True
        if held is None:
            doubts.append(UNKNOWN_FOLDER)
    if doubts:
        raise MachineRefusedError(doubts[0])
    return False


def has_links(machine: Machine, folder: str) -> bool:
    """Tell whether a synchronised folder holds a link: some services send what it leads to."""
    try:
        return any(entry.kind is EntryKind.LINK for entry in machine.entries(folder))
    except MissingError:
        return False


def _documents(context: Context, clients: Sequence[str], holds: Holds, found: Installed) -> Reading:
    if not clients:
        return observed(context, DOCUMENTS_FACT, value=False, source=found.source)
    try:
        value = holds(clients)
    except MachineRefusedError as refusal:
        return unreadable(context, DOCUMENTS_FACT, refusal.reason, FOLDER_REMEDY)
    if not value and not found.complete:
        # Another service may be there, unseen, and send Documents.
        return unreadable(context, DOCUMENTS_FACT, found.reason, FOLDER_REMEDY)
    return observed(context, DOCUMENTS_FACT, value, SETTINGS)
