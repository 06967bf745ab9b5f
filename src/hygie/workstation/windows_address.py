"""Addresses as Windows' tables of connections give them."""

from ipaddress import ip_address

from hygie.workstation.machine import MachineRefusedError

ODD = "La liste des connexions de Windows n'a pas la forme attendue."


def is_loopback(address: str) -> bool:
    """Tell whether an address stays in this computer; the zone of an IPv6 one changes nothing.

    Raises MachineRefusedError when it is not an address.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError as error:
        raise MachineRefusedError(ODD) from error
    mapped = getattr(found, "ipv4_mapped", None)
    return bool((mapped or found).is_loopback)
