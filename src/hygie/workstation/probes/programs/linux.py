"""Known programs that are installed or running: counts and names of our own tables only."""

from collections.abc import Iterable, Mapping

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.installed import Found, as_reading, installed, running
from hygie.workstation.machine import Context, Machine

LISTS: Mapping[str, str] = {
    "passwords.managers": "password_manager",
    "remote.tools": "remote_control",
    "software.practice": "practice",
}
ENDED = "software.end_of_support"
ENDED_KIND = "ended_software"
NO_VERSION = "La version d'un logiciel installé n'a pas pu être lue."
REMEDY = "Regardez la liste des applications installées, ou demandez à votre prestataire."


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the five facts about installed and running programs."""
    remote = running(machine, context, LISTS["remote.tools"])
    return [
        *(
            as_reading(context, fact, installed(machine, context, kind), remedy=REMEDY)
            for fact, kind in LISTS.items()
        ),
        as_reading(context, "remote.running", remote, remedy=REMEDY),
        _ended(machine, context),
    ]


def is_ended(found: Found, today: str) -> bool | None:
    """Tell whether the installed version is no longer mended; None when it may be."""
    version = found.version.partition(":")[2] or found.version
    known = [day for prefix, day in found.program.ended.items() if _starts(version, prefix)]
    if known:
        return min(known) < today
    return False if version else None


def _ended(machine: Machine, context: Context) -> Reading:
    look = installed(machine, context, ENDED_KIND)
    today = context.now.date().isoformat()
    verdicts = {each.program.id: is_ended(each, today) for each in look.found}
    ended = tuple(sorted(name for name, verdict in verdicts.items() if verdict))
    if not ended and not look.complete:
        return unreadable(context, ENDED, look.reason, REMEDY)
    if not ended and None in verdicts.values():
        return unreadable(context, ENDED, NO_VERSION, REMEDY)
    return observed(context, ENDED, ended, look.source)


def _starts(version: str, prefix: str) -> bool:
    """Tell whether a version is of a branch: «7.4» is that of 7.4.7, not of 7.40."""
    return not prefix or version == prefix or version.startswith((f"{prefix}.", f"{prefix}-"))
