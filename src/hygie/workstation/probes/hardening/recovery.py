"""Whether the key that opens an encrypted disk after a failure exists at all.

Windows does not say whether someone kept it: only its absence is sure.
"""

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.hardening.said import NotConcernedError, Said
from hygie.workstation.windows_machine import WindowsMachine
from hygie.workstation.windows_volumes import SOURCE, inner_volumes

EXTERNAL_KEY, NUMERICAL_PASSWORD = 2, 3
"""Types of key protectors (GetKeyProtectorType) that open a volume when the usual one fails."""

NOT_ENCRYPTED = "Le disque de ce poste n'est pas chiffré."
NOT_TOLD = "Une clé de secours existe ; Windows ne dit pas si quelqu'un l'a gardée."


def key_saved(machine: WindowsMachine) -> Said:
    """Say «no» when an encrypted volume has no recovery key; «yes» is never sure from here."""
    encrypted = [volume for volume in inner_volumes(machine) if volume.letter and volume.encrypted]
    if not encrypted:
        raise NotConcernedError(NOT_ENCRYPTED)
    recoverable = {EXTERNAL_KEY, NUMERICAL_PASSWORD}
    if any(volume.protectors and recoverable.isdisjoint(volume.protectors) for volume in encrypted):
        return Said(value=False, source=SOURCE)
    raise MachineRefusedError(NOT_TOLD)
