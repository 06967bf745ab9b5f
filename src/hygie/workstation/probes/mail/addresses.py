"""Addresses in the settings of mail programs, held only long enough to be counted."""

import re
from collections.abc import Iterable

from hygie.workstation.section_files import parse_boolean, parse_sections

MSSANTE = "mssante.fr"
"""The domains of the secure health mail space are all under this one."""

ACCOUNTS = "mail.accountmanager.accounts"

_PREFERENCE = re.compile(r'user_pref\("([^"\\]{1,200})", "([^"\\]{0,2000})"\);')
_ADDRESS = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{1,255}")


def parse_thunderbird(text: str) -> frozenset[str]:
    """Return the addresses of the accounts in use, from prefs.js."""
    matches = (_PREFERENCE.fullmatch(line.strip()) for line in text.split("\n"))
    values = {match[1]: match[2] for match in matches if match}
    identities = [
        identity
        for account in _words(values.get(ACCOUNTS, ""))
        for identity in _words(values.get(f"mail.account.{account}.identities", ""))
    ]
    found = (values.get(f"mail.identity.{identity}.useremail", "") for identity in identities)
    return only_addresses(found)


def parse_evolution(text: str) -> frozenset[str]:
    """Return the address of one source file, when it is an identity that is in use."""
    sections = parse_sections(text)
    source, identity = sections.get("Data Source", {}), sections.get("Mail Identity", {})
    if parse_boolean(source.get("Enabled", "")) is not True:
        return frozenset()
    return only_addresses([identity.get("Address", "")])


def parse_kmail(text: str) -> frozenset[str]:
    """Return the addresses of every identity, one section each."""
    sections = parse_sections(text)
    named = (values for name, values in sections.items() if name.startswith("Identity #"))
    return only_addresses(values.get("Email Address", "") for values in named)


def is_mssante(address: str) -> bool:
    """Tell whether an address ends as those of the secure health mail space do."""
    domain = address.rpartition("@")[2]
    return domain == MSSANTE or domain.endswith(f".{MSSANTE}")


def only_addresses(found: Iterable[str]) -> frozenset[str]:
    """Keep what has the form of an address, in lower case."""
    known = (address.strip().lower() for address in found)
    return frozenset(address for address in known if _ADDRESS.fullmatch(address))


def _words(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]
