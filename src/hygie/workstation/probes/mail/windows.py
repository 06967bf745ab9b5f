"""Mail accounts set up under Windows, and how many end like an MSSanté address: counts only.

Seen: Thunderbird and classic Outlook (2010 and later). The new Outlook keeps its accounts where
nobody documents them: when it has been used, the count is not known. Mail read in a browser is
not seen, nor the Windows «Courrier» application, which Microsoft has stopped.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.machine import Context, MachineRefusedError, MissingError
from hygie.workstation.probes.mail.accounts import mail_readings, thunderbird
from hygie.workstation.probes.mail.outlook import outlook
from hygie.workstation.windows_folders import place, require_session, store_folders
from hygie.workstation.windows_machine import WindowsMachine

THUNDERBIRD = ("Roaming/Thunderbird", "Roaming/Betterbird")
STORE = "MozillaThunderbird."
STORE_ROOT = "Thunderbird"
NEW_OUTLOOK = "Local/Microsoft/Olk"
SOURCE = "Réglages de Thunderbird et d'Outlook"
HIDDEN = "Le nouvel Outlook a servi dans cette session, et ne laisse pas lire ses comptes."


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return ``mail.accounts`` and ``mail.mssante_accounts``."""
    return mail_readings(context, lambda: _addresses(machine, context), source=SOURCE)


def _addresses(machine: WindowsMachine, context: Context) -> Iterable[str]:
    require_session(machine, context)
    if _was_used(machine, place(context, NEW_OUTLOOK)):
        raise MachineRefusedError(HIDDEN)
    usual = [place(context, folder) for folder in THUNDERBIRD]
    store = [f"{above}/{STORE_ROOT}" for above in store_folders(machine, context, STORE)]
    yield from thunderbird(machine, [*usual, *store])
    yield from outlook(machine)


def _was_used(machine: WindowsMachine, folder: str) -> bool:
    try:
        return bool(machine.entries(folder))
    except MissingError:
        return False
