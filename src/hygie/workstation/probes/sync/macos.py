"""Consumer synchronisation services on a Mac, and whether Documents goes to one of them.

iCloud Drive is read in the accounts of the system, and what it sends in the Finder's settings.
OneDrive comes with Office: it counts once a personal account has its settings. The others count
once installed; what they send is not written where it can be read.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from hygie.core.readings import Reading
from hygie.workstation.machine import Context, EntryKind, Machine, MachineRefusedError, MissingError
from hygie.workstation.macos_plist import Settings, boolean, read_settings, rows, text
from hygie.workstation.macos_programs import installed, running
from hygie.workstation.probes.sync.services import KIND, LINKED, any_holds, sync_readings

ICLOUD = "icloud"
ACCOUNTS = "Library/Preferences/MobileMeAccounts.plist"
DRIVE = "MOBILE_DOCUMENTS"
FINDER = "Library/Preferences/com.apple.finder.plist"
SENDS_DOCUMENTS = "FXICloudDriveDocuments"
ONEDRIVE = "onedrive"
ONEDRIVE_SETTINGS = "Library/Application Support/OneDrive/settings/Personal"
DOCUMENTS = "Documents"

ODD_ACCOUNTS = "Les comptes iCloud de cette session n'ont pas la forme attendue."
UNKNOWN_DRIVE = "Le Mac ne dit pas si iCloud Drive envoie le bureau et les documents."

_ACCOUNT_FILE = re.compile(r"[0-9a-fA-F]{16}\.(?:dat|ini)")


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``sync.clients`` and ``sync.holds_documents``."""
    found = installed(machine, context, KIND)
    more = list(running(machine, context, KIND).ids)
    for client, is_used in ((ICLOUD, icloud_drive), (ONEDRIVE, _onedrive)):
        try:
            more += [client] if is_used(machine, context.home) else []
        except MachineRefusedError as refusal:
            found = replace(found, complete=False, reason=refusal.reason)
    return sync_readings(
        context, found, more, lambda clients: _holds_documents(machine, context.home, clients)
    )


def icloud_drive(machine: Machine, home: str) -> bool:
    """Tell whether iCloud Drive is on; raises MachineRefusedError when an account is unclear."""
    try:
        accounts = rows(read_settings(machine, f"{home}/{ACCOUNTS}"), "Accounts")
    except MissingError:
        return False
    if accounts is None:
        raise MachineRefusedError(ODD_ACCOUNTS)
    states = [_drive(rows(account, "Services") or ()) for account in accounts]
    if True in states:
        return True
    if None in states:
        raise MachineRefusedError(ODD_ACCOUNTS)
    return False


def _drive(services: Iterable[Settings]) -> bool | None:
    return next(
        (boolean(each, "Enabled") for each in services if text(each, "Name") == DRIVE), None
    )


def _onedrive(machine: Machine, home: str) -> bool:
    """Tell whether a personal account left its settings: two files named after its number."""
    try:
        entries = machine.entries(f"{home}/{ONEDRIVE_SETTINGS}")
    except MissingError:
        return False
    return any(_ACCOUNT_FILE.fullmatch(entry.name) for entry in entries)


def _holds_documents(machine: Machine, home: str, clients: Sequence[str]) -> bool:
    held = any_holds(
        partial(_icloud_holds, machine, home) if client == ICLOUD else _unknown
        for client in clients
    )
    if not held and _is_link(machine, home):
        raise MachineRefusedError(LINKED)
    return held


def _icloud_holds(machine: Machine, home: str) -> bool:
    try:
        sends = boolean(read_settings(machine, f"{home}/{FINDER}"), SENDS_DOCUMENTS)
    except MissingError:
        sends = None
    if sends is None:
        raise MachineRefusedError(UNKNOWN_DRIVE)
    return sends


def _unknown() -> None:
    """Say that nobody knows what this service sends."""


def _is_link(machine: Machine, home: str) -> bool:
    """Tell whether Documents leads elsewhere, as services do that move it into their folder."""
    try:
        entries = machine.entries(home)
    except MissingError:
        return False
    return any(each.name == DOCUMENTS and each.kind is EntryKind.LINK for each in entries)
