"""Encryption of the disks: dm-crypt and LUKS below a volume, ZFS, fscrypt and eCryptfs.

Not seen: disks that encrypt themselves (OPAL), which show as bare, and what a virtual machine's
host does. fscrypt and eCryptfs hide one folder, not the volume: then we do not know where the
practice's software keeps its records, and say so.
"""

from collections.abc import Iterable, Mapping

from hygie.core.readings import Observed, Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.block_devices import Storage, read_storage
from hygie.workstation.chassis import is_portable
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.probes.disk_encryption.volumes import (
    Home,
    data_volumes,
    home_lies_on,
    parse_attributes,
    parse_swaps,
    parse_zfs,
    swap_state,
)

DATA, COUNT = "disk.data_encrypted", "disk.unencrypted_volumes"
PORTABLE, SWAP = "disk.portable_encrypted", "disk.swap_encrypted"
SOURCE = "lsblk et /proc/self/mountinfo"
SWAPS = "/proc/swaps"
ZFS = ("zfs", "get", "-H", "-t", "filesystem", "-o", "name,value", "encryption")

REMEDY = "Demandez à votre prestataire si le disque de cet ordinateur est chiffré."
NO_DISK = (
    "Le disque qui porte vos données n'est pas visible d'ici : conteneur, système d'essai, "
    "ou disque d'une sorte que Hygie ne sait pas lire."
)
ONLY_HOME = (
    "Votre dossier personnel est chiffré, mais le reste du disque ne l'est pas : "
    "nous ne savons pas où votre logiciel range les dossiers."
)
UNKNOWN_VOLUME = "Un volume de données est d'une sorte que Hygie ne sait pas lire."
ODD_SWAP = "La liste des mémoires d'échange n'a pas la forme attendue."
NO_SWAP = "Ce poste n'a pas de mémoire d'échange sur disque."
NOT_PORTABLE = "Ce poste n'est pas un ordinateur portable."
UNKNOWN_CHASSIS = "L'ordinateur ne dit pas s'il est portable ou fixe."


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the four facts of the disks' encryption."""
    try:
        storage = read_storage(machine)
    except MachineRefusedError as refusal:
        volumes = _all_unreadable(context, refusal.reason)
        storage = Storage(devices=(), mounts=())
    else:
        volumes = _volumes(machine, context, storage)
    return [*volumes, _portable(machine, context, volumes[0]), _swap(machine, context, storage)]


def _volumes(machine: Machine, context: Context, storage: Storage) -> list[Reading]:
    states, bare_unmounted = data_volumes(storage, _zfs(machine, storage))
    home = home_lies_on(storage, context.home)
    bare = sum(1 for state in states.values() if state is False) + bare_unmounted
    if home is Home.UNKNOWN or not states:
        return _all_unreadable(context, NO_DISK)
    if bare and (home is Home.FOLDER_CIPHER or _is_fscrypt(machine, context, storage)):
        return _all_unreadable(context, ONLY_HOME)
    if None in states.values():
        sure = observed(context, DATA, value=False, source=SOURCE) if bare else None
        unknown = _all_unreadable(context, UNKNOWN_VOLUME)
        return [sure or unknown[0], unknown[1]]
    return [
        observed(context, DATA, value=bare == 0, source=SOURCE),
        observed(context, COUNT, bare, SOURCE),
    ]


def _all_unreadable(context: Context, reason: str) -> list[Reading]:
    return [unreadable(context, fact, reason, REMEDY) for fact in (DATA, COUNT)]


def _portable(machine: Machine, context: Context, data: Reading) -> Reading:
    portable = is_portable(machine)
    if portable is None:
        return unreadable(context, PORTABLE, UNKNOWN_CHASSIS, REMEDY)
    if not portable:
        return inapplicable(context, PORTABLE, NOT_PORTABLE)
    if isinstance(data, Observed):
        return observed(context, PORTABLE, data.value, data.source)
    return unreadable(context, PORTABLE, data.reason, REMEDY)


def _swap(machine: Machine, context: Context, storage: Storage) -> Reading:
    try:
        swaps = parse_swaps(machine.read(SWAPS).decode("utf-8", "replace"))
    except MachineRefusedError as refusal:
        return unreadable(context, SWAP, refusal.reason, REMEDY)
    if swaps is None:
        return unreadable(context, SWAP, ODD_SWAP, REMEDY)
    if not swaps:
        return inapplicable(context, SWAP, NO_SWAP)
    states = {swap_state(swap, storage) for swap in swaps}
    if None in states and False not in states:
        return unreadable(context, SWAP, UNKNOWN_VOLUME, REMEDY)
    return observed(context, SWAP, value=False not in states, source=SWAPS)


def _zfs(machine: Machine, storage: Storage) -> Mapping[str, bool] | None:
    """Ask ZFS only when it is used; None when it cannot be asked or was not understood."""
    if all(mount.format != "zfs" for mount in storage.mounts):
        return None
    try:
        output = machine.run(ZFS)
    except MachineRefusedError:
        return None
    return parse_zfs(output.text) if output.code == 0 else None


def _is_fscrypt(machine: Machine, context: Context, storage: Storage) -> bool:
    """Tell whether the home folder is encrypted by its own filesystem, which few have."""
    mount = storage.mount_of(context.home)
    if mount is None or mount.format not in {"ext4", "f2fs"}:
        return False
    try:
        output = machine.run(("lsattr", "-d", context.home))
    except MachineRefusedError:
        return False
    return output.code == 0 and parse_attributes(output.text) is True
