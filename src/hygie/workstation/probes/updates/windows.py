"""Updates of Windows: automatic or not, last looked for, last installed, a restart awaited or not.

How many wait is never read: Windows only knows after a search on line, which Hygie does not start.
A search in what it already holds («Online» off) may be months old and has no time limit of its
own: it could cost the whole report.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.probes.updates.found import Known
from hygie.workstation.probes.updates.linux import days_since
from hygie.workstation.probes.updates.windows_automatic import SERVICING, read_automatic
from hygie.workstation.probes.updates.windows_hotfixes import read_installed
from hygie.workstation.windows_keys import is_key
from hygie.workstation.windows_machine import WindowsMachine
from hygie.workstation.windows_report import fields, section

AUTOMATIC, PENDING = "updates.automatic", "updates.pending"
SECURITY, CHECK = "updates.security_pending", "updates.days_since_check"
REBOOT, INSTALLED = "updates.reboot_needed", "updates.days_since_install"
AGENT = "Microsoft.Update.AutoUpdate"
WAITING = (
    rf"{SERVICING}\RebootPending",
    r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired",
)
OLDEST = datetime(2001, 1, 1, tzinfo=UTC)
"""Windows writes 1601 or 1899 for «never»."""

ON_LINE = "Windows ne compte ses mises à jour qu'en cherchant sur Internet ; Hygie ne le fait pas."
NO_CHECK = "Windows n'a pas dit quand il a cherché des mises à jour pour la dernière fois."
NO_SERVICING = "Windows n'a pas dit s'il attend un redémarrage."
REMEDY = "Ouvrez Paramètres, puis Windows Update, et regardez ce qui est écrit en haut."
REMEDY_INSTALLED = (
    "Ouvrez Paramètres, puis Windows Update, puis l'historique des mises à jour : la dernière"
    " « mise à jour cumulative » y est datée."
)


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return the six facts about updates."""
    return [
        _reading(context, AUTOMATIC, read_automatic(machine, context.now)),
        _reading(context, PENDING, ON_LINE),
        _reading(context, SECURITY, ON_LINE),
        _reading(context, CHECK, _checked(machine, context.now)),
        _reading(context, INSTALLED, read_installed(machine, context.now)),
        _reading(context, REBOOT, _reboot(machine)),
    ]


def parse_moment(value: object) -> datetime | None:
    """Read a moment in universal time («2026-11-20T08:12:44Z»); None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None and moment > OLDEST else None


def _checked(machine: WindowsMachine, now: datetime) -> Known | str:
    try:
        found = parse_moment(fields(section(machine, "updates")).get("last_search"))
    except MachineRefusedError as refusal:
        return refusal.reason
    days = days_since(found, now)
    return NO_CHECK if days is None else Known(value=days, source=AGENT)


def _reboot(machine: WindowsMachine) -> Known | str:
    try:
        if any(is_key(machine, key) for key in WAITING):
            return Known(value=True, source="RebootPending et RebootRequired")
        if not is_key(machine, SERVICING):
            return NO_SERVICING
    except MachineRefusedError as refusal:
        return refusal.reason
    return Known(value=False, source="RebootPending et RebootRequired")


def _reading(context: Context, fact: str, known: Known | str) -> Reading:
    if isinstance(known, str):
        remedy = REMEDY_INSTALLED if fact == INSTALLED else REMEDY
        return unreadable(context, fact, known, remedy)
    return observed(context, fact, known.value, known.source)
