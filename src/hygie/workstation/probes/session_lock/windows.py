"""Locking of a Windows session: screen saver, limit of inactivity, resume from sleep.

Dynamic lock (a phone that goes away) is not a lock after a delay, and is not looked at.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading, Value
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.probes.session_lock.windows_idle import NEVER_LOCKS, read_delay
from hygie.workstation.probes.session_lock.windows_resume import read_resume
from hygie.workstation.windows_keys import number, opened
from hygie.workstation.windows_machine import WindowsMachine

ENABLED, DELAY, RESUME = "session.lock_enabled", "session.lock_delay", "session.lock_on_resume"
FACTS = (ENABLED, DELAY, RESUME)
RULES = (
    r"HKCU\Software\Microsoft\Windows\CurrentVersion\Policies\System",
    r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System",
)
IDLE_SOURCE = "SystemParametersInfo, InactivityTimeoutSecs"
RESUME_SOURCE = "PowerReadACValueIndex (CONSOLELOCK), DelayLockInterval"
FORBIDDEN = "Une règle de ce poste interdit de verrouiller la session (DisableLockWorkstation)."
REMEDY = (
    "Fermez vos logiciels, laissez l'ordinateur seul un quart d'heure, puis mettez-le en veille : "
    "il doit demander le mot de passe ou le code les deux fois."
)


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return the three facts of the session's lock."""
    try:
        forbidden = any(
            number(opened(machine, key), "DisableLockWorkstation") not in {None, 0} for key in RULES
        )
    except MachineRefusedError as refusal:
        return [unreadable(context, fact, refusal.reason, REMEDY) for fact in FACTS]
    if forbidden:
        return [unreadable(context, fact, FORBIDDEN, REMEDY) for fact in FACTS]
    return [*_idle(machine, context), _resume(machine, context)]


def _idle(machine: WindowsMachine, context: Context) -> list[Reading]:
    try:
        delay = read_delay(machine, context)
    except MachineRefusedError as refusal:
        return [unreadable(context, fact, refusal.reason, REMEDY) for fact in (ENABLED, DELAY)]
    if delay is None:
        return [
            observed(context, ENABLED, value=False, source=IDLE_SOURCE),
            inapplicable(context, DELAY, NEVER_LOCKS),
        ]
    return [
        observed(context, ENABLED, value=True, source=IDLE_SOURCE),
        observed(context, DELAY, delay, IDLE_SOURCE),
    ]


def _resume(machine: WindowsMachine, context: Context) -> Reading:
    try:
        value: Value = read_resume(machine)
    except MachineRefusedError as refusal:
        return unreadable(context, RESUME, refusal.reason, REMEDY)
    return observed(context, RESUME, value, RESUME_SOURCE)
