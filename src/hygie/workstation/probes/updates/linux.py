"""Updates of the system: automatic or not, how many wait, last looked for, last installed."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError, MissingError
from hygie.workstation.probes.updates.apt import read_apt
from hygie.workstation.probes.updates.apt_history import JOURNALS, last_upgrade
from hygie.workstation.probes.updates.found import Known, Updates
from hygie.workstation.probes.updates.pacman import SYNC, read_pacman
from hygie.workstation.probes.updates.reboot import read_reboot
from hygie.workstation.probes.updates.rpm import read_dnf, read_zypper
from hygie.workstation.section_files import parse_boolean, parse_sections, text_of

DAY = timedelta(days=1)
DPKG = "/var/lib/dpkg"
OTHERS: Mapping[str, Callable[[Machine], Updates]] = {
    "/etc/zypp": read_zypper,
    "/etc/dnf": read_dnf,
    SYNC: read_pacman,
}
"""Each package manager, by a folder that only its own systems have; openSUSE may have dnf too."""

DISCOVER = ".config/PlasmaDiscoverUpdates"
"""Where KDE's software centre keeps its settings, whatever the package manager."""

NO_MANAGER = "Hygie ne connaît pas le gestionnaire de logiciels de ce système."
NO_HISTORY = (
    "Hygie ne lit la date des mises à jour installées que sous Debian, Ubuntu et leurs proches."
)
NO_INSTALL = "Le journal d'apt ne garde la trace d'aucune mise à jour récente."
NO_CHECK = "La date de la dernière recherche de mises à jour n'a pas été trouvée."
REMEDY = (
    "Ouvrez « Mises à jour » ou « Logiciels » dans les applications, "
    "ou demandez à votre prestataire."
)


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the six facts about updates."""
    try:
        updates = _updates(machine)
    except MachineRefusedError as refusal:
        updates = _nothing_known(refusal.reason)
    automatic = _by_discover(machine, context.home) or updates.automatic
    return [
        _reading(context, "updates.automatic", automatic),
        _reading(context, "updates.pending", updates.pending),
        _reading(context, "updates.security_pending", updates.security),
        _reading(context, "updates.days_since_check", _days(updates, context.now)),
        _reading(context, "updates.days_since_install", _installed(machine, context.now)),
        _reading(context, "updates.reboot_needed", read_reboot(machine)),
    ]


def days_since(checked: datetime | None, now: datetime) -> int | None:
    """Count whole days; a date to come is a wrong clock, not a recent check."""
    if checked is None or checked > now + DAY:
        return None
    return max(0, (now - checked) // DAY)


def _by_discover(machine: Machine, home: str) -> Known | None:
    """Tell whether KDE's software centre installs updates by itself; else the system will tell."""
    try:
        settings = parse_sections(text_of(machine, f"{home}/{DISCOVER}")).get("Global", {})
    except MachineRefusedError:
        return None
    unattended = parse_boolean(settings.get("UseUnattendedUpdates", ""))
    return Known(value=True, source=f"~/{DISCOVER}") if unattended else None


def _updates(machine: Machine) -> Updates:
    if _has_dpkg(machine):
        return read_apt(machine)
    for folder, ask in OTHERS.items():
        if _is_folder(machine, folder):
            return ask(machine)
    return _nothing_known(NO_MANAGER)


def _has_dpkg(machine: Machine) -> bool:
    """Tell whether packages of dpkg are installed: an empty list is another system's leftover."""
    try:
        return any(each.name == "status" and each.size > 0 for each in machine.entries(DPKG))
    except MissingError:
        return False


def _is_folder(machine: Machine, path: str) -> bool:
    try:
        machine.entries(path)
    except MissingError:
        return False
    except MachineRefusedError:
        return True
    return True


def _nothing_known(reason: str) -> Updates:
    return Updates(automatic=reason, pending=reason, security=reason)


def _days(updates: Updates, now: datetime) -> Known | str:
    days = days_since(updates.checked, now)
    return NO_CHECK if days is None else Known(value=days, source=updates.checked_source)


def _installed(machine: Machine, now: datetime) -> Known | str:
    try:
        if not _has_dpkg(machine):
            return NO_HISTORY
        days = days_since(last_upgrade(machine), now)
    except MachineRefusedError as refusal:
        return refusal.reason
    return NO_INSTALL if days is None else Known(value=days, source=JOURNALS[0])


def _reading(context: Context, fact: str, known: Known | str) -> Reading:
    if isinstance(known, str):
        return unreadable(context, fact, known, REMEDY)
    return observed(context, fact, known.value, known.source)
