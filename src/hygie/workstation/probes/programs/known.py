"""The five facts about known programs, whatever the system that was looked at."""

from collections.abc import Callable, Collection, Mapping

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.installed import Found, Installed, Running, as_reading
from hygie.workstation.machine import Context

LISTS: Mapping[str, str] = {
    "passwords.managers": "password_manager",
    "remote.tools": "remote_control",
    "software.practice": "practice",
}
RUNNING = "remote.running"
ENDED = "software.end_of_support"
ENDED_KIND = "ended_software"
NO_VERSION = "La version d'un logiciel installé n'a pas pu être lue."
REMEDY = "Regardez la liste des applications installées, ou demandez à votre prestataire."
FEW_KNOWN = (
    "Hygie ne reconnaît encore que peu de logiciels de ce genre sur ce système : n'en avoir trouvé"
    " aucun ne prouve rien."
)

Installs = Callable[[str], Installed]
Runs = Callable[[str], Running]


def program_readings(
    context: Context, installed: Installs, running: Runs, *, few_known: Collection[str] = ()
) -> list[Reading]:
    """Return the five facts; ``few_known`` are those where finding nothing proves nothing."""
    remote = running(LISTS["remote.tools"])
    return [
        *(
            _list(context, fact, installed(kind), few_known=fact in few_known)
            for fact, kind in LISTS.items()
        ),
        as_reading(context, RUNNING, remote, remedy=REMEDY),
        ended_reading(context, installed(ENDED_KIND)),
    ]


def ended_reading(context: Context, look: Installed) -> Reading:
    """Name the programs their editor no longer mends; each may be there in several versions."""
    today = context.now.date().isoformat()
    verdicts = [(each.program.id, is_ended(each, today)) for each in look.found]
    ended = tuple(sorted({name for name, verdict in verdicts if verdict}))
    if not ended and not look.complete:
        return unreadable(context, ENDED, look.reason, REMEDY)
    if not ended and any(verdict is None for _, verdict in verdicts):
        return unreadable(context, ENDED, NO_VERSION, REMEDY)
    return observed(context, ENDED, ended, look.source)


def is_ended(found: Found, today: str) -> bool | None:
    """Tell whether the installed version is no longer mended; None when it may be."""
    version = found.version.partition(":")[2] or found.version
    known = [day for prefix, day in found.program.ended.items() if _starts(version, prefix)]
    if known:
        return min(known) < today
    return False if version else None


def _list(context: Context, fact: str, look: Installed, *, few_known: bool) -> Reading:
    if few_known and look.complete and not look.found:
        return unreadable(context, fact, FEW_KNOWN, REMEDY)
    return as_reading(context, fact, look, remedy=REMEDY)


def _starts(version: str, prefix: str) -> bool:
    """Tell whether a version is of a branch: «7.4» is that of 7.4.7, not of 7.40."""
    return not prefix or version == prefix or version.startswith((f"{prefix}.", f"{prefix}-"))
