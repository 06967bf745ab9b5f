"""What a device's shared folders give a visitor without a password. No file is listed or read."""

import logging
import socket
from contextlib import closing, suppress
from ipaddress import IPv4Address
from threading import Timer
from typing import TYPE_CHECKING

from hygie.network.found import Guests, GuestShares
from hygie.network.limits import MOST_SHARES, SHARES_SECONDS, SHARING

if TYPE_CHECKING:
    from smb.SMBConnection import SMBConnection  # type: ignore[import-untyped]  # it has none

VISITOR, NO_PASSWORD = "guest", ""
OURSELVES = "HYGIE"
TOO_MANY = "Il partage trop de dossiers pour les essayer tous."
FOLDER = 0
"""STYPE_DISKTREE; printers and pipes have another number."""

NOTHING_IS_CALLED_THIS = "hygie-ne-lit-aucun-nom-????????"
"""Asked of an open folder, so that the answer holds no name of a file."""


def guest_shares(device: IPv4Address, *, seconds: float = SHARES_SECONDS) -> GuestShares:
    """Return how many folders open to a visitor. Raises what the library makes of nonsense."""
    from smb.SMBConnection import SMBConnection  # noqa: PLC0415  # heavy

    logging.getLogger("SMB").addHandler(logging.NullHandler())
    name = str(device)
    with closing(SMBConnection(VISITOR, NO_PASSWORD, OURSELVES, name, is_direct_tcp=True)) as link:
        # The library counts its seconds from each packet: a device that drips is cut off here.
        limit = Timer(seconds, _cut, [link])
        limit.start()
        try:
            return _look(link, name, seconds)
        finally:
            limit.cancel()


def _look(link: "SMBConnection", name: str, seconds: float) -> GuestShares:
    failure = _failure()
    if not link.connect(name, SHARING, timeout=seconds):
        return GuestShares(state=Guests.CLOSED)
    try:
        every = link.listShares(timeout=seconds)
    except failure:
        return GuestShares(state=Guests.CLOSED)
    folders = [str(each.name) for each in every if each.type & 0xFFFF == FOLDER]
    shown = [folder for folder in folders if not folder.endswith("$")]
    opened = sum(_opens(link, folder, seconds) for folder in shown[:MOST_SHARES])
    if not opened and len(shown) > MOST_SHARES:
        return unreadable(TOO_MANY)
    state = Guests.OPEN if opened else Guests.CLOSED
    return GuestShares(state=state, opened=opened, shown=len(shown))


def _opens(link: "SMBConnection", folder: str, seconds: float) -> bool:
    """Open a folder to list it, and ask for a name that nothing bears."""
    try:
        link.listPath(folder, "/", pattern=NOTHING_IS_CALLED_THIS, timeout=seconds)
    except _failure():
        return False
    return True


def _failure() -> type[Exception]:
    """Return what the library raises when the device itself says no."""
    from smb import smb_structs  # type: ignore[import-untyped]  # noqa: PLC0415  # no types; heavy

    refused: type[Exception] = smb_structs.OperationFailure
    return refused


def _cut(link: "SMBConnection") -> None:
    with suppress(OSError, AttributeError):
        link.sock.shutdown(socket.SHUT_RDWR)


def unreadable(reason: str) -> GuestShares:
    """Say that nothing could be known of the shared folders."""
    return GuestShares(state=Guests.UNREADABLE, reason=reason)
