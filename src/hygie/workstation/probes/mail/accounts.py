"""The two facts about mail accounts, whatever the programs they were read in."""

from collections.abc import Callable, Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError, MissingError
from hygie.workstation.mozilla import profile_folders
from hygie.workstation.probes.mail.addresses import is_mssante, parse_thunderbird

FACTS = ("mail.accounts", "mail.mssante_accounts")
SETTINGS_BYTES = 8 << 20
REMEDY = "Ouvrez votre logiciel de messagerie : ses paramètres montrent les comptes configurés."


def mail_readings(
    context: Context, addresses: Callable[[], Iterable[str]], *, source: str
) -> list[Reading]:
    """Count addresses, the same one once; unreadable when one program could not be read."""
    try:
        known = set(addresses())
    except MachineRefusedError as refusal:
        return [unreadable(context, fact, refusal.reason, REMEDY) for fact in FACTS]
    counts = (len(known), sum(is_mssante(address) for address in known))
    return [
        observed(context, fact, count, source) for fact, count in zip(FACTS, counts, strict=True)
    ]


def thunderbird(machine: Machine, roots: Iterable[str]) -> Iterable[str]:
    """Return the addresses of every profile under these folders."""
    for root in roots:
        for folder in profile_folders(machine, root):
            try:
                settings = machine.read(f"{folder}/prefs.js", limit=SETTINGS_BYTES)
            except MissingError:
                continue
            yield from parse_thunderbird(settings.decode("utf-8", "replace"))
