"""Consumer synchronisation services under Windows, and whether Documents goes to one of them.

OneDrive comes with every Windows: it counts once a personal account is signed in. A professional
OneDrive is not a consumer service. Only OneDrive says what it sends: it moves Documents into its
own folder. The others may also send a folder that stays in its place, so for them «no» is not
known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from hygie.core.readings import Reading
from hygie.workstation.machine import Context, MachineRefusedError, MissingError
from hygie.workstation.probes.sync.services import (
    KIND,
    LINKED,
    any_holds,
    has_links,
    sync_readings,
)
from hygie.workstation.probes.sync.windows_paths import holds, parse_dropbox
from hygie.workstation.windows_folders import is_absolute, place
from hygie.workstation.windows_machine import KnownFolders, WindowsMachine
from hygie.workstation.windows_programs import installed, running

ONEDRIVE = "onedrive"
PERSONAL = "HKCU\\Software\\Microsoft\\OneDrive\\Accounts\\Personal"
USER_FOLDER = "UserFolder"
DROPBOX = "dropbox"
DROPBOX_INFO = ("Roaming/Dropbox/info.json", "Local/Dropbox/info.json")
NO_DOCUMENTS = "Windows n'a pas dit où est le dossier Documents."


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return ``sync.clients`` and ``sync.holds_documents``."""
    found = installed(machine, context, KIND)
    more = list(running(machine, context, KIND).ids)
    try:
        folder = _onedrive(machine)
    except MachineRefusedError as refusal:
        found, folder = replace(found, complete=False, reason=refusal.reason), ""
    return sync_readings(
        context,
        found,
        [*more, ONEDRIVE] if folder else more,
        lambda clients: _holds_documents(machine, context, clients, folder),
    )


def _onedrive(machine: WindowsMachine) -> str:
    """Return the folder of the personal account; empty when none is signed in."""
    try:
        folder = machine.registry.open(PERSONAL).text(USER_FOLDER) or ""
    except MissingError:
        return ""
    return folder if is_absolute(folder) else ""


def _holds_documents(
    machine: WindowsMachine, context: Context, clients: Sequence[str], onedrive: str
) -> bool:
    documents = machine.calls.ask(KnownFolders).documents
    if not is_absolute(documents):
        raise MachineRefusedError(NO_DOCUMENTS)

    def check(client: str) -> bool | None:
        if client == ONEDRIVE:
            return _onedrive_holds(machine, onedrive, documents)
        folders = _dropbox(machine, context) if client == DROPBOX else ()
        return True if any(holds(folder, documents) for folder in folders) else None

    return any_holds(partial(check, client) for client in clients)


def _onedrive_holds(machine: WindowsMachine, folder: str, documents: str) -> bool | None:
    if folder and holds(folder, documents):
        return True
    if folder and has_links(machine, folder):
        raise MachineRefusedError(LINKED)
    return False if folder else None


def _dropbox(machine: WindowsMachine, context: Context) -> tuple[str, ...]:
    for path in DROPBOX_INFO:
        try:
            return parse_dropbox(machine.read(place(context, path))) or ()
        except MissingError:
            continue
    return ()
