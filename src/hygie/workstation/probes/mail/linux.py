"""Mail accounts set up on this workstation, and how many end like an MSSanté address.

Seen: Thunderbird and Betterbird, Evolution, KMail. No address is ever kept or shown: only counts.
Mail read in a browser is not seen.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.probes.mail.accounts import mail_readings, thunderbird
from hygie.workstation.probes.mail.addresses import parse_evolution, parse_kmail
from hygie.workstation.section_files import names_in, text_of

THUNDERBIRD = (
    ".thunderbird",
    ".icedove",
    "snap/thunderbird/common/.thunderbird",
    ".var/app/org.mozilla.Thunderbird/.thunderbird",
    ".var/app/eu.betterbird.Betterbird/.thunderbird",
)
EVOLUTION = (
    ".config/evolution/sources",
    ".var/app/org.gnome.Evolution/config/evolution/sources",
)
KMAIL = (".config/emailidentities", ".var/app/org.kde.kmail2/config/emailidentities")
SOURCES = 500
"""More accounts than that is no one's; the rest is not looked at, and the look is refused."""

SOURCE = "Réglages de Thunderbird, Evolution et KMail"
TOO_MANY = "Il y a trop de comptes de messagerie pour les lire tous."


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``mail.accounts`` and ``mail.mssante_accounts``."""
    return mail_readings(context, lambda: _addresses(machine, context.home), source=SOURCE)


def _addresses(machine: Machine, home: str) -> Iterable[str]:
    yield from thunderbird(machine, [f"{home}/{root}" for root in THUNDERBIRD])
    yield from _evolution(machine, home)
    yield from _kmail(machine, home)


def _evolution(machine: Machine, home: str) -> Iterable[str]:
    for root in EVOLUTION:
        names = names_in(machine, f"{home}/{root}", ".source")
        if len(names) > SOURCES:
            raise MachineRefusedError(TOO_MANY)
        for name in names:
            yield from parse_evolution(text_of(machine, f"{home}/{root}/{name}"))


def _kmail(machine: Machine, home: str) -> Iterable[str]:
    for path in KMAIL:
        yield from parse_kmail(text_of(machine, f"{home}/{path}"))
