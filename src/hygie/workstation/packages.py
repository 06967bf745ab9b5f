"""Which packages a Linux system says are installed, with their versions.

Only the names asked for are looked at: the list of everything installed never leaves this module.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from hygie.workstation.machine import Entry, EntryKind, Machine, MachineRefusedError, MissingError

DPKG_STATUS = "/var/lib/dpkg/status"
DPKG_BYTES = 32 << 20
"""Ten times the list of a well filled workstation."""

RPM = ("rpm", "-qa", "--nodigest", "--nosignature", "--qf", "%{NAME}\t%{VERSION}\n")
RPM_SECONDS = 10.0
PACMAN_LOCAL = "/var/lib/pacman/local"

NO_LIST = "La liste des logiciels installés de ce système n'a pas pu être lue."

_PACKAGE = re.compile(rb"Package: ([^\s]{1,200})\n")
_STATUS = re.compile(rb"\nStatus: [a-z]{1,20} [a-z-]{1,20} installed\n")
_VERSION = re.compile(rb"\nVersion: ([^\s]{1,200})(?:\n|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Packages:
    """Versions by package name, among the names asked for; ``reason`` when nothing could be read.

    ``source`` is the file or command that answered.
    """

    versions: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    reason: str = ""


def read_packages(machine: Machine, wanted: Collection[str]) -> Packages:
    """Ask the first package manager that answers: dpkg, rpm, then pacman.

    A list without a single package is another system's leftover, not an answer.
    """
    reason = NO_LIST
    for ask in (_dpkg, _rpm, _pacman):
        try:
            found = ask(machine, wanted)
        except MissingError:
            continue
        except MachineRefusedError as refusal:
            reason = refusal.reason
            continue
        if found is not None:
            return found
    return Packages(reason=reason)


def parse_dpkg(content: bytes, wanted: Collection[str]) -> Mapping[str, str] | None:
    """Read a dpkg status file (deb822); None when it describes no package at all."""
    versions: dict[str, str] = {}
    recognised = False
    for stanza in content.split(b"\n\n"):
        package = _PACKAGE.match(stanza.lstrip(b"\n"))
        if package is None:
            continue
        recognised = True
        name = package[1].decode("ascii", "replace")
        if name in wanted and _STATUS.search(stanza):
            version = _VERSION.search(stanza)
            versions[name] = version[1].decode("ascii", "replace") if version else ""
    return versions if recognised else None


def parse_rpm(text: str, wanted: Collection[str]) -> Mapping[str, str] | None:
    """Read «name, tab, version» lines; None when there is not a single one."""
    lines = [line.split("\t") for line in text.splitlines()]
    pairs = [(words[0], words[1]) for words in lines if len(words) == 2]  # noqa: PLR2004  # a pair
    return {name: version for name, version in pairs if name in wanted} if pairs else None


def parse_pacman(entries: Collection[Entry], wanted: Collection[str]) -> Mapping[str, str] | None:
    """Read folders named «name-version-release»; None when there is not a single one."""
    names = [entry.name.rsplit("-", 2) for entry in entries if entry.kind is EntryKind.FOLDER]
    triples = [words for words in names if len(words) == 3]  # noqa: PLR2004  # name, version, release
    return {words[0]: words[1] for words in triples if words[0] in wanted} if triples else None


def _dpkg(machine: Machine, wanted: Collection[str]) -> Packages | None:
    versions = parse_dpkg(machine.read(DPKG_STATUS, limit=DPKG_BYTES), wanted)
    return None if versions is None else Packages(versions=versions, source=DPKG_STATUS)


def _rpm(machine: Machine, wanted: Collection[str]) -> Packages | None:
    output = machine.run(RPM, seconds=RPM_SECONDS)
    versions = parse_rpm(output.text, wanted) if output.code == 0 else None
    return None if versions is None else Packages(versions=versions, source="rpm -qa")


def _pacman(machine: Machine, wanted: Collection[str]) -> Packages | None:
    versions = parse_pacman(machine.entries(PACMAN_LOCAL), wanted)
    return None if versions is None else Packages(versions=versions, source=PACMAN_LOCAL)
