"""XProtect, the antivirus of macOS, and the known ones of other makers.

XProtect cannot be stopped while the system's integrity is protected, which System Information
tells. Apple sends its lists when there is something new, at no fixed pace: their age is only worth
something when their arrival was switched off.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.installed import Installed
from hygie.workstation.machine import Context, Machine, MachineRefusedError, MissingError
from hygie.workstation.macos_plist import boolean, read_settings, text
from hygie.workstation.macos_preferences import mac_settings
from hygie.workstation.macos_profiler import SOFTWARE, token
from hygie.workstation.macos_programs import installed, running

PRODUCTS, PRESENT = "antivirus.products", "antivirus.present"
RUNNING, AGE = "antivirus.running", "antivirus.signatures_age"
KIND, XPROTECT = "antivirus", "xprotect"
BUNDLES = (
    "/var/protected/xprotect/XProtect.bundle/Contents",
    "/Library/Apple/System/Library/CoreServices/XProtect.bundle/Contents",
)
"""Where the newest list lies since macOS 15, then where it always lay."""

INFO = "Info.plist"
UPDATES, ARRIVAL = "com.apple.SoftwareUpdate", "ConfigDataInstall"
INTEGRITY, PROTECTED = "system_integrity", "integrity_enabled"
HOUR = timedelta(hours=1)

NO_BUNDLE = "XProtect, l'antivirus de macOS, n'a pas été trouvé à sa place."
NOT_PROTECTED = (
    "La protection de l'intégrité de macOS est désactivée, ou n'a pas été lue : XProtect a pu être "
    "arrêté."
)
NO_PACE = (
    "Apple envoie les listes de XProtect quand il y a du nouveau, sans rythme fixe : leur âge ne "
    "dit pas si elles sont à jour."
)
NO_AGE = "La date de la liste des menaces de XProtect n'a pas pu être lue."
NONE_FOUND = "Aucun antivirus connu de Hygie n'a été trouvé sur ce poste."
REMEDY = (
    "Ouvrez Réglages Système, puis Général, puis Mise à jour de logiciels, puis le détail des "
    "mises à jour automatiques : les réponses de sécurité doivent être activées."
)

_VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class XProtect:
    """The newest list of threats: its version, and when it was written."""

    version: str
    written: datetime | None

    @property
    def source(self) -> str:
        """Say where the answer comes from."""
        return f"XProtect {self.version} (protection comprise dans macOS)"


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the four facts about antivirus programs."""
    own, reason = _xprotect(machine)
    others = installed(machine, context, KIND)
    if own is None and not others.found:
        return _none(context, others, reason)
    source = own.source if own else others.source
    ids = tuple(sorted({*others.ids, *((XPROTECT,) if own else ())}))
    return [
        observed(context, PRODUCTS, ids, source),
        observed(context, PRESENT, value=True, source=source),
        _running(machine, context, own),
        _age(machine, context, own),
    ]


def _none(context: Context, others: Installed, reason: str) -> list[Reading]:
    """Say «none» only when both looks were whole: XProtect is part of every macOS."""
    if reason or not others.complete:
        why = reason or others.reason
        return [
            unreadable(context, fact, why, REMEDY) for fact in (PRODUCTS, PRESENT, RUNNING, AGE)
        ]
    return [
        observed(context, PRODUCTS, (), others.source),
        observed(context, PRESENT, value=False, source=others.source),
        inapplicable(context, RUNNING, NONE_FOUND),
        inapplicable(context, AGE, NONE_FOUND),
    ]


def _xprotect(machine: Machine) -> tuple[XProtect | None, str]:
    """Return the newest of the lists; None with why, or without a reason when it is nowhere."""
    found: list[XProtect] = []
    reason = ""
    for folder in BUNDLES:
        try:
            found.append(_bundle(machine, folder))
        except MissingError:
            continue
        except MachineRefusedError as refusal:
            reason = refusal.reason
    return max(found, key=lambda each: _numbers(each.version), default=None), reason


def _bundle(machine: Machine, folder: str) -> XProtect:
    version = text(read_settings(machine, f"{folder}/{INFO}"), "CFBundleShortVersionString")
    if not _VERSION.fullmatch(version):
        raise MachineRefusedError(NO_BUNDLE)
    return XProtect(version=version, written=_written(machine, folder))


def _written(machine: Machine, folder: str) -> datetime | None:
    try:
        entries = machine.entries(folder)
    except MachineRefusedError:
        return None
    return next((each.modified for each in entries if each.name == INFO), None)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _running(machine: Machine, context: Context, own: XProtect | None) -> Reading:
    if own and _is_protected(machine):
        return observed(context, RUNNING, value=True, source=own.source)
    acting = running(machine, context, KIND)
    if acting.programs:
        return observed(context, RUNNING, value=True, source=acting.source)
    return unreadable(context, RUNNING, NOT_PROTECTED, REMEDY)


def _is_protected(machine: Machine) -> bool:
    try:
        return token(machine, SOFTWARE, INTEGRITY) == PROTECTED
    except MachineRefusedError:
        return False


def _age(machine: Machine, context: Context, own: XProtect | None) -> Reading:
    try:
        arrives = boolean(mac_settings(machine, context, UPDATES), ARRIVAL)
    except MachineRefusedError as refusal:
        return unreadable(context, AGE, refusal.reason, REMEDY)
    if own is None:
        return unreadable(context, AGE, NO_AGE, REMEDY)
    if arrives is not False:
        return inapplicable(context, AGE, NO_PACE)
    if own.written is None or own.written > context.now + HOUR:
        return unreadable(context, AGE, NO_AGE, REMEDY)
    hours = max(0, (context.now - own.written) // HOUR)
    return observed(context, AGE, hours, own.source)
