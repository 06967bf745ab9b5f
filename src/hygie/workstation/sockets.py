"""TCP ports that answer beyond this computer, from the kernel's tables (proc(5))."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

from hygie.workstation.machine import Machine, MachineRefusedError, MissingError

TABLES = ("/proc/net/tcp", "/proc/net/tcp6")
TABLE_BYTES = 8 << 20
LISTENING = "0A"

NO_TABLE = "La liste des connexions du système n'a pas pu être lue."

_HEADER = re.compile(r"\s*sl\s+local_address\s")
_ROW = re.compile(r"\s*[0-9]+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) \S+ ([0-9A-F]{2}) ")

Address = IPv4Address | IPv6Address


def open_ports(machine: Machine) -> frozenset[int]:
    """Return the TCP ports that listen on something else than the loopback.

    Raises MachineRefusedError when the tables cannot be read or are not what the kernel writes.
    """
    ports: set[int] = set()
    for path in TABLES:
        try:
            text = machine.read(path, limit=TABLE_BYTES).decode("ascii", "replace")
        except MissingError:
            # Without IPv6 the kernel has no second table; without the first there is no answer.
            if path == TABLES[0]:
                raise
            continue
        found = parse_listeners(text)
        if found is None:
            raise MachineRefusedError(NO_TABLE)
        ports |= {port for address, port in found if not is_loopback(address)}
    return frozenset(ports)


def parse_listeners(text: str) -> frozenset[tuple[Address, int]] | None:
    """Read the listening addresses of a table; None when a line has not the kernel's form."""
    lines = text.split("\n")
    if not _HEADER.match(lines[0]):
        return None
    rows = [_ROW.match(line) for line in lines[1:] if line]
    known = [row for row in rows if row]
    if len(known) != len(rows):
        return None
    return frozenset(
        (parse_address(row[1]), int(row[2], 16)) for row in known if row[3] == LISTENING
    )


def parse_address(words: str) -> Address:
    """Read an address printed as 32-bit words of the processor, low byte first on ours."""
    raw = bytes.fromhex(words)
    swapped = b"".join(raw[at : at + 4][::-1] for at in range(0, len(raw), 4))
    return ip_address(swapped)


def is_loopback(address: Address) -> bool:
    """Tell whether only this computer can reach an address."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
