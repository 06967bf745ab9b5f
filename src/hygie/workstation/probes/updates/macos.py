"""Updates of macOS, from what Software Update wrote down; nothing is asked of Apple's servers.

Automatic means that macOS installs both its updates and the security responses by itself. A switch
nobody ever touched may be absent from the file: then we do not know which way it points.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.macos_installs import HISTORY, last_install
from hygie.workstation.macos_plist import Settings, boolean, number
from hygie.workstation.macos_preferences import SYSTEM, mac_settings
from hygie.workstation.macos_searches import DOMAIN, days_since_search
from hygie.workstation.probes.updates.linux import days_since

AUTOMATIC, CHECK = "updates.automatic", "updates.days_since_check"
PENDING, SECURITY = "updates.pending", "updates.security_pending"
REBOOT, INSTALLED = "updates.reboot_needed", "updates.days_since_install"
FACTS = (AUTOMATIC, PENDING, SECURITY, CHECK, REBOOT)
SOURCE = f"{SYSTEM}/{DOMAIN}.plist"

INSTALL = "AutomaticallyInstallMacOSUpdates"
SWITCHES = ("AutomaticCheckEnabled", "AutomaticDownload", INSTALL, "CriticalUpdateInstall")
COUNTER = "LastRecommendedUpdatesAvailable"

NOT_WRITTEN = "macOS n'a pas écrit ce réglage : il n'a peut-être jamais été changé."
NO_CHECK = "La date de la dernière recherche de mises à jour n'a pas été trouvée."
STALE = "macOS ne remet pas toujours à zéro le compte des mises à jour déjà installées."
NO_COUNT = "macOS n'a pas écrit combien de mises à jour attendent."
NO_INSTALL = "L'historique de ce Mac ne garde la date d'aucune mise à jour de macOS."
NO_REBOOT = "macOS n'écrit pas si un redémarrage est attendu."
REMEDY_INSTALLED = (
    "Ouvrez le menu Pomme en gardant la touche Option appuyée, puis Informations Système, puis "
    "Installations : la dernière version de macOS y est datée."
)
REMEDY = "Ouvrez Réglages Système, puis Général, puis Mise à jour de logiciels."


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the six facts about updates."""
    return [*_from_settings(machine, context), _installed(machine, context)]


def _from_settings(machine: Machine, context: Context) -> list[Reading]:
    try:
        settings = mac_settings(machine, context, DOMAIN)
    except MachineRefusedError as refusal:
        return [unreadable(context, fact, refusal.reason, REMEDY) for fact in FACTS]
    days = days_since_search(settings, context.now)
    waiting = number(settings, COUNTER)
    counted = 0 if waiting == 0 and days is not None else None
    why = STALE if waiting else NO_COUNT
    return [
        _reading(context, AUTOMATIC, is_automatic(settings), NOT_WRITTEN),
        _reading(context, PENDING, counted, why),
        _reading(context, SECURITY, counted, why),
        _reading(context, CHECK, days, NO_CHECK),
        unreadable(context, REBOOT, NO_REBOOT, REMEDY),
    ]


def _installed(machine: Machine, context: Context) -> Reading:
    """Count the days since macOS last installed one of its own updates."""
    try:
        days = days_since(last_install(machine), context.now)
    except MachineRefusedError as refusal:
        return unreadable(context, INSTALLED, refusal.reason, REMEDY_INSTALLED)
    if days is None:
        return unreadable(context, INSTALLED, NO_INSTALL, REMEDY_INSTALLED)
    return observed(context, INSTALLED, days, HISTORY)


def is_automatic(settings: Settings) -> bool | None:
    """Tell whether macOS installs its updates alone; one switch off is enough for no."""
    states = {name: boolean(settings, name) for name in SWITCHES}
    if False in states.values():
        return False
    return True if states[INSTALL] else None


def _reading(context: Context, fact: str, value: bool | int | None, reason: str) -> Reading:  # noqa: FBT001  # the value read
    if value is None:
        return unreadable(context, fact, reason, REMEDY)
    return observed(context, fact, value, SOURCE)
