"""TCP ports that answer beyond this Mac, from netstat(1), whose words are the same everywhere.

A service that macOS starts on demand (SSH, screen sharing) listens through launchd, so it is seen
even when it is not running.
"""

from ipaddress import ip_address

from hygie.workstation.machine import Machine, MachineRefusedError

COMMAND = ("netstat", "-anlW", "-p", "tcp")
FIRST_LINE = "Active Internet connections"
LISTENING = "LISTEN"
FIELDS = 6
LOCAL, STATE = 3, 5

NO_TABLE = "La liste des connexions du système n'a pas pu être lue."


def open_ports(machine: Machine) -> frozenset[int]:
    """Return the TCP ports that listen on something else than the loopback.

    Raises MachineRefusedError when netstat did not answer as it always does.
    """
    output = machine.run(COMMAND)
    found = parse_netstat(output.text) if output.code == 0 else None
    if found is None:
        raise MachineRefusedError(NO_TABLE)
    return found


def parse_netstat(printed: str) -> frozenset[int] | None:
    """Read «tcp4 0 0 *.22 *.* LISTEN»; None when this is not netstat or a line has no port."""
    lines = printed.split("\n")
    if not lines[0].startswith(FIRST_LINE):
        return None
    listening = [words[LOCAL] for line in lines[2:] if _listens(words := line.split())]
    ports = [_outer_port(local) for local in listening]
    return None if None in ports else frozenset(port for port in ports if port)


def _listens(words: list[str]) -> bool:
    return len(words) >= FIELDS and words[0].startswith("tcp") and words[STATE] == LISTENING


def _outer_port(local: str) -> int | None:
    """Return the port, 0 when only this Mac reaches it, None when the address is cut short."""
    address, _, port = local.rpartition(".")
    if not (port.isascii() and port.isdecimal() and 0 < int(port[:6]) < 1 << 16):
        return None
    inner = _is_loopback(address)
    return None if inner is None else (0 if inner else int(port))


def _is_loopback(address: str) -> bool | None:
    if address == "*":
        return False
    host, _, link = address.partition("%")
    try:
        return link == "lo0" or ip_address(host).is_loopback
    except ValueError:
        return None
