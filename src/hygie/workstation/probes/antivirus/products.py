"""What Windows says of the antivirus programs: its Security Center, and Microsoft Defender."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from hygie.workstation.windows_fields import Row, flag, moment, text, whole

DEFENDER_GUID = "{d68ddc3a-831f-4fae-9e44-da132c1acf46}"
"""The entry of Microsoft Defender, whose displayed name follows the language."""

STATE_BITS = 0xF000
SIGNATURE_BITS = 0x00F0
CURRENT = {0x00: True, 0x10: False}

MODES = {
    "normal": True,
    "": True,
    "passive mode": False,
    "passive": False,
    "sxs passive mode": False,
    "edr block mode": False,
    "not running": False,
}
"""AMRunningMode: whether Defender is the one that protects. Old versions do not say it."""


class State(Enum):
    """The bits of productState that say whether a product is at work."""

    OFF = 0x0000
    ON = 0x1000
    SNOOZED = 0x2000
    EXPIRED = 0x3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """An antivirus the Security Center knows. None: Windows used a code we do not know."""

    name: str
    is_defender: bool
    state: State | None
    current: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Defender:
    """What Microsoft Defender says of itself. ``protecting`` None: it did not say enough."""

    protecting: bool | None
    signatures: datetime | None


def parse_products(rows: Iterable[Row]) -> tuple[Product, ...]:
    """Read the products; being registered says nothing of being on: only the state does."""
    return tuple(
        Product(
            # The report is in ASCII: «McAfee®» comes as «McAfee?».
            name=text(row, "name").replace("?", ""),
            is_defender=text(row, "guid").lower() == DEFENDER_GUID,
            state=_state(whole(row, "state")),
            current=_current(whole(row, "state")),
        )
        for row in rows
    )


def parse_defender(row: Row) -> Defender:
    """Read what Defender says: it protects when it runs, watches, and nobody replaces it."""
    signs = [
        MODES.get(text(row, "mode").strip().lower()),
        *(flag(row, name) for name in ("service", "antivirus", "realtime")),
    ]
    unsaid = False not in signs and None in signs
    protecting = None if unsaid else False not in signs
    return Defender(protecting=protecting, signatures=moment(row, "signatures"))


def _state(code: int | None) -> State | None:
    known = {state.value: state for state in State}
    return None if code is None else known.get(code & STATE_BITS)


def _current(code: int | None) -> bool | None:
    return None if code is None else CURRENT.get(code & SIGNATURE_BITS)
