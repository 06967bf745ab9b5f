"""Mail accounts set up on a Mac, and how many end like an MSSanté address: counts only.

Seen: Thunderbird. macOS keeps the accounts of its own Mail application from every other program,
and Outlook for Mac does not document its own: when Mail has been used or Outlook is installed, the
count is not known. Mail read in a browser is not seen.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.machine import Context, Machine, MachineRefusedError, MissingError
from hygie.workstation.macos_programs import applications
from hygie.workstation.probes.mail.accounts import mail_readings, thunderbird

THUNDERBIRD = ("Library/Thunderbird", "Library/Betterbird")
MAIL = "Mail"
OUTLOOK = "com.microsoft.Outlook"
NO_SESSION = "Le dossier de la session n'a pas été trouvé."
MAIL_CLOSED = "macOS réserve à l'application Mail la liste de ses comptes."
OUTLOOK_CLOSED = "Outlook est installé, et ne laisse pas lire la liste de ses comptes."
SOURCE = "Réglages de Thunderbird"


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``mail.accounts`` and ``mail.mssante_accounts``."""
    return mail_readings(context, lambda: _addresses(machine, context.home), source=SOURCE)


def _addresses(machine: Machine, home: str) -> Iterable[str]:
    if _mail_was_used(machine, home):
        raise MachineRefusedError(MAIL_CLOSED)
    seen = applications(machine, home, {OUTLOOK})
    if seen.bundles or seen.reason:
        raise MachineRefusedError(seen.reason or OUTLOOK_CLOSED)
    yield from thunderbird(machine, [f"{home}/{root}" for root in THUNDERBIRD])


def _mail_was_used(machine: Machine, home: str) -> bool:
    """Look from above: macOS lets nobody into the folder itself."""
    try:
        return any(entry.name == MAIL for entry in machine.entries(f"{home}/Library"))
    except MissingError as missing:
        raise MachineRefusedError(NO_SESSION) from missing
