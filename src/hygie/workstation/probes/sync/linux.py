"""Consumer synchronisation services, and whether the Documents folder goes to one of them."""

from collections.abc import Iterable, Sequence
from functools import partial

from hygie.core.readings import Reading
from hygie.workstation.installed import installed, running
from hygie.workstation.machine import Context, EntryKind, Machine, MachineRefusedError, MissingError
from hygie.workstation.probes.sync.folders import (
    CLIENTS,
    USER_FOLDERS,
    holds,
    parse_user_folder,
)
from hygie.workstation.probes.sync.services import (
    KIND,
    LINKED,
    any_holds,
    has_links,
    sync_readings,
)

NO_DOCUMENTS = "Ce compte n'a pas de dossier Documents à lui."


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``sync.clients`` and ``sync.holds_documents``."""
    return sync_readings(
        context,
        installed(machine, context, KIND),
        running(machine, context, KIND).ids,
        lambda clients: _holds_documents(machine, context, clients),
    )


def _holds_documents(machine: Machine, context: Context, clients: Sequence[str]) -> bool:
    """Tell whether a client's folder holds Documents; raises MachineRefusedError when unsure."""
    documents = _documents_folder(machine, context)
    held = any_holds(
        partial(_client_holds, machine, context.home, client, documents) for client in clients
    )
    if not held and _has_link_above(machine, context.home, documents):
        raise MachineRefusedError(LINKED)
    return held


def _client_holds(machine: Machine, home: str, client: str, documents: str) -> bool | None:
    folders = CLIENTS[client](machine, home) if client in CLIENTS else None
    if folders is None:
        return None
    if any(holds(folder, documents) for folder in folders):
        return True
    if any(has_links(machine, folder) for folder in folders):
        raise MachineRefusedError(LINKED)
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
