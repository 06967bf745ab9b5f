"""The one door through which Hygie changes a workstation: look at a place, put a value there.

Whatever the system calls it (a key, a line of a file, a service), a setting is places and values,
so that putting back what was there is the same gesture as putting something new.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from hygie.workstation.machine import Context, Machine, MachineRefusedError

Value = int | str
"""What a place holds; None beside it means that nothing is there, which is put back too."""


class Store(StrEnum):
    """The kinds of places. A word is kept in the records: it is for ever."""

    GSETTINGS = "gsettings"
    """``where`` a schema, ``name`` a key, the value as GVariant text."""

    KDE = "kde"
    """``where`` a file of the settings folder and a group, «kscreenlockerrc/Daemon»."""

    XFCONF = "xfconf"
    """``where`` a channel of Xfce, ``name`` a property, the value «bool true» or «int 10»."""

    FILE = "fichier"
    """``where`` the path of a file of the system, the value all of its text."""

    UFW = "ufw"
    """The firewall ufw; the value is «yes» or «no»."""

    UNIT = "service"
    """``where`` a unit of systemd; the value is «enabled active», and the three others."""

    REGISTRY = "registre"
    """``where`` a key of Windows' registry, ``name`` a value of it, or empty for the key itself."""

    SESSION = "session"
    """What the open session obeys, which may not be what is written; ``name`` as in the registry.

    The value is a number; ``where`` is the call that tells it, «SystemParametersInfo».
    """

    PROFILE = "profil"
    """``where`` a profile of Windows' firewall; the value is 1 or 0."""

    ACCOUNT = "compte"
    """``where`` the relative id of a Windows account; the value is 1 when it is in service."""

    POWER = "alimentation"
    """``where`` AC or DC; the value is 1 when Windows asks the password on resume."""

    DEFAULTS = "defaults"
    """``where`` a domain of macOS' settings, ``name`` a key; the value «bool 1» or «int 600»."""

    APPLICATION_FIREWALL = "socketfilterfw"
    """The firewall of macOS; the value is 1 or 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a value lies. ``elevated``: the system lets only an administrator write there."""

    store: Store
    where: str
    name: str = ""
    elevated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a place holds, and what it would hold. ``said`` tells the person what that does."""

    place: Place
    before: Value | None
    after: Value | None
    said: str = ""


class NotHereError(MachineRefusedError):
    """The setting has no meaning on this workstation; ``reason`` says why, in French."""


class WritableMachine(Protocol):
    """A workstation that can be changed."""

    def get(self, place: Place) -> Value | None:
        """Look at what a place holds now; None when nothing is there.

        Raises MachineRefusedError when that cannot be known: it must then not be changed.
        """

    def put(self, place: Place, value: Value | None) -> None:
        """Put a value, or take away what is there when None.

        Raises MachineRefusedError when the system refuses.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A command that changes something; ``text`` is what it reads on its standard input."""

    command: tuple[str, ...]
    elevated: bool = False
    text: str = ""


Act = Callable[[Step], None]
"""Carries a step out, or raises MachineRefusedError."""

Look = Callable[[], Machine]
"""Gives a machine that remembers no answer: what was just written must be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a setting wants of one place; ``said`` tells the person what that does."""

    place: Place
    value: Value | None
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What a setting looks at to know what it would change. ``minutes`` is for the lock alone."""

    machine: Machine
    door: WritableMachine
    context: Context
    minutes: int


Planner = Callable[[Sight], tuple[Change, ...]]
"""Says what would change, nothing when all is as wanted; changes nothing.

Raises NotHereError when there is no such thing here, MachineRefusedError when it cannot be known,
or cannot be put back exactly.
"""


def changes(sight: Sight, wanted: Iterable[Wanted]) -> tuple[Change, ...]:
    """Return what must change for each place to hold its wanted value."""
    seen = [(each, sight.door.get(each.place)) for each in wanted]
    return tuple(
        Change(place=each.place, before=before, after=each.value, said=each.said)
        for each, before in seen
        if before != each.value
    )
