"""Whether an organisation governs this workstation: its accounts, or agents that act from afar.

A machine joined to a domain takes its accounts from a directory: sssd, winbind or a name service
says so in its configuration. krb5.conf alone proves nothing: packages install it.
"""

import re
import stat
from collections.abc import Callable, Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.installed import as_reading, installed, running
from hygie.workstation.machine import Context, Machine, MachineRefusedError, MissingError
from hygie.workstation.section_files import parse_sections, text_of

AGENTS = "management"
DIRECTORIES = frozenset(
    {"ldap", "winbind", "nis", "nisplus", "lsass", "centrifydc", "vas4", "aad", "himmelblau"}
)
"""Account sources of nsswitch.conf(5) that are a directory; «sss» is there on plain machines."""

LOCAL_PROVIDERS = frozenset({"files", "proxy"})
JOINED_SECURITY = frozenset({"ads", "domain"})
SSSD = "/etc/sssd"
SAMBA = "/etc/samba/smb.conf"
SWITCH = "/etc/nsswitch.conf"
IPA = "/etc/ipa"

REMEDY = "Demandez à votre prestataire si ce poste dépend du réseau d'un établissement."

_SWITCH_LINE = re.compile(r"^(?:passwd|group):([^\n#]{0,500})", re.MULTILINE)


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``management.domain`` and ``management.agents``."""
    acting = running(machine, context, AGENTS)
    agents = as_reading(
        context,
        "management.agents",
        installed(machine, context, AGENTS),
        remedy=REMEDY,
        ids=acting.ids,
    )
    return [_domain(machine, context), agents]


def parse_sssd(text: str) -> bool:
    """Tell whether one domain of sssd.conf(5) is a directory, not the machine's own accounts."""
    providers = {
        values.get("id_provider", "").lower()
        for name, values in parse_sections(text).items()
        if name.startswith("domain/")
    }
    return bool(providers - LOCAL_PROVIDERS - {""})


def parse_samba(text: str) -> bool:
    """Tell whether smb.conf(5) says the machine is a member of a domain."""
    pairs = (
        (key.strip().lower(), value.strip().lower())
        for name, values in parse_sections(text).items()
        if name.strip().lower() == "global"
        for key, value in values.items()
    )
    return any(key == "security" and value in JOINED_SECURITY for key, value in pairs)


def parse_switch(text: str) -> bool:
    """Tell whether nsswitch.conf(5) takes people or groups from a directory."""
    return any(not DIRECTORIES.isdisjoint(line[1].split()) for line in _SWITCH_LINE.finditer(text))


def _domain(machine: Machine, context: Context) -> Reading:
    looks: tuple[tuple[str, Callable[[Machine], bool]], ...] = (
        (SWITCH, lambda door: parse_switch(text_of(door, SWITCH))),
        (SAMBA, lambda door: parse_samba(text_of(door, SAMBA))),
        (f"{IPA}/default.conf", lambda door: "default.conf" in _names(door, IPA)),
        (f"{SSSD}/sssd.conf", _sssd),
    )
    reason = ""
    for source, look in looks:
        try:
            if look(machine):
                return observed(context, "management.domain", value=True, source=source)
        except MachineRefusedError as refusal:
            reason = refusal.reason
    if reason:
        return unreadable(context, "management.domain", reason, REMEDY)
    return observed(context, "management.domain", value=False, source=SWITCH)


def _sssd(machine: Machine) -> bool:
    """Read the configuration where that is allowed; elsewhere its presence is the sign of it.

    A refusal shows the file is there only when the folder may be walked through.
    """
    try:
        return parse_sssd(text_of(machine, f"{SSSD}/sssd.conf"))
    except MachineRefusedError:
        if _open_to_all(machine):
            return True
        raise


def _open_to_all(machine: Machine) -> bool:
    above, _, name = SSSD.rpartition("/")
    return any(
        each.name == name and bool(each.mode & stat.S_IXOTH) for each in machine.entries(above)
    )


def _names(machine: Machine, folder: str) -> frozenset[str]:
    try:
        return frozenset(entry.name for entry in machine.entries(folder))
    except MissingError:
        return frozenset()
