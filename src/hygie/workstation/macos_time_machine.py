"""What Time Machine wrote down of its disks and of its backups.

Its notes are kept from programs without full access to the disk; the settings service is asked
next, and keeps them too.
"""

from hygie.workstation.machine import Machine, MachineRefusedError, MissingError
from hygie.workstation.macos_plist import Settings, read_settings, run_settings

NOTES = "/Library/Preferences/com.apple.TimeMachine.plist"
NOTES_BYTES = 8 << 20
EXPORT = ("defaults", "export", NOTES.removesuffix(".plist"), "-")
DISKS = "Destinations"

KEPT = "macOS réserve les notes de Time Machine aux programmes qui ont accès à tout le disque."
REMEDY = "Ouvrez Réglages Système, puis Général, puis Time Machine."


def read_notes(machine: Machine) -> Settings | None:
    """Return Time Machine's notes, empty when it was never set; None when they are kept from us."""
    try:
        return read_settings(machine, NOTES, limit=NOTES_BYTES)
    except MissingError:
        return {}
    except MachineRefusedError:
        pass
    try:
        # Kept from us, the settings service answers with nothing at all.
        return run_settings(machine, EXPORT) or None
    except MachineRefusedError:
        return None
