"""Which volumes hold data on this workstation, and whether each is encrypted.

A volume is a filesystem on a disk of this computer: mounted anywhere but where only the start-up
programs live, or left unmounted on a fixed disk (a former Windows, say: it reads as well once the
disk is out). Excluded: removable media (another probe), files mounted as disks (they lie in a
volume already counted), read-only images, network folders, recovery partitions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from hygie.workstation.block_devices import (
    Device,
    Mount,
    Storage,
    is_under,
    kernel_path,
    unescaped,
)

DISK_FORMATS = frozenset(
    {
        *("ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "jfs", "reiserfs", "nilfs2", "bcachefs"),
        *("ntfs", "ntfs3", "fuseblk", "vfat", "exfat", "hfs", "hfsplus", "apfs"),
    }
)
NETWORK_FORMATS = frozenset({"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs"})
FOLDER_CIPHERS = frozenset({"ecryptfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs"})
START_UP_POINTS = ("/boot", "/efi", "/recovery")
MEDIA_POINTS = ("/media", "/run/media", "/mnt")

UNMOUNTED_FORMATS = DISK_FORMATS - {"vfat", "fuseblk"}
UNMOUNTED_BYTES = 4 << 30
"""Below this an unmounted partition is a start-up or maker's one, not a place for records."""

RECOVERY_PARTITION = "de94bba4-06d1-4d40-a16a-bfd50179d6ac"
"""The GPT type of the Windows recovery environment."""


class Home(Enum):
    """What the daily user's folder lies on."""

    DISK = "disk"
    NETWORK = "network"
    FOLDER_CIPHER = "folder_cipher"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """One line of /proc/swaps."""

    name: str
    kind: str


def data_volumes(
    storage: Storage, zfs: Mapping[str, bool] | None
) -> tuple[Mapping[str, bool | None], int]:
    """Return the encryption of each mounted volume (None: not known), and the unmounted bare ones.

    ``zfs`` tells for each ZFS dataset whether it is encrypted; None when that could not be asked.
    """
    states: dict[str, bool | None] = {}
    for mount in storage.mounts:
        if any(is_under(mount.point, point) for point in START_UP_POINTS):
            continue
        if mount.format == "zfs":
            pool = mount.source.partition("/")[0]
            states[pool] = _worst(states.get(pool, True), _zfs_state(mount, storage, zfs))
        elif mount.format in DISK_FORMATS:
            states |= _disk_state(mount, storage)
    return states, sum(1 for _ in _bare_unmounted(storage))


def home_lies_on(storage: Storage, home: str) -> Home:
    """Tell what the home folder lies on; a container shows no disk, only layers."""
    mount = storage.mount_of(home)
    if mount is None:
        return Home.UNKNOWN
    if mount.format in FOLDER_CIPHERS:
        return Home.FOLDER_CIPHER
    if mount.format in NETWORK_FORMATS:
        return Home.NETWORK
    device = storage.device_of(mount)
    if device is not None and device.encrypted and _stands_on_a_file(device, storage):
        # systemd-homed keeps each home in an encrypted file of a volume that may be bare.
        return Home.FOLDER_CIPHER
    return Home.DISK if mount.format in {*DISK_FORMATS, "zfs"} else Home.UNKNOWN


def device_state(device: Device | None) -> bool | None:
    """Tell whether a device is encrypted; ZFS volumes and unknown layers are not known here."""
    if device is None or device.disk.startswith("zd"):
        return None
    return device.encrypted


def swap_state(swap: Swap, storage: Storage) -> bool | None:
    """Tell whether what is swapped out is encrypted on the disk.

    zram compresses it in memory: nothing of it is left once the power is off.
    """
    if swap.name.startswith("/dev/zram"):
        return True
    if swap.kind == "partition":
        named = [each for each in storage.devices if swap.name in (each.path, kernel_path(each))]
        return device_state(named[0] if named else None)
    mount = storage.mount_of(swap.name)
    return device_state(storage.device_of(mount)) if mount else None


def parse_swaps(text: str) -> tuple[Swap, ...] | None:
    """Read /proc/swaps; None when it has not its form."""
    header, *lines = text.split("\n")
    if header.split() != ["Filename", "Type", "Size", "Used", "Priority"]:
        return None
    found = [line.split() for line in lines if line.strip()]
    if any(len(words) != 5 or words[1] not in {"partition", "file"} for words in found):  # noqa: PLR2004  # as many words as the header
        return None
    return tuple(Swap(name=unescaped(words[0]), kind=words[1]) for words in found)


def parse_zfs(text: str) -> Mapping[str, bool] | None:
    """Read ``zfs get -H -o name,value encryption``; None when a line has not its form."""
    rows = [line.split("\t") for line in text.split("\n") if line]
    if not rows or any(len(row) != len(("name", "value")) or "" in row for row in rows):
        return None
    return {name: value != "off" for name, value in rows if value != "-"}


def parse_attributes(text: str) -> bool | None:
    """Tell whether ``lsattr -d`` shows a folder encrypted by fscrypt («E»); None when unclear."""
    flags, blank, _ = text.partition(" ")
    known = blank and flags and all(each == "-" or each.isalpha() for each in flags)
    return "E" in flags if known else None


def _disk_state(mount: Mount, storage: Storage) -> dict[str, bool | None]:
    device = storage.device_of(mount)
    if device is None:
        return {mount.source: None}
    outside = any(is_under(mount.point, point) for point in MEDIA_POINTS)
    if (device.removable and outside) or device.kind == "rom" or _stands_on_a_file(device, storage):
        return {}
    return {device.name: device_state(device)}


def _stands_on_a_file(device: Device, storage: Storage) -> bool:
    return any(each.name == device.disk and each.kind == "loop" for each in storage.devices)


def _zfs_state(mount: Mount, storage: Storage, zfs: Mapping[str, bool] | None) -> bool | None:
    """Look at the dataset, then below: a bare dataset may lie in a pool on encrypted disks."""
    if zfs is not None and zfs.get(mount.source):
        return True
    members = [each for each in storage.devices if each.format == "zfs_member"]
    if members and all(each.encrypted for each in members):
        return True
    return None if zfs is None or not members else zfs.get(mount.source)


def _worst(first: bool | None, second: bool | None) -> bool | None:  # noqa: FBT001  # three-valued logic, both alike
    if first is False or second is False:
        return False
    return None if first is None or second is None else True


def _bare_unmounted(storage: Storage) -> Iterable[Device]:
    mounted = {
        device.name for mount in storage.mounts if (device := storage.device_of(mount)) is not None
    }
    for device in storage.devices:
        if (
            device.leaf
            and device.name not in mounted
            and device.format in UNMOUNTED_FORMATS
            and device.size >= UNMOUNTED_BYTES
            and device.part_type != RECOVERY_PARTITION
            and device.kind != "rom"
            and not device.removable
            and device_state(device) is False
            and not _stands_on_a_file(device, storage)
        ):
            yield device
