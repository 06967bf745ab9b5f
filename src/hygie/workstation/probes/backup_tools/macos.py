"""Backup tools of this Mac, Time Machine first, and the last run that ended well.

Time Machine's own notes are kept from programs without full access to the disk; the settings
service is asked next, then ``tmutil``, which only tells that a destination was chosen. A snapshot
kept on the Mac's own disk is no backup, and does not count.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.macos_plist import Settings, dates, rows, run_settings
from hygie.workstation.macos_programs import installed
from hygie.workstation.macos_time_machine import DISKS, KEPT, NOTES, REMEDY, read_notes

TOOLS, LAST = "backup.tools", "backup.days_since_last"
KIND, TIME_MACHINE = "backup", "time_machine"
DESTINATIONS = ("tmutil", "destinationinfo", "-X")
SKEW = timedelta(days=1)

NO_TOOL = "Aucun outil de sauvegarde connu n'est installé sur ce poste."
NO_DATE = "L'outil de sauvegarde installé n'a pas laissé de date lisible."
NEVER = "Time Machine a un disque, mais n'a noté aucune sauvegarde terminée."
FUTURE = "La dernière sauvegarde porte une date à venir : l'horloge du poste est sans doute fausse."


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``backup.tools`` and ``backup.days_since_last``."""
    notes = read_notes(machine)
    chosen = _has_destination(machine, notes)
    others = installed(machine, context, KIND)
    ids = tuple(sorted({*others.ids, *((TIME_MACHINE,) if chosen else ())}))
    if not ids and (chosen is None or not others.complete):
        why = KEPT if chosen is None else others.reason
        return [unreadable(context, fact, why, REMEDY) for fact in (TOOLS, LAST)]
    tools = observed(context, TOOLS, ids, f"Time Machine, {others.source}")
    if not ids:
        return [tools, inapplicable(context, LAST, NO_TOOL)]
    if notes is None:
        return [tools, unreadable(context, LAST, KEPT, REMEDY)]
    return [tools, _last(context, notes, chosen=bool(chosen))]


def completed(notes: Settings) -> list[datetime]:
    """Return when each backup kept by a destination was made."""
    return [date for each in rows(notes, DISKS) or () for date in dates(each, "SnapshotDates")]


def _last(context: Context, notes: Settings, *, chosen: bool) -> Reading:
    found = completed(notes)
    if not found:
        return unreadable(context, LAST, NEVER if chosen else NO_DATE, REMEDY)
    age = context.now - max(found)
    if age < -SKEW:
        return unreadable(context, LAST, FUTURE, REMEDY)
    return observed(context, LAST, max(0, age.days), NOTES)


def _has_destination(machine: Machine, notes: Settings | None) -> bool | None:
    if notes is not None:
        return bool(rows(notes, DISKS))
    try:
        return bool(rows(run_settings(machine, DESTINATIONS), DISKS)) or None
    except MachineRefusedError:
        return None
