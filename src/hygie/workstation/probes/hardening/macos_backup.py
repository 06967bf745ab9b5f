"""Whether the disks that Time Machine writes on are encrypted, as it last knew."""

from hygie.workstation.machine import Machine, MachineRefusedError
from hygie.workstation.macos_plist import ODD, rows, text
from hygie.workstation.macos_time_machine import DISKS, KEPT, NOTES, read_notes
from hygie.workstation.probes.hardening.said import NotConcernedError, Said

STATE = "LastKnownEncryptionState"
STATES = {"Encrypted": True, "NotEncrypted": False}
NO_DISK = "Time Machine n'a pas de disque : Hygie ne regarde que les siens."
NO_STATE = "Time Machine n'a pas noté si son disque est chiffré."


def disks_encrypted(machine: Machine) -> Said:
    """Tell whether all the disks are; one left bare is enough for no: it holds the whole Mac."""
    notes = read_notes(machine)
    if notes is None:
        raise MachineRefusedError(KEPT)
    disks = rows(notes, DISKS)
    if disks is None and DISKS in notes:
        raise MachineRefusedError(ODD)
    if not disks:
        raise NotConcernedError(NO_DISK)
    states = [STATES.get(text(disk, STATE)) for disk in disks]
    if False not in states and None in states:
        raise MachineRefusedError(NO_STATE)
    return Said(False not in states, NOTES)
