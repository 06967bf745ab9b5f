"""Locks the session by itself, and asks the password on resume: GNOME and its kin, KDE, Xfce."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hygie.workstation.desktop import (
    NO_SESSION,
    UNKNOWN_DESKTOP,
    UNKNOWN_SESSION,
    Desktop,
    as_number,
    display_manager,
    find_desktop,
)
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.desktop_keys import changed_keys, key, schema_of
from hygie.workstation.settings.door import Change, NotHereError, Sight, Wanted
from hygie.workstation.settings.lock.kde import plan_kde
from hygie.workstation.settings.lock.words import LOCKS, RESUMES, after
from hygie.workstation.settings.lock.xfce import plan_xfce

NOT_UNDERSTOOD = "Le délai de verrouillage de ce bureau n'a pas la forme attendue."
NOT_GDM = "GNOME ne verrouille l'écran qu'avec GDM, et ce poste ouvre ses sessions autrement."


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Where a desktop keeps its lock; ``unit`` is the number of its units in a minute."""

    session: str
    saver: str
    lockdown: str
    unit: int


GNOME = Keys(
    session="org.gnome.desktop.session",
    saver="org.gnome.desktop.screensaver",
    lockdown="org.gnome.desktop.lockdown",
    unit=60,
)
CINNAMON = Keys(
    session="org.cinnamon.desktop.session",
    saver="org.cinnamon.desktop.screensaver",
    lockdown="org.cinnamon.desktop.lockdown",
    unit=60,
)
MATE = Keys(
    session="org.mate.session", saver="org.mate.screensaver", lockdown="org.mate.lockdown", unit=1
)
CINNAMON_POWER, MATE_POWER = "org.cinnamon.settings-daemon.plugins.power", "org.mate.power-manager"


def plan(sight: Sight) -> tuple[Change, ...]:
    """Say what would change on this desktop."""
    desktop = find_desktop(sight.machine, sight.context)
    if desktop is Desktop.NONE:
        raise NotHereError(NO_SESSION)
    if desktop is None or desktop not in PLANS:
        raise MachineRefusedError(UNKNOWN_SESSION if desktop is None else UNKNOWN_DESKTOP)
    return PLANS[desktop](sight)


def _gnome(sight: Sight) -> tuple[Change, ...]:
    if display_manager(sight.machine) not in {"gdm", None}:
        raise MachineRefusedError(NOT_GDM)
    resume = key(GNOME.saver, "ubuntu-lock-on-suspend", "true", RESUMES)
    return changed_keys(sight, [*_common(sight, GNOME), resume])


def _cinnamon(sight: Sight) -> tuple[Change, ...]:
    resume = key(CINNAMON_POWER, "lock-on-suspend", "true", RESUMES)
    return changed_keys(sight, [*_common(sight, CINNAMON), resume])


def _mate(sight: Sight) -> tuple[Change, ...]:
    follows = schema_of(sight, MATE_POWER, needed=False).get("lock-use-screensaver") == "true"
    own = [] if follows else [key(MATE_POWER, "lock-suspend", "true", RESUMES)]
    starts = key(MATE.saver, "idle-activation-enabled", "true", LOCKS)
    return changed_keys(sight, [*_common(sight, MATE), starts, *own])


def _common(sight: Sight, keys: Keys) -> list[Wanted]:
    return [
        key(keys.lockdown, "disable-lock-screen", "false", LOCKS),
        key(keys.saver, "lock-enabled", "true", LOCKS),
        *_delay(sight, keys),
    ]


def _delay(sight: Sight, keys: Keys) -> list[Wanted]:
    """Want a shorter delay only where it is too long: a stricter choice is kept."""
    idle = schema_of(sight, keys.session).get("idle-delay")
    wait = schema_of(sight, keys.saver).get("lock-delay")
    first, second, most = as_number(idle), as_number(wait), sight.minutes * keys.unit
    if first is None or second is None:
        raise MachineRefusedError(NOT_UNDERSTOOD)
    if first > 0 and first + second <= most:
        return []
    said = after(sight.minutes)
    return [
        key(keys.session, "idle-delay", _like(idle, most), said),
        key(keys.saver, "lock-delay", _like(wait, 0), said),
    ]


def _like(text: str | None, value: int) -> str:
    """Write a number with the type of the one it replaces, «uint32 600» or «10»."""
    kind, space, _ = (text or "").rpartition(" ")
    return f"{kind}{space}{value}"


PLANS: Mapping[Desktop, Callable[[Sight], tuple[Change, ...]]] = {
    Desktop.GNOME: _gnome,
    Desktop.CINNAMON: _cinnamon,
    Desktop.MATE: _mate,
    Desktop.KDE: plan_kde,
    Desktop.XFCE: plan_xfce,
}
