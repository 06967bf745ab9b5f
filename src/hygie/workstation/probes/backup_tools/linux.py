"""Backup tools of this workstation, and the last run that one of them wrote down.

Only runs that ended well, and that copy a person's documents, count: a Timeshift snapshot leaves
the home folders out unless told otherwise and stays on the same disk, so its date proves nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.installed import installed
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.probes.backup_tools.dates import TOOLS

KIND = "backup"
TOOLS_FACT = "backup.tools"
LAST_FACT = "backup.days_since_last"

SKEW = timedelta(days=1)
"""Some tools write local time without saying so: a date a few hours ahead is today."""

NO_TOOL = "Aucun outil de sauvegarde connu n'est installé sur ce poste."
NO_DATE = "L'outil de sauvegarde installé n'a pas laissé de date lisible."
FUTURE = "La dernière sauvegarde porte une date à venir : l'horloge du poste est sans doute fausse."
SOURCE = "Journaux des outils de sauvegarde"
TOOLS_REMEDY = "Demandez à votre prestataire quel outil sauvegarde ce poste."
DATE_REMEDY = "Ouvrez votre outil de sauvegarde : il affiche la date de la dernière réussie."
CLOCK_REMEDY = "Vérifiez la date et l'heure du poste, puis la dernière sauvegarde dans son outil."


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``backup.tools`` and ``backup.days_since_last``."""
    found = installed(machine, context, KIND)
    if not found.ids and not found.complete:
        return [
            unreadable(context, fact, found.reason, TOOLS_REMEDY)
            for fact in (TOOLS_FACT, LAST_FACT)
        ]
    tools = observed(context, TOOLS_FACT, found.ids, found.source)
    if not found.ids:
        return [tools, inapplicable(context, LAST_FACT, NO_TOOL)]
    return [tools, _last(machine, context, found.ids)]


def _last(machine: Machine, context: Context, tools: Iterable[str]) -> Reading:
    dates = [date for tool in tools for date in _dates(machine, context, tool)]
    if not dates:
        return unreadable(context, LAST_FACT, NO_DATE, DATE_REMEDY)
    age = context.now - max(dates)
    if age < -SKEW:
        return unreadable(context, LAST_FACT, FUTURE, CLOCK_REMEDY)
    return observed(context, LAST_FACT, max(0, age.days), SOURCE)


def _dates(machine: Machine, context: Context, tool: str) -> list[datetime]:
    if tool not in TOOLS:
        return []
    try:
        return list(TOOLS[tool](machine, context))
    except MachineRefusedError:
        return []
