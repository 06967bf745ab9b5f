"""Accounts of classic Outlook, in its profiles in the registry.

Each profile has one key per account, whose «clsid» says its kind (Outlook's Account Management
API names them) and whose «Account Name» or «Email» is the address. Address books and data files
are there too, under names in the user's language: they have no address and are not accounts.
"""

from collections.abc import Iterable

from hygie.workstation.machine import MachineRefusedError, MissingError
from hygie.workstation.probes.mail.addresses import only_addresses
from hygie.workstation.windows_machine import RegistryKey, WindowsMachine

ROOTS = (
    "HKCU\\Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles",
    "HKCU\\Software\\Microsoft\\Office\\15.0\\Outlook\\Profiles",
    "HKCU\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\Profiles",
)
ACCOUNTS = "9375CFF0413111d3B88A00104B2A6676"
ADDRESSES = ("Account Name", "Email")
MAIL = frozenset(
    {
        "{ed475411-b0d6-11d2-8c3b-00104b2a6676}",
        "{ed475412-b0d6-11d2-8c3b-00104b2a6676}",
        "{4db5cbf0-3b77-4852-bc8e-bb81908861f3}",
    }
)
"""POP3, IMAP4 and Hotmail accounts."""

MAPI = "{ed475414-b0d6-11d2-8c3b-00104b2a6676}"
EXCHANGE = "MSEMS"
"""The service of a MAPI account that is a mail box; the others are books and files."""

MOST = 500
NO_ADDRESS = "Un compte d'Outlook ne dit pas son adresse."
TOO_MANY = "Il y a trop de comptes dans Outlook pour les lire tous."


def outlook(machine: WindowsMachine) -> Iterable[str]:
    """Return the addresses of every profile.

    Raises MachineRefusedError when a profile is refused, or an account has no address.
    """
    for root in ROOTS:
        for profile in _children(machine, root):
            above = f"{root}\\{profile}\\{ACCOUNTS}"
            for account in _children(machine, above):
                yield from account_addresses(machine.registry.open(f"{above}\\{account}"))


def account_addresses(account: RegistryKey) -> frozenset[str]:
    """Return the address of one account; none for what is not an account."""
    for name in ADDRESSES:
        # One account, one address: the second value often holds another form of the first.
        found = only_addresses([text_of_value(account, name)])
        if found:
            return found
    if is_mail(account):
        raise MachineRefusedError(NO_ADDRESS)
    return frozenset()


def is_mail(account: RegistryKey) -> bool:
    """Tell whether an entry is a mail box and not a book or a file."""
    kind = text_of_value(account, "clsid").lower()
    exchange = text_of_value(account, "Service Name").upper() == EXCHANGE
    return kind in MAIL or (kind == MAPI and exchange)


def text_of_value(key: RegistryKey, name: str) -> str:
    """Return a text, or the same in UTF-16 as older versions write it; empty for the rest."""
    value = key.values.get(name.lower())
    if isinstance(value, bytes):
        value = value.decode("utf-16-le", "replace")
    return value.partition("\0")[0].strip() if isinstance(value, str) else ""


def _children(machine: WindowsMachine, key: str) -> tuple[str, ...]:
    try:
        names = machine.registry.open(key).keys
    except MissingError:
        return ()
    if len(names) > MOST:
        raise MachineRefusedError(TOO_MANY)
    return names
