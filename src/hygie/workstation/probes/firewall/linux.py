"""Whether something stops what comes in from the network, and which tool set it up.

An administrator's rules are read from the kernel; without those rights, from the configuration
files and the state of the services. «No firewall» is said only when nothing could hide one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from hygie.core.readings import Reading
from hygie.workstation.answers import NOT_ASKED_ROOT, observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError, MissingError
from hygie.workstation.probes.firewall.cover import Cover
from hygie.workstation.probes.firewall.rules import parse_configuration, parse_saved
from hygie.workstation.probes.firewall.ruleset import parse_ruleset
from hygie.workstation.section_files import text_of
from hygie.workstation.services import read_units

UFW = "/etc/ufw/ufw.conf"
UFW_DEFAULTS = "/etc/default/ufw"
UFW_POLICIES = {"DROP": True, "REJECT": True, "ACCEPT": False}
FIREWALLD = "/etc/firewalld/firewalld.conf"
OPEN_ZONE = "trusted"
RULESET = ("nft", "-j", "list", "ruleset")
SAVERS = {
    "ip": ("iptables-legacy-save", "iptables-save"),
    "ip6": ("ip6tables-legacy-save", "ip6tables-save"),
}
NFTABLES = ("/etc/nftables.conf", "/etc/sysconfig/nftables.conf")
SAVED = {
    "netfilter-persistent": {"ip": "/etc/iptables/rules.v4", "ip6": "/etc/iptables/rules.v6"},
    "iptables": {"ip": "/etc/sysconfig/iptables", "ip6": "/etc/sysconfig/ip6tables"},
}
UNITS = ("ufw", "firewalld", "nftables", *SAVED)
COMMANDS = ("/usr/sbin", "/sbin", "/usr/bin")
TOOLS = frozenset({"ufw", "firewalld", "nft", "iptables"})
ADDRESSES = "/proc/net/if_inet6"
LEGACY = "/proc/net/ip_tables_names"
BOTH = frozenset({"ip", "ip6"})

HALF = "Le pare-feu n'arrête qu'une partie de ce qui vient du réseau."
REMEDY = (
    "Sous Ubuntu ou Linux Mint, ouvrez « Pare-feu » s'il est installé. "
    "Sinon, demandez à votre prestataire si un pare-feu est en service."
)

States = Mapping[str, bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was understood: the tool, whether it is in service, and where that was read."""

    tool: str
    active: bool
    source: str


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``firewall.active`` and ``firewall.tool``."""
    facts = ("firewall.active", "firewall.tool")
    try:
        verdict = _judge(machine)
    except MachineRefusedError as refusal:
        return [unreadable(context, fact, refusal.reason, REMEDY) for fact in facts]
    return [
        observed(context, facts[0], verdict.active, verdict.source),
        observed(context, facts[1], verdict.tool, verdict.source),
    ]


def parse_assignments(text: str) -> Mapping[str, str]:
    """Read «KEY=value» lines, as in the files of ufw; quotes are taken off."""
    pairs = (line.strip().partition("=") for line in text.split("\n"))
    return {
        key.strip(): value.strip().strip("\"'")
        for key, equals, value in pairs
        if equals and not key.startswith("#")
    }


def _judge(machine: Machine) -> Verdict:
    states = _states(machine)
    looks: tuple[Callable[[Machine, States], Verdict | None], ...] = (
        _ufw,
        _firewalld,
        _kernel,
        _nftables_file,
        _saved_files,
        _nothing,
    )
    for look in looks:
        verdict = look(machine, states)
        if verdict is not None:
            return verdict
    raise MachineRefusedError(NOT_ASKED_ROOT)


def _states(machine: Machine) -> States:
    units = read_units(machine, UNITS)
    if units is None:
        return dict.fromkeys(UNITS)
    return {name: unit.active for name, unit in zip(UNITS, units, strict=True)}


def _ufw(machine: Machine, states: States) -> Verdict | None:
    """Believe ufw when it is switched on and started; else the rules in force will tell."""
    switched_on = _settings(machine, UFW).get("ENABLED", "").lower() == "yes"
    policy = _settings(machine, UFW_DEFAULTS).get("DEFAULT_INPUT_POLICY", "")
    if not (switched_on and states["ufw"] and policy in UFW_POLICIES):
        return None
    return Verdict(tool="ufw", active=UFW_POLICIES[policy], source=UFW)


def _firewalld(machine: Machine, states: States) -> Verdict | None:
    if not states["firewalld"]:
        return None
    opened = _settings(machine, FIREWALLD).get("DefaultZone") == OPEN_ZONE
    return Verdict(tool="firewalld", active=not opened, source="systemctl is-active firewalld")


def _kernel(machine: Machine, _states: States) -> Verdict | None:
    """Read the rules in force, which the system shows to its administrator only."""
    try:
        output = machine.run(RULESET)
    except MissingError:
        return _kernel_saved(machine)
    cover = parse_ruleset(output.text) if output.code == 0 else None
    if cover is not None and not cover.families and _is_legacy(machine):
        return _kernel_saved(machine)
    return None if cover is None else _from_cover(machine, cover, " ".join(RULESET))


def _kernel_saved(machine: Machine) -> Verdict | None:
    answers = {family: _saved(machine, commands) for family, commands in SAVERS.items()}
    if None in answers.values():
        return None
    families = frozenset(family for family, stops in answers.items() if stops)
    return _from_cover(machine, _iptables(families), SAVERS["ip"][-1])


def _saved(machine: Machine, commands: Iterable[str]) -> bool | None:
    """Ask the first of these commands that is installed."""
    for command in commands:
        try:
            output = machine.run((command, "-t", "filter"))
        except MissingError:
            continue
        return parse_saved(output.text) if output.code == 0 else None
    return None


def _nftables_file(machine: Machine, states: States) -> Verdict | None:
    if not states["nftables"]:
        return None
    for path in NFTABLES:
        cover = parse_configuration(_text(machine, path))
        if cover.families:
            return _from_cover(machine, cover, path)
    return None


def _saved_files(machine: Machine, states: States) -> Verdict | None:
    for unit, paths in SAVED.items():
        stops = {family: parse_saved(_text(machine, path)) for family, path in paths.items()}
        families = frozenset(family for family, stopped in stops.items() if stopped)
        if states[unit] and families:
            return _from_cover(machine, _iptables(families), paths["ip"])
    return None


def _nothing(machine: Machine, _states: States) -> Verdict | None:
    """Say there is no firewall when no command that could set one up is installed."""
    names = frozenset[str]().union(*(_names(machine, folder) for folder in COMMANDS))
    if not names or not names.isdisjoint(TOOLS):
        return None
    return Verdict(tool="aucun", active=False, source=COMMANDS[0])


def _from_cover(machine: Machine, cover: Cover, source: str) -> Verdict:
    """Judge what is stopped; IPv6 counts only where the machine speaks it.

    Rules that stop some of it are neither a firewall nor its absence.
    """
    spoken = BOTH if _text(machine, ADDRESSES).strip() else frozenset({"ip"})
    if (cover.families or cover.partial) and not spoken <= cover.families:
        raise MachineRefusedError(HALF)
    return Verdict(tool=cover.tool, active=bool(cover.families), source=source)


def _iptables(families: frozenset[str]) -> Cover:
    return Cover(families=families, tool="iptables") if families else Cover()


def _is_legacy(machine: Machine) -> bool:
    return "filter" in _text(machine, LEGACY).split()


def _settings(machine: Machine, path: str) -> Mapping[str, str]:
    return parse_assignments(_text(machine, path))


def _text(machine: Machine, path: str) -> str:
    """Return a file's text; nothing when it is refused: the next look will tell."""
    try:
        return text_of(machine, path)
    except MachineRefusedError:
        return ""


def _names(machine: Machine, folder: str) -> frozenset[str]:
    try:
        return frozenset(entry.name for entry in machine.entries(folder))
    except MissingError:
        return frozenset()
