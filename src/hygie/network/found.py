"""What the box and the neighbours answered. Addresses are shown, and never recorded."""

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address


class Page(StrEnum):
    """A page of settings, asked for once without a name or a password."""

    CLEAR = "en_clair"
    SECURE = "chiffree"
    NONE = "aucune"
    UNREADABLE = "illisible"


class Upnp(StrEnum):
    """Whether the box told the doors it opened on request."""

    READ = "lu"
    SILENT = "muet"
    UNREADABLE = "illisible"


class Guests(StrEnum):
    """What a visitor without a password is given of a device's shared folders."""

    OPEN = "ouverts"
    CLOSED = "fermes"
    UNREADABLE = "illisible"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFound:
    """``reason`` is in French, when nothing could be known."""

    state: Page
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A door of the box towards a device. Its description is free text: it is not kept."""

    outside: int
    protocol: str
    inside: int
    target: IPv4Address
    enabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Openings:
    """``whole``: the box said that was all. ``unread``: lines that made no sense."""

    state: Upnp
    openings: tuple[Opening, ...] = ()
    whole: bool = True
    unread: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestShares:
    """``opened`` of the ``shown`` folders open to a visitor; what is in them is not looked at."""

    state: Guests
    opened: int = 0
    shown: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A neighbour that answers on a port of printers or of shared folders."""

    address: IPv4Address
    printing: tuple[int, ...]
    sharing: bool
    page: PageFound
    guests: GuestShares | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """``answered`` counts all who said anything, even no; ``whole``: everyone was asked."""

    devices: tuple[Device, ...]
    answered: int
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All that was answered."""

    page: PageFound
    openings: Openings
    neighbours: Neighbours
