"""How each desktop decides to lock, from its documented settings. Pure, one function per desktop.

Delays add up: the time before the session is called idle, then the time before it locks.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from hygie.workstation.desktop import as_boolean, as_number
from hygie.workstation.section_files import Sections, parse_boolean
from hygie.workstation.xfconf import Channel, boolean_of, number_of

MINUTE = 60
Settings = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What the settings say; None is «not understood», never «no». ``delay`` in seconds."""

    enabled: bool | None
    delay: int | None
    on_resume: bool | None


def from_gnome(screensaver: Settings, session: Settings, lockdown: Settings) -> Lock:
    """Read GNOME: «idle-delay» 0 is never idle, hence never locked.

    GNOME Shell locks before sleep when «lock-enabled» is true. Ubuntu's answers to a key of its
    own instead, «ubuntu-lock-on-suspend», which exists nowhere else.
    """
    enabled, delay = _idle_then_lock(screensaver, session, unit=1)
    own = screensaver.get("ubuntu-lock-on-suspend", screensaver.get("lock-enabled"))
    forbidden = _forbidden(lockdown)
    return Lock(
        enabled=_both(enabled, allowed(forbidden)),
        delay=delay,
        on_resume=_both(as_boolean(own), allowed(forbidden)),
    )


def from_cinnamon(
    screensaver: Settings, session: Settings, power: Settings, lockdown: Settings
) -> Lock:
    """Read Cinnamon, whose lock before sleep is a key of its power plugin."""
    enabled, delay = _idle_then_lock(screensaver, session, unit=1)
    permitted = allowed(_forbidden(lockdown))
    return Lock(
        enabled=_both(enabled, permitted),
        delay=delay,
        on_resume=_both(as_boolean(power.get("lock-on-suspend")), permitted),
    )


def from_mate(
    screensaver: Settings, session: Settings, power: Settings, lockdown: Settings
) -> Lock:
    """Read MATE, which counts in minutes and may follow the screensaver's choice on resume."""
    enabled, delay = _idle_then_lock(screensaver, session, unit=MINUTE)
    enabled = _both(enabled, as_boolean(screensaver.get("idle-activation-enabled")))
    permitted = allowed(_forbidden(lockdown))
    follows = as_boolean(power.get("lock-use-screensaver"))
    source = screensaver.get("lock-enabled") if follows else power.get("lock-suspend")
    on_resume = None if follows is None else as_boolean(source)
    return Lock(
        enabled=_both(enabled, permitted), delay=delay, on_resume=_both(on_resume, permitted)
    )


def from_xfce_screensaver(channel: Channel) -> Lock:
    """Read xfce4-screensaver; the defaults are those of its src/gs-prefs.h, in minutes."""
    idle = number_of(channel, "/saver/idle-activation/delay", default=5)
    wait = number_of(channel, "/lock/saver-activation/delay", default=0)
    switches = (
        "/saver/enabled",
        "/saver/idle-activation/enabled",
        "/lock/enabled",
        "/lock/saver-activation/enabled",
    )
    enabled: bool | None = None if idle is None else idle > 0
    for switch in switches:
        enabled = _both(enabled, boolean_of(channel, switch, default=True))
    return Lock(
        enabled=enabled,
        delay=None if idle is None or wait is None else (idle + wait) * MINUTE,
        on_resume=_both(
            boolean_of(channel, "/lock/enabled", default=True),
            boolean_of(channel, "/lock/sleep-activation", default=True),
        ),
    )


def from_kde(files: tuple[Sections, ...]) -> Lock:
    """Read kscreenlockerrc, the user's file first; defaults of kscreenlockersettings.kcfg.

    «Timeout» is in minutes, with decimals since Plasma 6; «LockGrace» in seconds, during which no
    password is asked; «RequirePassword» and «Lock» false unlock without one.
    """
    autolock = _kde_boolean(files, "Autolock")
    password = _both(_kde_boolean(files, "RequirePassword"), _kde_boolean(files, "Lock"))
    timeout = _kde_seconds(files, "Timeout", default="5", unit=MINUTE)
    grace = _kde_seconds(files, "LockGrace", default="5", unit=1)
    started = None if timeout is None else timeout > 0
    return Lock(
        enabled=_both(_both(autolock, started), password),
        delay=None if timeout is None or grace is None else timeout + grace,
        on_resume=_both(_kde_boolean(files, "LockOnResume"), password),
    )


def allowed(forbidden: bool | None) -> bool | None:  # noqa: FBT001  # a value to turn over, not a switch
    """Turn «forbidden» into «allowed», leaving the unknown unknown."""
    return None if forbidden is None else not forbidden


def _forbidden(lockdown: Settings) -> bool | None:
    """Read «disable-lock-screen»; where the schema is not installed nothing forbids."""
    return as_boolean(lockdown.get("disable-lock-screen", "false"))


def _idle_then_lock(
    screensaver: Settings, session: Settings, *, unit: int
) -> tuple[bool | None, int | None]:
    idle, wait = as_number(session.get("idle-delay")), as_number(screensaver.get("lock-delay"))
    started = None if idle is None else idle > 0
    enabled = _both(as_boolean(screensaver.get("lock-enabled")), started)
    return enabled, None if idle is None or wait is None else (idle + wait) * unit


def _both(first: bool | None, second: bool | None) -> bool | None:  # noqa: FBT001  # three-valued «and», both alike
    if first is False or second is False:
        return False
    return None if first is None or second is None else True


def _kde_value(files: tuple[Sections, ...], key: str, default: str) -> str:
    """Return the first file's value; KDE may write «[$i]» (immutable) or «[$d]» after a name."""
    for sections in files:
        for name, section in sections.items():
            if name not in {"Daemon", "Daemon][$i"}:
                continue
            value = section.get(key, section.get(f"{key}[$i]"))
            if value is not None:
                return value
    return default


def _kde_boolean(files: tuple[Sections, ...], key: str) -> bool | None:
    return parse_boolean(_kde_value(files, key, "true"))


def _kde_seconds(files: tuple[Sections, ...], key: str, *, default: str, unit: int) -> int | None:
    whole, dot, decimals = _kde_value(files, key, default).partition(".")
    if not (whole.isascii() and whole.isdecimal() and len(whole) <= len("100000")):
        return None
    if dot and not (decimals.isascii() and decimals.isdecimal() and len(decimals) <= len("100000")):
        return None
    return round(float(f"{whole}.{decimals or 0}") * unit)
