r"""Turns AutoPlay off for this user: the switch of Settings, Devices, AutoPlay."""

from hygie.workstation.settings.door import Change, Sight
from hygie.workstation.settings.windows_wanted import entry, registry_changes

HANDLERS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\AutoplayHandlers"
SAID = (
    "Une clé USB, une carte ou un disque qu'on branche ne s'ouvre plus tout seul, et Windows ne "
    "propose plus de l'ouvrir : passez par l'Explorateur de fichiers. C'est l'interrupteur "
    "« Exécution automatique » des Paramètres, pour votre session seulement. Un logiciel installé "
    "avec un appareil peut encore s'ouvrir de lui-même."
)


def plan(sight: Sight) -> tuple[Change, ...]:
    """Say what would change."""
    return registry_changes(sight, [entry(HANDLERS, "DisableAutoplay", 1, SAID)])
