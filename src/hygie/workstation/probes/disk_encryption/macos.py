"""Encryption of the disks: FileVault, volume by volume, and of the memory macOS puts on disk.

A Mac with Apple silicon or a T2 chip writes everything encrypted, but whoever starts it reads it
all: without FileVault nothing asks for a password. So FileVault alone counts. Not seen: folders
encrypted by other programs.
"""

from collections.abc import Iterable

from hygie.core.readings import Observed, Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.macos_disks import data_states
from hygie.workstation.macos_profiler import SOFTWARE, is_portable, token

DATA, COUNT = "disk.data_encrypted", "disk.unencrypted_volumes"
PORTABLE, SWAP = "disk.portable_encrypted", "disk.swap_encrypted"
SOURCE = "diskutil apfs list (FileVault : sans lui, le disque s'ouvre sans mot de passe)"
SWAP_SOURCE = "system_profiler SPSoftwareDataType"
SWAP_STATES = {"secure_vm_enabled": True, "secure_vm_disabled": False}

UNKNOWN_VOLUME = (
    "Un volume est en cours de chiffrement ou de déchiffrement, ou d'une sorte que Hygie ne sait "
    "pas lire."
)
NO_VOLUME = "Aucun volume de données n'a été reconnu dans cet ordinateur."
NO_SWAP = "macOS n'a pas dit si sa mémoire d'échange est chiffrée."
NOT_PORTABLE = "Ce poste n'est pas un ordinateur portable."
UNKNOWN_MODEL = "Le modèle de cet ordinateur ne dit pas s'il est portable ou fixe."
REMEDY = "Ouvrez Réglages Système, puis Confidentialité et sécurité, puis FileVault."


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the four facts of the disks' encryption."""
    volumes = _volumes(machine, context)
    return [*volumes, _portable(machine, context, volumes[0]), _swap(machine, context)]


def _volumes(machine: Machine, context: Context) -> list[Reading]:
    try:
        states = data_states(machine)
    except MachineRefusedError as refusal:
        return _unknown(context, refusal.reason)
    bare = states.count(False)
    if not states:
        return _unknown(context, NO_VOLUME)
    if None in states:
        sure = observed(context, DATA, value=False, source=SOURCE) if bare else None
        unknown = _unknown(context, UNKNOWN_VOLUME)
        return [sure or unknown[0], unknown[1]]
    return [
        observed(context, DATA, value=bare == 0, source=SOURCE),
        observed(context, COUNT, bare, SOURCE),
    ]


def _unknown(context: Context, reason: str) -> list[Reading]:
    return [unreadable(context, fact, reason, REMEDY) for fact in (DATA, COUNT)]


def _portable(machine: Machine, context: Context, data: Reading) -> Reading:
    try:
        portable, reason = is_portable(machine), UNKNOWN_MODEL
    except MachineRefusedError as refusal:
        portable, reason = None, refusal.reason
    if portable is None:
        return unreadable(context, PORTABLE, reason, REMEDY)
    if not portable:
        return inapplicable(context, PORTABLE, NOT_PORTABLE)
    if isinstance(data, Observed):
        return observed(context, PORTABLE, data.value, data.source)
    return unreadable(context, PORTABLE, data.reason, REMEDY)


def _swap(machine: Machine, context: Context) -> Reading:
    try:
        encrypted, reason = SWAP_STATES.get(token(machine, SOFTWARE, "secure_vm")), NO_SWAP
    except MachineRefusedError as refusal:
        encrypted, reason = None, refusal.reason
    if encrypted is None:
        return unreadable(context, SWAP, reason, REMEDY)
    return observed(context, SWAP, encrypted, SWAP_SOURCE)
