"""What rules stop, whichever way they are written."""

from collections.abc import Iterable
from dataclasses import dataclass

FAMILIES = {"ip": {"ip"}, "ip6": {"ip6"}, "inet": {"ip", "ip6"}}
STOPS = frozenset({"drop", "reject"})
VERDICTS = STOPS | {"accept"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Which of IPv4 («ip») and IPv6 («ip6») is stopped, and the tool whose rules these are.

    ``partial`` tells that some rule drops or rejects something of what comes in.
    """

    families: frozenset[str] = frozenset()
    tool: str = "aucun"
    partial: bool = False


def tool_of(every: Iterable[tuple[str, ...]], stopping: Iterable[tuple[str, ...]]) -> str:
    """Name the tool by the (family, table, chain) it is known to write."""
    kept = list(stopping)
    if not kept:
        return "aucun"
    if any(key[2].startswith("ufw") for key in every):
        return "ufw"
    if any(key[1] == "firewalld" for key in kept):
        return "firewalld"
    return "iptables" if all(key[1:] == ("filter", "INPUT") for key in kept) else "nftables"
