"""Updates of Debian, Ubuntu and what derives from them.

`apt list` costs a tenth of what a simulated upgrade does. It never goes to the network, and the
empty cache option keeps it from writing its index again. Where apt keeps no index at all, only the
security lists are read. Security updates are those a suite named «…-security» offers; where the
system has no such suite, nobody can tell them apart.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hygie.workstation.machine import Entry, Machine, MachineRefusedError, MissingError
from hygie.workstation.packages import read_packages
from hygie.workstation.probes.updates.found import NO_ANSWER, Known, Updates
from hygie.workstation.probes.updates.security_lists import count_waiting, security_lists
from hygie.workstation.services import read_units

LIST = ("apt", "-o", "Dir::Cache::pkgcache=", "list", "--upgradable")
LIST_SECONDS = 15.0
INDEX_FOLDER = "/var/cache/apt"
INDEXES = frozenset({"pkgcache.bin", "srcpkgcache.bin"})
DUMP = ("apt-config", "dump")
LISTS = "/var/lib/apt/lists"
STAMPS = "/var/lib/apt/periodic"
SUCCESS = "update-success-stamp"
RELEASES = ("_InRelease", "_Release")
SECURITY = "-security"
UNATTENDED = "unattended-upgrades"
TIMERS = ("apt-daily.timer", "apt-daily-upgrade.timer")
MINT_FOLDER = "/var/lib/linuxmint"
MINT_FLAG = "mintupdate-automatic-upgrades-enabled"
MINT_TIMER = "mintupdate-automation-upgrade.timer"
OFF = frozenset({"", "0"})

NO_SECURITY = "Le système ne connaît aucune source de correctifs de sécurité."
NO_LISTS = "Ce poste n'a jamais demandé la liste des mises à jour."
NO_INDEX = (
    "apt ne garde pas d'index sur ce poste : compter toutes les mises à jour serait trop long."
)
NO_TIMER = "Le service qui lance les mises à jour n'a pas pu être interrogé."
OTHER_RULES = "Les mises à jour automatiques suivent des règles propres à ce poste."

_HEADERS = frozenset({"Listing...", "Listing... Done"})
_UPGRADABLE = re.compile(
    r"[^\s/]{1,200}/(\S{1,500}) \S{1,200} \S{1,40} \[upgradable from: [^\]]{1,200}\]"
)
_SETTING = re.compile(r'^([^\s"]{1,200}) "([^\n]{0,1000})";$', re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgradable:
    """How many packages have a newer version, and how many of those close a hole."""

    every: int
    security: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Periodic:
    """What apt does by itself; ``origins`` are what unattended-upgrades may install."""

    lists: bool
    upgrades: bool
    origins: tuple[str, ...]


def read_apt(machine: Machine) -> Updates:
    """Ask apt, whose lists were fetched some time ago: ``checked`` says when."""
    lists = _entries(machine, LISTS)
    releases = [each for each in lists if each.name.endswith(RELEASES)]
    stamps = [each for each in _entries(machine, STAMPS) if each.name == SUCCESS]
    checks = [each.modified for each in (*releases, *stamps)]
    pending, security = _counted(machine, lists)
    return Updates(
        automatic=_automatic(machine),
        pending=pending if releases else NO_LISTS,
        security=security if _has_security(releases) else NO_SECURITY,
        checked=max(checks, default=None),
        checked_source=f"{STAMPS}, {LISTS}",
    )


def parse_upgradable(text: str) -> Upgradable | None:
    """Read `apt list --upgradable`; one line of another form, or no header, is no answer."""
    lines = [line for line in text.split("\n") if line]
    if not lines or lines[0] not in _HEADERS:
        return None
    matches = [_UPGRADABLE.fullmatch(line) for line in lines[1:]]
    suites = [match[1].split(",") for match in matches if match]
    if len(suites) != len(matches):
        return None
    secure = [each for each in suites if any(suite.endswith(SECURITY) for suite in each)]
    return Upgradable(every=len(suites), security=len(secure))


def parse_periodic(text: str) -> Periodic | None:
    """Read `apt-config dump`; None when it holds no setting at all."""
    settings = _SETTING.findall(text)
    if not settings:
        return None
    last = dict(settings)
    enabled = last.get("APT::Periodic::Enable", "1") not in OFF
    patterns = ("Unattended-Upgrade::Origins-Pattern::", "Unattended-Upgrade::Allowed-Origins::")
    return Periodic(
        lists=enabled and last.get("APT::Periodic::Update-Package-Lists", "") not in OFF,
        upgrades=enabled and last.get("APT::Periodic::Unattended-Upgrade", "") not in OFF,
        origins=tuple(value for key, value in settings if key in patterns),
    )


def _automatic(machine: Machine) -> Known | str:
    """Tell whether security updates install themselves, by Linux Mint's way or by apt's."""
    if _mint(machine):
        return Known(value=True, source=f"{MINT_FOLDER}/{MINT_FLAG}")
    return _unattended(machine)


def _unattended(machine: Machine) -> Known | str:
    try:
        output = machine.run(DUMP)
    except MachineRefusedError as refusal:
        return refusal.reason
    settings = parse_periodic(output.text) if output.code == 0 else None
    if settings is None:
        return NO_ANSWER
    source = " ".join(DUMP)
    installed = UNATTENDED in read_packages(machine, {UNATTENDED}).versions
    if not (settings.lists and settings.upgrades and installed and settings.origins):
        return Known(value=False, source=source)
    if not any("security" in origin.lower() for origin in settings.origins):
        return OTHER_RULES
    timers = read_units(machine, TIMERS)
    if timers is None:
        return NO_TIMER
    return Known(value=all(timer.used for timer in timers), source=source)


def _mint(machine: Machine) -> bool:
    """Tell whether Linux Mint's own update manager installs updates by itself."""
    if MINT_FLAG not in {each.name for each in _entries(machine, MINT_FOLDER)}:
        return False
    timers = read_units(machine, (MINT_TIMER,))
    return timers is not None and timers[0].used


def _counted(machine: Machine, lists: Iterable[Entry]) -> tuple[Known | str, Known | str]:
    """Count what waits, and what waits to close a hole."""
    try:
        if INDEXES.isdisjoint(each.name for each in _entries(machine, INDEX_FOLDER)):
            waiting = count_waiting(machine, security_lists(LISTS, lists))
            return NO_INDEX, _known(waiting, LISTS)
        output = machine.run(LIST, seconds=LIST_SECONDS)
    except MachineRefusedError as refusal:
        return refusal.reason, refusal.reason
    found = parse_upgradable(output.text) if output.code == 0 else None
    if found is None:
        return NO_ANSWER, NO_ANSWER
    return _known(found.every, "apt list --upgradable"), _known(
        found.security, "apt list --upgradable"
    )


def _has_security(releases: Iterable[Entry]) -> bool:
    return any(SECURITY in each.name for each in releases)


def _known(value: int | None, source: str) -> Known | str:
    return NO_ANSWER if value is None else Known(value=value, source=source)


def _entries(machine: Machine, folder: str) -> tuple[Entry, ...]:
    try:
        return machine.entries(folder)
    except MissingError:
        return ()
