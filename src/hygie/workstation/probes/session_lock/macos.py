"""Locking of the session: the screen saver or the screen going dark, then a password.

macOS locks when the first of two clocks runs out, the screen saver's or the screen's, and after
the grace it was given. The screen's clock differs on battery and on mains: the longer one counts.
What a programme left open (a film, «caffeinate») does to these clocks is not seen, nor hot corners.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hygie.core.readings import Reading, Value
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError, MissingError
from hygie.workstation.macos_plist import Settings, number, read_settings
from hygie.workstation.macos_preferences import managed_settings
from hygie.workstation.macos_profiler import HARDWARE, POWER, section, token
from hygie.workstation.macos_tools import sysadminctl

ENABLED, DELAY, RESUME = "session.lock_enabled", "session.lock_delay", "session.lock_on_resume"
FACTS = (ENABLED, DELAY, RESUME)
QUESTION = "screenLock"
SOURCE = "sysadminctl -screenLock status"
SAVER = "com.apple.screensaver"
SOURCES = f"{SOURCE}, {SAVER}, system_profiler SPPowerDataType"
PROFILES = ("AC Power", "Battery Power", "UPS Power")
SCREEN, SLEEP = "Display Sleep Timer", "System Sleep Timer"
OFF, IMMEDIATE = "screenLock is off", "screenLock delay is immediate"
NEVER = 0

UNKNOWN = "macOS n'a pas dit s'il demande le mot de passe après la veille."
UNKNOWN_DELAY = "macOS n'a pas écrit au bout de combien de temps l'écran s'éteint."
NEVER_LOCKS = "Ce poste ne se verrouille pas tout seul."
REMEDY = "Ouvrez Réglages Système, puis Écran verrouillé : regardez les délais et le mot de passe."

_GRACE = re.compile(r"screenLock delay is ([0-9]{1,7})(?:\.0+)? seconds?\.?")
_IDENTIFIER = re.compile(r"[0-9A-Fa-f-]{36}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Seconds before the screen saver and before the dark; 0 for never, None when not known."""

    saver: int | None
    screen: int | None


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the three facts of the session's lock."""
    try:
        said = sysadminctl(machine, QUESTION)
    except MachineRefusedError as refusal:
        return [unreadable(context, fact, refusal.reason, REMEDY) for fact in FACTS]
    if said.startswith(OFF):
        return [
            observed(context, ENABLED, value=False, source=SOURCE),
            inapplicable(context, DELAY, NEVER_LOCKS),
            observed(context, RESUME, value=False, source=SOURCE),
        ]
    grace = parse_grace(said)
    if grace is None:
        return [unreadable(context, fact, UNKNOWN, REMEDY) for fact in FACTS]
    return _with_password(context, grace, _clocks(machine, context))


def parse_grace(said: str) -> int | None:
    """Return the seconds after which the password is asked, once the screen is dark."""
    if said.startswith(IMMEDIATE):
        return 0
    found = _GRACE.fullmatch(said)
    return int(found[1]) if found else None


def longest_wait(clocks: Clocks) -> int | None:
    """Return the seconds before the screen goes; 0 for never, None when it cannot be known.

    A clock that is not known can only shorten the wait the other one sets.
    """
    running = [clock for clock in (clocks.saver, clocks.screen) if clock]
    if running:
        return min(running)
    return None if None in (clocks.saver, clocks.screen) else NEVER


def _with_password(context: Context, grace: int, clocks: Clocks) -> list[Reading]:
    resume = observed(context, RESUME, value=True, source=SOURCE)
    wait = longest_wait(clocks)
    if wait is None:
        return [
            *(unreadable(context, fact, UNKNOWN_DELAY, REMEDY) for fact in (ENABLED, DELAY)),
            resume,
        ]
    if wait == NEVER:
        return [_said(context, ENABLED, value=False), _never(context), resume]
    return [_said(context, ENABLED, value=True), _said(context, DELAY, wait + grace), resume]


def _said(context: Context, fact: str, value: Value) -> Reading:
    return observed(context, fact, value, SOURCES)


def _never(context: Context) -> Reading:
    return inapplicable(context, DELAY, NEVER_LOCKS)


def _clocks(machine: Machine, context: Context) -> Clocks:
    try:
        saver = _saver(machine, context)
    except MachineRefusedError:
        saver = None
    try:
        screen = _screen(machine)
    except MachineRefusedError:
        screen = None
    return Clocks(saver=saver, screen=screen)


def _saver(machine: Machine, context: Context) -> int | None:
    """Return what a profile imposes, else what was chosen on this Mac, never on a former one."""
    imposed = number(managed_settings(machine, context, SAVER), "idleTime")
    if imposed is not None:
        return imposed
    identifier = token(machine, HARDWARE, "platform_UUID")
    if not _IDENTIFIER.fullmatch(identifier):
        return None
    path = f"{context.home}/Library/Preferences/ByHost/{SAVER}.{identifier}.plist"
    try:
        return number(read_settings(machine, path), "idleTime")
    except MissingError:
        return None


def _screen(machine: Machine) -> int | None:
    """Return the longest of the screen's clocks, which System Information gives in minutes."""
    intel = not token(machine, HARDWARE, "chip_type")
    profiles = [
        item[name]
        for item in section(machine, POWER)
        for name in PROFILES
        if isinstance(item.get(name), dict)
    ]
    minutes = [_dark_after(profile, intel=intel) for profile in profiles]
    known = [each for each in minutes if each is not None]
    if not known or None in minutes:
        return None
    return NEVER if NEVER in known else max(known) * 60


def _dark_after(profile: Settings, *, intel: bool) -> int | None:
    """Return the minutes before the screen goes dark, or the whole Mac goes to sleep.

    With Apple silicon the sleep of the Mac only starts counting once the screen is dark.
    """
    screen = number(profile, SCREEN)
    return number(profile, SLEEP) if screen == NEVER and intel else screen
