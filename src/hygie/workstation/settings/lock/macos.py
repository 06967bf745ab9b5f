"""Starts the screen saver sooner; the password itself is asked by macOS, and chosen in Settings.

Only delays that Settings offers are written: others make its page behave oddly.
"""

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.macos_preferences import managed_settings
from hygie.workstation.macos_tools import sysadminctl
from hygie.workstation.settings.door import Change, Place, Sight, Store, Wanted, changes
from hygie.workstation.settings.lock.words import after
from hygie.workstation.settings.macos_door import HOST

SAVER = "com.apple.screensaver"
IDLE = Place(store=Store.DEFAULTS, where=f"{HOST} {SAVER}", name="idleTime")
OFFERED = (1, 2, 5, 10)
IMPOSED = "Ce délai est imposé par un profil de configuration : voyez avec qui gère ce Mac."
UNKNOWN = "macOS n'a pas dit s'il demande le mot de passe après la veille."
NOT_PROTECTED = (
    "Demandez d'abord le mot de passe à macOS lui-même : Réglages Système, Écran verrouillé, "
    "« Exiger un mot de passe », Immédiatement. Hygie ne le fait pas à votre place."
)


def plan(sight: Sight) -> tuple[Change, ...]:
    """Say what would change; without a password, a screen saver protects nothing."""
    if "idleTime" in managed_settings(sight.machine, sight.context, SAVER):
        raise MachineRefusedError(IMPOSED)
    said = sysadminctl(sight.machine, "screenLock")
    if not said.startswith("screenLock delay is"):
        raise MachineRefusedError(
            NOT_PROTECTED if said.startswith("screenLock is off") else UNKNOWN
        )
    former = sight.door.get(IDLE)
    kind, _, seconds = str(former).partition(" ")
    if kind == "int" and 0 < int(seconds) <= sight.minutes * 60:
        return ()
    minutes = max(each for each in OFFERED if each <= sight.minutes)
    wanted = Wanted(place=IDLE, value=f"int {minutes * 60}", said=after(minutes))
    return changes(sight, [wanted])
