"""Which Windows this is, whether it is still mended, and whether it can be carried away."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.probes.system.windows_names import (
    EVERYONE,
    ORGANISATIONS,
    Identity,
    identity,
)
from hygie.workstation.windows_chassis import is_portable
from hygie.workstation.windows_extended import (
    ENROLMENT,
    RECEIVED_ONCE,
    REVISION,
    has_extended,
    is_enrolled,
)
from hygie.workstation.windows_keys import opened, text
from hygie.workstation.windows_machine import PowerHardware, SystemVersion, WindowsMachine

NAME, END, SUPPORTED = "system.name", "system.end_of_support", "system.supported"
PORTABLE = "system.portable"
CURRENT = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
SOURCE = "RtlGetVersion et Windows NT\\CurrentVersion"
HARDWARE = "PowerDeterminePlatformRoleEx et GetPwrCapabilities"
WINDOWS_10, EXTENDED = "windows 10", "windows 10 esu"
LAST_OF_10 = "22h2"
GRACE = timedelta(days=90)
"""How long a workstation may be enrolled and not have its first extended update: our choice."""

NO_NAME = "Cette version de Windows n'est pas connue de Hygie."
NOT_LISTED = "Hygie ne connaît pas la date de fin des correctifs de cette version de Windows."
PREVIEW = "Cette version de Windows est un essai avant parution, ou plus récente que Hygie."
NO_EDITION = "L'édition de Windows (Famille, Professionnel…) n'est pas connue de Hygie."
NOT_SAID = (
    "Windows 10 n'est plus corrigé depuis le 14 octobre 2025, sauf inscription aux mises à jour"
    " étendues ; Windows n'a pas dit si ce poste est inscrit."
)
NOT_RECEIVED = (
    "Ce poste est inscrit aux mises à jour étendues de Windows 10, et n'en a reçu aucune pour le"
    " moment."
)
NO_SHAPE = "Le constructeur n'a pas inscrit clairement dans la machine si elle est portable."
ASK = "Demandez à votre prestataire jusqu'à quand ce système reçoit des correctifs de sécurité."
LOOK_EXTENDED = (
    "Ouvrez Paramètres, Mise à jour et sécurité, Windows Update : l'inscription aux mises à jour"
    " étendues y est écrite. Sinon, demandez à votre prestataire."
)
LOOK = "Regardez l'ordinateur : un portable s'ouvre et se referme, et marche débranché."


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return the four facts of the system."""
    return [*_named(machine, context), _portable(machine, context)]


def _named(machine: WindowsMachine, context: Context) -> list[Reading]:
    try:
        version = machine.calls.ask(SystemVersion)
        key = opened(machine, CURRENT)
        edition, displayed = text(key, "EditionID") or "", text(key, "DisplayVersion") or ""
    except MachineRefusedError as refusal:
        return _unknown(context, (NAME, END, SUPPORTED), refusal.reason)
    found = identity(version, edition, displayed)
    if found is None:
        return _unknown(context, (NAME, END, SUPPORTED), NO_NAME)
    return [observed(context, NAME, found.name, SOURCE), *_ending(machine, context, found)]


def _ending(machine: WindowsMachine, context: Context, found: Identity) -> list[Reading]:
    if found.number and not found.family:
        return _unknown(context, (END, SUPPORTED), NO_EDITION)
    if found.number and not found.release:
        return _unknown(context, (END, SUPPORTED), PREVIEW)
    if found.number == "10" and found.family in {EVERYONE, ORGANISATIONS}:
        return _of_windows_10(machine, context, found.release)
    end = context.tables.systems.get(found.name)
    if end is None:
        return _unknown(context, (END, SUPPORTED), NOT_LISTED)
    return _ended(context, end, SOURCE)


def _of_windows_10(machine: WindowsMachine, context: Context, release: str) -> list[Reading]:
    """Judge the Windows 10 of everyone: only its last version can be enrolled further."""
    end = context.tables.systems.get(WINDOWS_10)
    if end is None:
        return _unknown(context, (END, SUPPORTED), NOT_LISTED)
    over = context.now.date().isoformat() > end
    if release == LAST_OF_10:
        return _extended(machine, context, end) if over else _ended(context, end, SOURCE)
    if not over:
        return _unknown(context, (END, SUPPORTED), NOT_LISTED)
    # Every earlier version ended on that day at the latest, and none can be enrolled.
    late = observed(context, SUPPORTED, value=False, source=SOURCE)
    return [*_unknown(context, (END,), NOT_LISTED), late]


def _extended(machine: WindowsMachine, context: Context, end: str) -> list[Reading]:
    """Judge the last Windows 10 past its end: mended further only where it is enrolled."""
    received, enrolled = _asked(has_extended, machine), bool(_asked(is_enrolled, machine))
    late = received is False and context.now.date() > date.fromisoformat(end) + GRACE
    further = context.tables.systems.get(EXTENDED)
    if late and enrolled:
        return _not_said(context, NOT_RECEIVED)
    if late:
        return _ended(context, end, f"{SOURCE} ({REVISION})")
    if further is None or not enrolled:
        return _not_said(context, RECEIVED_ONCE if received else NOT_SAID)
    return _ended(context, further, ENROLMENT)


def _asked(
    question: Callable[[WindowsMachine], bool | None], machine: WindowsMachine
) -> bool | None:
    try:
        return question(machine)
    except MachineRefusedError:
        return None


def _not_said(context: Context, reason: str) -> list[Reading]:
    return [unreadable(context, fact, reason, LOOK_EXTENDED) for fact in (END, SUPPORTED)]


def _ended(context: Context, end: str, source: str) -> list[Reading]:
    supported = context.now.date().isoformat() <= end
    return [
        observed(context, END, end, source),
        observed(context, SUPPORTED, supported, source),
    ]


def _portable(machine: WindowsMachine, context: Context) -> Reading:
    try:
        portable = is_portable(machine.calls.ask(PowerHardware))
    except MachineRefusedError as refusal:
        return unreadable(context, PORTABLE, refusal.reason, LOOK)
    if portable is None:
        return unreadable(context, PORTABLE, NO_SHAPE, LOOK)
    return observed(context, PORTABLE, portable, HARDWARE)


def _unknown(context: Context, facts: Iterable[str], reason: str) -> list[Reading]:
    return [unreadable(context, fact, reason, ASK) for fact in facts]
