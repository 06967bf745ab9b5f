"""Consumer synchronisation services, and whether the Documents folder goes to one of them."""

from collections.abc import Iterable, Sequence

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.installed import installed, running
from hygie.workstation.machine import Context, EntryKind, Machine, MachineRefusedError, MissingError
from hygie.workstation.probes.sync.folders import (
    CLIENTS,
    USER_FOLDERS,
    holds,
    parse_user_folder,
)

KIND = "sync"
LINKED = "Le dossier Documents, ou celui du service, est un raccourci que Hygie ne suit pas."
UNKNOWN_FOLDER = "Hygie ne sait pas lire quel dossier ce service de synchronisation envoie."
NO_DOCUMENTS = "Ce compte n'a pas de dossier Documents à lui."
CLIENTS_REMEDY = (
    "Regardez les icônes près de l'horloge : un nuage y signale souvent un service de"
    " synchronisation."
)
FOLDER_REMEDY = (
    "Ouvrez les réglages du service de synchronisation et regardez quels dossiers il envoie."
)


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``sync.clients`` and ``sync.holds_documents``."""
    found = installed(machine, context, KIND)
    active = running(machine, context, KIND)
    clients = tuple(sorted({*found.ids, *active.ids}))
    if not clients and not found.complete:
        return [
            unreadable(context, fact, found.reason, CLIENTS_REMEDY)
            for fact in ("sync.clients", "sync.holds_documents")
        ]
    return [
        observed(context, "sync.clients", clients, found.source),
        _documents(machine, context, clients, found.source),
    ]


def _documents(machine: Machine, context: Context, clients: Sequence[str], source: str) -> Reading:
    fact = "sync.holds_documents"
    if not clients:
        return observed(context, fact, value=False, source=source)
    try:
        value = _holds_documents(machine, context, clients)
    except MachineRefusedError as refusal:
        return unreadable(context, fact, refusal.reason, FOLDER_REMEDY)
    return observed(context, fact, value, "Réglages des services de synchronisation")


def _holds_documents(machine: Machine, context: Context, clients: Sequence[str]) -> bool:
    """Tell whether a client's folder holds Documents; raises MachineRefusedError when unsure."""
    documents = _documents_folder(machine, context)
    doubts: list[str] = []
    for client in clients:
        try:
            folders = CLIENTS[client](machine, context.home) if client in CLIENTS else None
            if folders is None:
                doubts.append(UNKNOWN_FOLDER)
            elif any(holds(folder, documents) for folder in folders):
                return True
            elif any(_has_links(machine, folder) for folder in folders):
                doubts.append(LINKED)
        except MachineRefusedError as refusal:
            doubts.append(refusal.reason)
    if not doubts and _has_link_above(machine, context.home, documents):
        doubts.append(LINKED)
    if doubts:
        raise MachineRefusedError(doubts[0])
    return False


def _documents_folder(machine: Machine, context: Context) -> str:
    try:
        content = machine.read(f"{context.home}/{USER_FOLDERS}")
    except MissingError:
        return f"{context.home}/Documents"
    folder = parse_user_folder(content.decode("utf-8", "replace"), context.home)
    if folder is None:
        raise MachineRefusedError(NO_DOCUMENTS)
    return folder


def _has_links(machine: Machine, folder: str) -> bool:
    """Tell whether a synchronised folder holds a link: some services send what it leads to."""
    try:
        return any(entry.kind is EntryKind.LINK for entry in machine.entries(folder))
    except MissingError:
        return False


def _has_link_above(machine: Machine, home: str, documents: str) -> bool:
    """Tell whether a step from the home to Documents is a link; outside the home, one cannot."""
    if not documents.startswith(f"{home}/"):
        return True
    above = home
    for step in documents.removeprefix(f"{home}/").split("/"):
        try:
            kinds = {entry.name: entry.kind for entry in machine.entries(above)}
        except MissingError:
            return False
        if kinds.get(step) is EntryKind.LINK:
            return True
        above = f"{above}/{step}"
    return False
