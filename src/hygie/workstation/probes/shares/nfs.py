"""Folders exported by NFS to a whole network without identification, from exports(5)."""

from collections.abc import Iterable
from ipaddress import ip_network

from hygie.workstation.machine import Machine, MissingError
from hygie.workstation.section_files import names_in

MAIN = "/etc/exports"
FOLDER = "/etc/exports.d"
IDENTIFIED = ("sec=krb5", "sec=krb5i", "sec=krb5p")
EVERYONE = frozenset({"", "*"})
WILDCARDS = frozenset("*?[")


def read_exports(machine: Machine) -> int:
    """Count the exported folders open to all; raises MachineRefusedError when one is reserved."""
    paths = [MAIN, *(f"{FOLDER}/{name}" for name in names_in(machine, FOLDER, ".exports"))]
    return sum(parse_exports(_text(machine, path)) for path in paths)


def parse_exports(text: str) -> int:
    """Count the lines that let a whole network, or everyone, in."""
    return sum(is_open(line) for line in _logical_lines(text))


def is_open(line: str) -> bool:
    """Tell whether a line exports its folder to a range of computers without identification.

    A line that does not begin with the path of a folder exports nothing.
    """
    path, clients = _split_path(line)
    words = clients.split()
    common = next((word for word in words if word.startswith("-")), "")
    named = [word for word in words if not word.startswith("-")]
    return path.startswith("/") and any(_is_open_client(client, common) for client in named or [""])


def _is_open_client(client: str, common: str) -> bool:
    host, _, options = client.partition("(")
    chosen = options.rstrip(")").split(",") + common.lstrip("-").split(",")
    if any(option in IDENTIFIED for option in chosen):
        return False
    return host in EVERYONE or not WILDCARDS.isdisjoint(host) or _is_range(host)


def _is_range(host: str) -> bool:
    if "/" not in host:
        return False
    try:
        return ip_network(host, strict=False).num_addresses > 1
    except ValueError:
        return False


def _split_path(line: str) -> tuple[str, str]:
    """Split off the folder, quoted when it holds spaces."""
    if line.startswith('"'):
        path, _, clients = line[1:].partition('"')
        return path, clients
    words = line.split(maxsplit=1)
    return words[0], words[1] if len(words) > 1 else ""


def _logical_lines(text: str) -> Iterable[str]:
    for raw in text.replace("\\\n", " ").split("\n"):
        line = raw.partition("#")[0].strip()
        if line:
            yield line


def _text(machine: Machine, path: str) -> str:
    try:
        return machine.read(path).decode("utf-8", "replace")
    except MissingError:
        return ""
