"""Backup tools of a Windows workstation, and the last run that one of them wrote down.

A running File History service is a tool at work. It leaves the moment up to which the daily user's
files are protected, which forensic references (plaso, RegRipper) share and Microsoft does not
publish; zero, which it may write meanwhile, says nothing. The other tools of Windows («Backup and
Restore», Windows Backup) leave no date that several sources agree on: it is asked of the person.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.probes.backup_tools.dates import duplicati_at
from hygie.workstation.windows_folders import place
from hygie.workstation.windows_keys import opened
from hygie.workstation.windows_machine import Services, WindowsMachine
from hygie.workstation.windows_moment import parse_filetime
from hygie.workstation.windows_programs import installed

KIND = "backup"
TOOLS_FACT = "backup.tools"
LAST_FACT = "backup.days_since_last"
DUPLICATI = "duplicati"
DUPLICATI_RECORD = "Local/Duplicati/Duplicati-server.sqlite"
FILE_HISTORY = "file_history"
FILE_HISTORY_SERVICE = "fhsvc"
FILE_HISTORY_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\FileHistory"
PROTECTED = "ProtectedUpToTime"
SKEW = timedelta(days=1)

SOURCE = "Journaux des outils de sauvegarde"
SERVICE_SOURCE = f"service {FILE_HISTORY_SERVICE}"
NO_DATE = "L'outil de sauvegarde installé n'a pas laissé de date lisible."
OWN_TOOLS = (
    "Aucun outil de sauvegarde connu n'est en service, et Windows ne publie pas la date de ses"
    " autres sauvegardes."
)
FUTURE = "La dernière sauvegarde porte une date à venir : l'horloge du poste est sans doute fausse."
TOOLS_REMEDY = "Demandez à votre prestataire quel outil sauvegarde ce poste."
DATE_REMEDY = (
    "Ouvrez votre outil de sauvegarde : il affiche la date de la dernière réussie. Pour celui de"
    " Windows, cherchez « Historique des fichiers » dans le menu Démarrer."
)
CLOCK_REMEDY = "Vérifiez la date et l'heure du poste, puis la dernière sauvegarde dans son outil."


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return ``backup.tools`` and ``backup.days_since_last``."""
    look = installed(machine, context, KIND)
    own = (FILE_HISTORY,) if _file_history_runs(machine) else ()
    ids = tuple(sorted({*look.ids, *own}))
    if not ids and not look.complete:
        return [
            unreadable(context, fact, look.reason, TOOLS_REMEDY) for fact in (TOOLS_FACT, LAST_FACT)
        ]
    source = SERVICE_SOURCE if own and not look.ids else look.source
    return [observed(context, TOOLS_FACT, ids, source), _last(machine, context, ids)]


def _last(machine: WindowsMachine, context: Context, ids: tuple[str, ...]) -> Reading:
    dates = [
        *(_dates(machine, context) if DUPLICATI in ids else ()),
        *(_protected(machine) if FILE_HISTORY in ids else ()),
    ]
    if not dates:
        return unreadable(context, LAST_FACT, NO_DATE if ids else OWN_TOOLS, DATE_REMEDY)
    age = context.now - max(dates)
    if age < -SKEW:
        return unreadable(context, LAST_FACT, FUTURE, CLOCK_REMEDY)
    return observed(context, LAST_FACT, max(0, age.days), SOURCE)


def _dates(machine: WindowsMachine, context: Context) -> list[datetime]:
    try:
        return list(duplicati_at(machine, place(context, DUPLICATI_RECORD)))
    except MachineRefusedError:
        return []


def _protected(machine: WindowsMachine) -> list[datetime]:
    try:
        found = opened(machine, FILE_HISTORY_KEY).values.get(PROTECTED.lower())
    except MachineRefusedError:
        return []
    moment = parse_filetime(found)
    return [] if moment is None else [moment]


def _file_history_runs(machine: WindowsMachine) -> bool:
    try:
        return FILE_HISTORY_SERVICE in machine.calls.ask(Services).running
    except MachineRefusedError:
        return False
