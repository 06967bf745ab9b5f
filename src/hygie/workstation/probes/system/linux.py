"""Which system this is and whether it is still mended, from os-release(5)."""

import re
import shlex
from collections.abc import Iterable, Mapping

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.chassis import is_portable
from hygie.workstation.machine import Context, Machine, MachineRefusedError, MissingError

PLACES = ("/etc/os-release", "/usr/lib/os-release")
CHASSIS = "/sys/class/dmi/id/chassis_type"
ROLLING = "rolling"

NO_NAME = "Le nom du système n'est pas écrit sous une forme connue."
NOT_LISTED = "Hygie ne connaît pas la date de fin des correctifs de ce système."
NO_DATE = "Ce système est mis à jour en continu : il n'a pas de date de fin."
NO_SHAPE = "Le constructeur n'a pas inscrit dans la machine si elle est portable."
ASK = "Demandez à votre prestataire jusqu'à quand ce système reçoit des correctifs de sécurité."
LOOK = "Regardez l'ordinateur : un portable s'ouvre et se referme, et marche débranché."

_WORD = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
_KEY = re.compile(r"[A-Z][A-Z0-9_]{0,39}")


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the four facts of the system."""
    return [*_named(machine, context), _portable(machine, context)]


def parse_os_release(text: str) -> Mapping[str, str]:
    """Read the variables of an os-release file; a line badly quoted is as if absent."""
    found: dict[str, str] = {}
    for line in text.split("\n"):
        key, equals, value = line.strip().partition("=")
        if equals and _KEY.fullmatch(key):
            words = _unquoted(value)
            if words is not None:
                found[key] = words
    return found


def system_name(variables: Mapping[str, str]) -> str:
    """Return «ID VERSION_ID», «ID» alone without a version, or nothing when it is not that."""
    words = [variables.get("ID", ""), variables.get("VERSION_ID", "").lower()]
    kept = [word for word in words if word]
    return " ".join(kept) if words[0] and all(map(_WORD.fullmatch, kept)) else ""


def end_of_support(name: str, systems: Mapping[str, str]) -> str | None:
    """Return the day the system stops being mended; «9.4» that is not listed is looked for as «9».

    None when the table does not know the system.
    """
    return systems.get(name) or systems.get(name.split(".", maxsplit=1)[0])


def _named(machine: Machine, context: Context) -> list[Reading]:
    try:
        source, text = _os_release(machine)
    except MachineRefusedError as refusal:
        return _unknown(context, ("name", "end_of_support", "supported"), refusal.reason)
    variables = parse_os_release(text)
    name = system_name(variables)
    if not name:
        return _unknown(context, ("name", "end_of_support", "supported"), NO_NAME)
    named = observed(context, "system.name", name, source)
    end = end_of_support(name, context.tables.systems)
    if end is None:
        return [named, *_without_end(context, variables)]
    supported = context.now.date().isoformat() <= end
    return [
        named,
        observed(context, "system.end_of_support", end, source),
        observed(context, "system.supported", supported, source),
    ]


def _without_end(context: Context, variables: Mapping[str, str]) -> list[Reading]:
    if variables.get("BUILD_ID") != ROLLING:
        return _unknown(context, ("end_of_support", "supported"), NOT_LISTED)
    return [
        inapplicable(context, "system.end_of_support", NO_DATE),
        *_unknown(context, ("supported",), NO_DATE),
    ]


def _portable(machine: Machine, context: Context) -> Reading:
    portable = is_portable(machine)
    if portable is None:
        return unreadable(context, "system.portable", NO_SHAPE, LOOK)
    return observed(context, "system.portable", portable, CHASSIS)


def _os_release(machine: Machine) -> tuple[str, str]:
    try:
        return PLACES[0], machine.read(PLACES[0]).decode("utf-8", "replace")
    except MissingError:
        return PLACES[1], machine.read(PLACES[1]).decode("utf-8", "replace")


def _unknown(context: Context, facts: Iterable[str], reason: str) -> list[Reading]:
    return [unreadable(context, f"system.{fact}", reason, ASK) for fact in facts]


def _unquoted(value: str) -> str | None:
    try:
        words = shlex.split(value)
    except ValueError:
        return None
    return words[0] if len(words) == 1 else None
