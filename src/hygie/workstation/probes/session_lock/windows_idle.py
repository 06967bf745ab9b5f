"""After how long a Windows session left alone locks itself: the earliest of what can lock it.

A screen saver locks when it is on, protected, not at zero, and names a program that is there
(«Screen saver timeout», Personalization policies): what the system says is on by default is not
enough. «Machine inactivity limit» locks without any screen saver; zero or absent is no limit. An
organisation's «Max inactivity time device lock» is in minutes (Policy CSP - DeviceLock).
"""

from collections.abc import Iterator

from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.presence import is_there
from hygie.workstation.probes.session_lock.windows_resume import read_resume
from hygie.workstation.windows_keys import number, opened, text, written_number
from hygie.workstation.windows_machine import (
    PowerHardware,
    ScreenSaver,
    SleepSettings,
    WindowsMachine,
)

LIMIT = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System"
MANAGED = r"HKLM\SOFTWARE\Microsoft\PolicyManager\current\device\DeviceLock"
WINLOGON = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon"
POLICY = r"HKCU\Software\Policies\Microsoft\Windows\Control Panel\Desktop"
SETTING = r"HKCU\Control Panel\Desktop"
PROGRAM = "SCRNSAVE.EXE"
MINUTE = 60
USUAL_GRACE = 5
"""Seconds during which the screen saver goes away without a password, unless set otherwise."""

LONGEST = 10_000_000
ROOT, USUAL_ROOT = "SYSTEMROOT", r"C:\Windows"

NEVER_LOCKS = "Ce poste ne se verrouille pas tout seul."
ODD = "Le délai de verrouillage de Windows n'a pas une valeur connue."
ONLY_SLEEP = (
    "Ce poste ne se verrouille qu'en se mettant en veille, ce que bien des logiciels empêchent."
)


def read_delay(machine: WindowsMachine, context: Context) -> int | None:
    """Return the seconds before the session locks, None when it never does.

    Raises MachineRefusedError when that is not known, sleep that may lock it included.
    """
    delays = [delay for delay in _limits(machine) if delay]
    try:
        delays += _saver(machine, context)
    except MachineRefusedError:
        # A limit holds whatever the screen saver does.
        if not delays:
            raise
    if any(delay > LONGEST for delay in delays):
        raise MachineRefusedError(ODD)
    if delays:
        return min(delays)
    if _sleeps_locked(machine):
        raise MachineRefusedError(ONLY_SLEEP)
    return None


def _limits(machine: WindowsMachine) -> Iterator[int | None]:
    yield number(opened(machine, LIMIT), "InactivityTimeoutSecs")
    managed = number(opened(machine, MANAGED), "MaxInactivityTimeDeviceLock")
    yield managed * MINUTE if managed else None


def _saver(machine: WindowsMachine, context: Context) -> list[int]:
    saver = machine.calls.ask(ScreenSaver)
    locks = saver.active and saver.secure and saver.delay > 0 and _has_program(machine, context)
    return [saver.delay + _grace(machine)] if locks else []


def _has_program(machine: WindowsMachine, context: Context) -> bool:
    """Tell whether a screen saver is chosen and there; a policy's choice comes first."""
    chosen = (text(opened(machine, key), PROGRAM) for key in (POLICY, SETTING))
    program = next((name for name in chosen if name), "")
    if not program:
        return False
    root = context.environment.get(ROOT, USUAL_ROOT)
    whole = program.lower().replace("%systemroot%", root).replace("%windir%", root)
    return is_there(machine, whole if ":" in whole else rf"{root}\System32\{whole}")


def _grace(machine: WindowsMachine) -> int:
    """Return the time without password that someone set longer than Windows' own."""
    grace = written_number(opened(machine, WINLOGON), "ScreenSaverGracePeriod")
    return grace if grace is not None and grace > USUAL_GRACE else 0


def _sleeps_locked(machine: WindowsMachine) -> bool:
    """Tell whether the machine, plugged in and left alone, ends asleep and asks to sign in."""
    settings = machine.calls.ask(SleepSettings)
    modern = machine.calls.ask(PowerHardware).connected_standby
    waits = [settings.sleep_mains, *([settings.screen_mains] if modern else [])]
    return any(wait != 0 for wait in waits) and read_resume(machine)
