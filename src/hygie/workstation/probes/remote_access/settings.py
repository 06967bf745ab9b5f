"""The addresses OpenSSH's server listens on, from sshd_config(5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address

from hygie.workstation.machine import Machine, MissingError
from hygie.workstation.section_files import names_in
from hygie.workstation.sockets import is_loopback

MAIN = "/etc/ssh/sshd_config"
FOLDER = "/etc/ssh/sshd_config.d"
INCLUDED = frozenset({f"{FOLDER}/*.conf", "sshd_config.d/*.conf"})
HARMLESS = frozenset({"/etc/crypto-policies/back-ends/opensshserver.config"})
"""Red Hat's own list of ciphers, included from a file of the folder; it names no address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """No address means every address. Unless ``complete``, other files may add some."""

    addresses: tuple[str, ...]
    complete: bool


def read_settings(machine: Machine) -> Settings:
    """Read the main file and its folder; no file at all leaves the server to its defaults.

    Raises MachineRefusedError when one of them is reserved to the administrator.
    """
    try:
        addresses, includes = parse_settings(_text(machine, MAIN))
    except MissingError:
        return Settings(addresses=(), complete=True)
    others = set(includes) - INCLUDED
    if len(others) < len(set(includes)):
        for name in names_in(machine, FOLDER, ".conf"):
            more, further = parse_settings(_text(machine, f"{FOLDER}/{name}"))
            addresses += more
            others |= set(further) - HARMLESS
    return Settings(addresses=addresses, complete=not others)


def parse_settings(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ListenAddress and Include values that come before any Match block."""
    addresses: list[str] = []
    includes: list[str] = []
    for raw in text.split("\n"):
        words = raw.strip().replace("=", " ", 1).replace('"', " ").split()
        if not words or words[0].startswith("#"):
            continue
        keyword = words[0].lower()
        if keyword == "match":
            break
        if keyword == "listenaddress":
            addresses += words[1:2]
        elif keyword == "include":
            includes += words[1:]
    return tuple(addresses), tuple(includes)


def is_everywhere(addresses: Sequence[str]) -> bool:
    """Tell whether one of these addresses, or none named, can be reached by other computers."""
    return not addresses or not all(_is_local(address) for address in addresses)


def _is_local(address: str) -> bool:
    host = _host(address)
    if host.startswith("/") or host.lower() == "localhost":
        return True
    try:
        return is_loopback(ip_address(host))
    except ValueError:
        return False


def _host(address: str) -> str:
    """Drop the port: «[::1]:22», «127.0.0.1:22»; a bare IPv6 address has several colons."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    host, colon, _ = address.rpartition(":")
    return host if colon and ":" not in host else address


def _text(machine: Machine, path: str) -> str:
    return machine.read(path).decode("utf-8", "replace")
