"""Which macOS this is and whether it is still mended, from System Information.

The version file is read last: macOS shows an old version there to programs built long ago (10.16
for 11 and later, 16 for 26).
"""

import re
from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.macos_plist import read_settings, text
from hygie.workstation.macos_profiler import SOFTWARE, is_portable, token

NAME, END, SUPPORTED = "system.name", "system.end_of_support", "system.supported"
PORTABLE = "system.portable"
VERSION_FILE = "/System/Library/CoreServices/SystemVersion.plist"
PROFILER = "system_profiler SPSoftwareDataType"
MODEL = "system_profiler SPHardwareDataType"
FIRST_WITH_WHOLE_NUMBER = 11
DISGUISES = frozenset({"10.16", "16"})

NO_NAME = "La version de macOS n'est pas écrite sous une forme connue."
NOT_LISTED = (
    "Apple ne publie pas la date de fin des correctifs de cette version de macOS. D'habitude il "
    "corrige ses trois dernières versions, sans s'y engager (source secondaire : endoflife.date)."
)
"""A habit is no rule: it never makes a Mac «still mended»."""
NO_SHAPE = "Le modèle de cet ordinateur n'est pas un Mac connu de Hygie."
ASK = (
    "Ouvrez Réglages Système, puis Général, puis Mise à jour de logiciels : si une version plus "
    "récente y est proposée, installez-la ou demandez à votre prestataire."
)
LOOK = "Regardez l'ordinateur : un portable s'ouvre et se referme, et marche débranché."

_PROFILER = re.compile(r"macOS ([0-9]{1,3})((?:\.[0-9]{1,3}){0,3}) \([0-9A-Za-z]{2,12}\)")
_FILE = re.compile(r"([0-9]{1,3})((?:\.[0-9]{1,3}){0,3})")


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the four facts of the system."""
    return [*_named(machine, context), _portable(machine, context)]


def parse_version(words: str, *, printed: bool) -> str:
    """Return «26», or «10.15» for what was numbered so; empty when it is a disguise or no version.

    ``printed`` by System Information: «macOS 26.1 (25B78)»; else as in the version file.
    """
    found = (_PROFILER if printed else _FILE).fullmatch(words)
    if not found:
        return ""
    minor = found[2].split(".")[1] if found[2] else ""
    old = int(found[1]) < FIRST_WITH_WHOLE_NUMBER
    version = f"{found[1]}.{minor}" if old and minor else found[1]
    return "" if version in DISGUISES else version


def _named(machine: Machine, context: Context) -> list[Reading]:
    try:
        source, version = _version(machine)
    except MachineRefusedError as refusal:
        return [unreadable(context, fact, refusal.reason, ASK) for fact in (NAME, END, SUPPORTED)]
    name = f"macos {version}"
    named = observed(context, NAME, name, source)
    end = context.tables.systems.get(name)
    if end is None:
        return [named, *(unreadable(context, fact, NOT_LISTED, ASK) for fact in (END, SUPPORTED))]
    supported = context.now.date().isoformat() <= end
    return [
        named,
        observed(context, END, end, source),
        observed(context, SUPPORTED, supported, source),
    ]


def _version(machine: Machine) -> tuple[str, str]:
    try:
        version = parse_version(token(machine, SOFTWARE, "os_version"), printed=True)
    except MachineRefusedError:
        version = ""
    if version:
        return PROFILER, version
    words = text(read_settings(machine, VERSION_FILE), "ProductVersion")
    version = parse_version(words, printed=False)
    if not version:
        raise MachineRefusedError(NO_NAME)
    return VERSION_FILE, version


def _portable(machine: Machine, context: Context) -> Reading:
    try:
        portable, reason = is_portable(machine), NO_SHAPE
    except MachineRefusedError as refusal:
        portable, reason = None, refusal.reason
    if portable is None:
        return unreadable(context, PORTABLE, reason, LOOK)
    return observed(context, PORTABLE, portable, MODEL)
