r"""Locks a Windows session by its screen saver, which the user may set without any rights.

Values are those of SystemParametersInfo and of Windows' own panel: «ScreenSaveActive»,
«ScreenSaverIsSecure» and «ScreenSaveTimeOut» are texts, the last in seconds. Where one is not
written, the open session obeys a value of its own, which is looked at and put back too.
"""

from collections.abc import Iterator

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.door import (
    Change,
    Place,
    Sight,
    Store,
    Value,
    Wanted,
    changes,
)
from hygie.workstation.settings.lock.words import LOCKS, RESUMES, after
from hygie.workstation.settings.windows_wanted import MANAGED, entry, registry_changes, value_of

DESKTOP = r"HKCU\Control Panel\Desktop"
POLICY = r"HKCU\Software\Policies\Microsoft\Windows\Control Panel\Desktop"
ACTIVE, SECURE, DELAY = "ScreenSaveActive", "ScreenSaverIsSecure", "ScreenSaveTimeOut"
PROGRAM, BLANK = "SCRNSAVE.EXE", r"System32\scrnsave.scr"
AWAY, NEVER = "DelayLockInterval", 0xFFFF_FFFF
LONGEST = 6
GOES_BLACK = "L'écran devient noir, puis se verrouille."


def plan(sight: Sight) -> tuple[Change, ...]:
    """Say what would change for this user, and of the power plan when it does not lock."""
    if any(value_of(sight, POLICY, name) is not None for name in (ACTIVE, SECURE, DELAY, PROGRAM)):
        raise MachineRefusedError(MANAGED)
    # First here is last undone: nothing written comes after what the session is given back.
    return (*_in_force(sight), *registry_changes(sight, _wanted(sight)), *_resume(sight))


def _wanted(sight: Sight) -> Iterator[Wanted]:
    yield entry(DESKTOP, ACTIVE, "1", LOCKS)
    yield entry(DESKTOP, SECURE, "1", LOCKS)
    if not _is_short(value_of(sight, DESKTOP, DELAY), sight.minutes * 60):
        yield entry(DESKTOP, DELAY, str(sight.minutes * 60), after(sight.minutes))
    if not value_of(sight, DESKTOP, PROGRAM):
        root = sight.context.environment.get("SYSTEMROOT", r"C:\Windows")
        yield entry(
            DESKTOP, PROGRAM, rf"{root}\{BLANK}", "L'écran devient noir, puis se verrouille."
        )
    if value_of(sight, DESKTOP, AWAY) == NEVER:
        yield entry(DESKTOP, AWAY, 0, RESUMES)


def session_place(name: str) -> Place:
    """Return where the open session keeps what it obeys."""
    return Place(store=Store.SESSION, where="SystemParametersInfo", name=name)


def _in_force(sight: Sight) -> tuple[Change, ...]:
    """Want of the session what is about to be written where nothing is, so as to undo it.

    Not of «ScreenSaveActive»: what Windows answers depends on its version, and on the program.
    """
    wanted = [
        Wanted(place=session_place(name), value=value, said="")
        for name, value in ((SECURE, 1), (DELAY, sight.minutes * 60))
        if value_of(sight, DESKTOP, name) is None
    ]
    return changes(sight, [each for each in wanted if _is_known(sight, each.place)])


def _is_short(value: Value | None, most: int) -> bool:
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) < LONGEST and 0 < int(text) <= most


def _resume(sight: Sight) -> tuple[Change, ...]:
    wanted = [
        Wanted(place=Place(store=Store.POWER, where=source, elevated=True), value=1, said=RESUMES)
        for source in ("AC", "DC")
    ]
    return changes(sight, [each for each in wanted if _is_known(sight, each.place)])


def _is_known(sight: Sight, place: Place) -> bool:
    """Leave out what Windows says nothing of; the fact read after will tell."""
    try:
        sight.door.get(place)
    except MachineRefusedError:
        return False
    return True
