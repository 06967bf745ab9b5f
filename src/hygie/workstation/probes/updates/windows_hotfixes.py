"""When Windows last installed an update of its own, as its component store lists them.

Win32_QuickFixEngineering gives a day as a text, the month first whatever the language; PowerShell
itself reads it so since Windows 7. Many rows may have no date. The date the update agent keeps is
not used: it also moves with each list of threats of the antivirus.
"""

import re
from datetime import UTC, datetime, timedelta

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.updates.found import Known
from hygie.workstation.windows_fields import text
from hygie.workstation.windows_machine import WindowsMachine
from hygie.workstation.windows_report import rows, section

SOURCE = "Win32_QuickFixEngineering"
DAY = timedelta(days=1)
NO_DATE = "Windows n'a pas daté les mises à jour qu'il a installées."
ODD = "La date d'une mise à jour installée n'a pas la forme attendue, ou est à venir."

_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


def read_installed(machine: WindowsMachine, now: datetime) -> Known | str:
    """Count the days since the newest update of Windows, or say why that is not known."""
    try:
        found = [text(row, "on").strip() for row in rows(section(machine, "hotfixes"))]
    except MachineRefusedError as refusal:
        return refusal.reason
    written = [word for word in found if _DATE.fullmatch(word)]
    dates = [parse_day(word) for word in written]
    known = [date for date in dates if date is not None]
    if not known:
        return ODD if dates else NO_DATE
    # One day that cannot be tells that the others too may have their month and day exchanged.
    if len(known) < len(dates) or max(known) > now + DAY:
        return ODD
    return Known(value=max(0, (now - max(known)) // DAY), source=f"{SOURCE} ({_counted(found)})")


def parse_day(word: str) -> datetime | None:
    """Read «11/12/2026», the twelfth of November; None when it is no day."""
    match = _DATE.fullmatch(word)
    if match is None:
        return None
    month, day, year = (int(part) for part in match.groups())
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None


def _counted(found: list[str]) -> str:
    return "1 mise à jour inscrite" if len(found) == 1 else f"{len(found)} mises à jour inscrites"
