"""Security updates that wait, by comparing the security lists with what dpkg has installed.

Where apt keeps no index of its own (container images switch it off), `apt list` reads every list
again, a second or more. The security lists alone are a fiftieth of that. Pins are not followed: a
correction somebody chose not to take still counts as one that is missing.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import zip_longest

from hygie.workstation.machine import Entry, Machine
from hygie.workstation.packages import DPKG_BYTES, DPKG_STATUS

CAT = ("/usr/lib/apt/apt-helper", "cat-file")
LIST = re.compile(r"_dists_[^_]{1,100}-security_.{1,200}_Packages(?:\.[a-z0-9]{1,5})?")

_FIELD = re.compile(r"^(Package|Status|Version|Architecture): (\S[^\n]{0,500})$", re.MULTILINE)
_INSTALLED = re.compile(r"[a-z]{1,20} [a-z-]{1,20} installed")
_PIECE = re.compile(r"(\D*)(\d*)")
_VERSION = re.compile(r"(?:[0-9]{1,9}:)?[0-9A-Za-z.+:~-]{1,300}")
ALL = "all"

Versions = Mapping[str, tuple[tuple[str, str], ...]]
"""Architecture and version of each package of that name."""


def security_lists(folder: str, entries: Iterable[Entry]) -> tuple[str, ...]:
    """Name the fetched lists of packages that belong to a security suite."""
    return tuple(f"{folder}/{each.name}" for each in entries if LIST.search(each.name))


def count_waiting(machine: Machine, lists: Collection[str]) -> int | None:
    """Count the installed packages a security list has a newer version of.

    None when a list, or what is installed, holds no package. Raises MachineRefusedError.
    """
    installed = parse_versions(_text(machine.read(DPKG_STATUS, limit=DPKG_BYTES)), installed=True)
    if not installed or not lists:
        return None
    waiting: set[tuple[str, str]] = set()
    for each in lists:
        output = machine.run((*CAT, each))
        offered = parse_versions(output.text) if output.code == 0 else None
        if not offered:
            return None
        waiting.update(_waiting(installed, offered))
    return len(waiting)


def parse_versions(text: str, *, installed: bool = False) -> Versions:
    """Read stanzas of Debian packages (deb822), only those in place when ``installed``."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for stanza in text.split("\n\n"):
        fields = dict(_FIELD.findall(stanza))
        name, version = fields.get("Package", ""), fields.get("Version", "")
        if installed and not _INSTALLED.fullmatch(fields.get("Status", "")):
            continue
        if name and _VERSION.fullmatch(version):
            found[name] = (*found.get(name, ()), (fields.get("Architecture", ALL), version))
    return found


def is_newer(version: str, than: str) -> bool:
    """Tell whether a Debian version is later than another, as deb-version(7) orders them."""
    for ours, theirs in zip(_parts(version), _parts(than), strict=True):
        pairs = zip_longest(_PIECE.findall(ours), _PIECE.findall(theirs), fillvalue=("", ""))
        for (text, digits), (other_text, other_digits) in pairs:
            left = (_order(text), int(digits or 0))
            right = (_order(other_text), int(other_digits or 0))
            if left != right:
                return left > right
    return False


def _waiting(installed: Versions, offered: Versions) -> Iterator[tuple[str, str]]:
    for name in installed.keys() & offered.keys():
        for architecture, version in installed[name]:
            if any(
                ALL in {architecture, other} or architecture == other
                for other, candidate in offered[name]
                if is_newer(candidate, version)
            ):
                yield name, architecture


def _parts(version: str) -> tuple[str, str, str]:
    """Split epoch, upstream version and revision; an absent one counts as zero."""
    epoch, colon, rest = version.partition(":")
    upstream, dash, revision = (rest if colon else version).rpartition("-")
    return epoch if colon else "", upstream if dash else revision, revision if dash else ""


def _order(text: str) -> tuple[int, ...]:
    """Order what is no digit: a tilde before the end, the end before letters, then the rest."""
    return (*(-1 if each == "~" else ord(each) + 256 * (not each.isalpha()) for each in text), 0)


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")
