"""Samba shares that ask for no password, from smb.conf(5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hygie.workstation.machine import Machine, MissingError
from hygie.workstation.section_files import Sections, names_in, parse_boolean

MAIN = "/etc/samba/smb.conf"
USERSHARES = "/var/lib/samba/usershares"
"""Folders shared from the file manager, one file each: net(8), usershare."""

GLOBAL = "global"
PRINTERS = frozenset({"printers", "print$"})
INCLUDES = frozenset({"include", "configbackend"})
SYNONYMS = {"public": "guestok", "printok": "printable", "allowhosts": "hostsallow"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """How many shares are open to all. Unless ``complete``, other files may add some."""

    open: int
    complete: bool


def read_shares(machine: Machine) -> Shares:
    """Count in the main file and among the folders shared by users.

    Raises MachineRefusedError when one of them is reserved to the administrator.
    """
    try:
        main = parse_shares(machine.read(MAIN).decode("utf-8", "replace"))
    except MissingError:
        return Shares(open=0, complete=True)
    names = [name for name in names_in(machine, USERSHARES, "") if not name.startswith(":")]
    users = [_usershare(machine, f"{USERSHARES}/{name}") for name in names]
    return Shares(open=main.open + sum(users), complete=main.complete)


def parse_shares(text: str) -> Shares:
    """Count the shares a guest may open; included files make the count a minimum."""
    sections = _sections(text)
    common = sections.get(GLOBAL, {})
    shares = [
        {**common, **sections.get(own.get("copy", "").lower(), {}), **own}
        for name, own in sections.items()
        if name not in {GLOBAL, *PRINTERS}
    ]
    included = any(not INCLUDES.isdisjoint(section) for section in sections.values())
    return Shares(open=sum(is_open(share) for share in shares), complete=not included)


def is_open(share: Mapping[str, str]) -> bool:
    """Tell whether a guest of another computer may open a share."""
    guest = parse_boolean(share.get("guestok", "")) is True
    away = parse_boolean(share.get("available", "")) is False
    printer = parse_boolean(share.get("printable", "")) is True
    hosts = share.get("hostsallow", "").replace(",", " ").split()
    here = bool(hosts) and all(_is_here(host) for host in hosts)
    return guest and not (away or printer or share.get("validusers") or here)


def parse_usershare(text: str) -> bool:
    """Tell whether a folder shared from the file manager lets guests in."""
    values = (line.partition("=") for line in text.split("\n"))
    return {key.strip(): value.strip() for key, _, value in values}.get("guest_ok") == "y"


def _usershare(machine: Machine, path: str) -> bool:
    return parse_usershare(machine.read(path, limit=1 << 16).decode("utf-8", "replace"))


def _sections(text: str) -> Sections:
    """Read sections and keys as Samba does: neither case nor spaces count in a name."""
    sections: dict[str, dict[str, str]] = {}
    current = GLOBAL
    for line in _logical_lines(text):
        if line.startswith("[") and "]" in line:
            current = line[1:].partition("]")[0].strip().lower()
            sections.setdefault(current, {})
        elif "=" in line and not line.startswith(("#", ";")):
            key, _, value = line.partition("=")
            name = "".join(key.lower().split())
            sections.setdefault(current, {})[SYNONYMS.get(name, name)] = value.strip()
    return sections


def _logical_lines(text: str) -> Iterable[str]:
    pending = ""
    for raw in text.split("\n"):
        line = f"{pending}{raw.strip()}"
        if line.endswith("\\") and not line.startswith(("#", ";")):
            pending = line[:-1]
            continue
        pending = ""
        yield line
    if pending:
        yield pending


def _is_here(host: str) -> bool:
    return host.startswith("127.") or host.lower() in {"localhost", "::1"}
