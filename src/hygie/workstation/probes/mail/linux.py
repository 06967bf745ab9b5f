"""Mail accounts set up on this workstation, and how many end like an MSSanté address.

Seen: Thunderbird and Betterbird, Evolution, KMail. No address is ever kept or shown: only counts.
Mail read in a browser is not seen.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError, MissingError
from hygie.workstation.mozilla import profile_folders
from hygie.workstation.probes.mail.addresses import (
    is_mssante,
    parse_evolution,
    parse_kmail,
    parse_thunderbird,
)
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
SETTINGS_BYTES = 8 << 20
SOURCES = 500
"""More accounts than that is no one's; the rest is not looked at, and the look is refused."""

SOURCE = "Réglages de Thunderbird, Evolution et KMail"
REMEDY = "Ouvrez votre logiciel de messagerie : ses paramètres montrent les comptes configurés."
TOO_MANY = "Il y a trop de comptes de messagerie pour les lire tous."


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``mail.accounts`` and ``mail.mssante_accounts``."""
    facts = ("mail.accounts", "mail.mssante_accounts")
    try:
        addresses = {
            *_thunderbird(machine, context.home),
            *_evolution(machine, context.home),
            *_kmail(machine, context.home),
        }
    except MachineRefusedError as refusal:
        return [unreadable(context, fact, refusal.reason, REMEDY) for fact in facts]
    secure = sum(is_mssante(address) for address in addresses)
    counts = zip(facts, (len(addresses), secure), strict=True)
    return [observed(context, fact, count, SOURCE) for fact, count in counts]


def _thunderbird(machine: Machine, home: str) -> Iterable[str]:
    for root in THUNDERBIRD:
        for folder in profile_folders(machine, f"{home}/{root}"):
            try:
                settings = machine.read(f"{folder}/prefs.js", limit=SETTINGS_BYTES)
            except MissingError:
                continue
            yield from parse_thunderbird(settings.decode("utf-8", "replace"))


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
