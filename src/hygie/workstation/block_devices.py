"""The disks of a Linux workstation and what is mounted from them.

Disks come from ``lsblk --json``, mounts from the kernel (proc_pid_mountinfo(5)). The mounts are
the ground truth: lsblk shows one mount point per device on older systems, and none for ZFS.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from hygie.workstation.machine import Machine, MachineRefusedError

COLUMNS = "NAME,KNAME,PATH,MAJ:MIN,TYPE,FSTYPE,PARTTYPE,SIZE,RM,HOTPLUG,TRAN"
LSBLK = ("lsblk", "--json", "--bytes", "--output", COLUMNS)
MOUNTINFO = "/proc/self/mountinfo"
ODD_DISKS = "La liste des disques n'a pas la forme attendue."
ODD_MOUNTS = "La liste des volumes ouverts n'a pas la forme attendue."

DEVICES = 2_000
DEPTH = 16
"""A workstation stacks four or five layers (disk, partition, LUKS, LVM); more is nonsense."""

MOUNT_FIELDS = 10
ENCRYPTED_KINDS = frozenset({"crypt"})
ENCRYPTED_FORMATS = frozenset({"crypto_LUKS", "BitLocker"})

MEMORY_CARD = re.compile(r"(mmcblk[0-9]{1,3})(boot[0-9]|rpmb|gp[0-9])?")
ESCAPED = re.compile(r"\\([0-7]{3})")
PERSONAL_FOLDERS = frozenset({"/", "/home", "/usr", "/var"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A disk or a layer of one. ``disk`` names the disk it stands on.

    ``encrypted`` holds when every way down to a disk goes through an encrypted layer, this one
    included; ``leaf`` when nothing stands on it.
    """

    name: str
    path: str
    number: str
    kind: str
    format: str
    part_type: str
    size: int
    disk: str
    encrypted: bool
    leaf: bool
    removable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mount:
    """One line of the kernel's list; ``options`` are those of this mount."""

    number: str
    point: str
    options: frozenset[str]
    format: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """Everything the kernel shows of the disks."""

    devices: tuple[Device, ...]
    mounts: tuple[Mount, ...]

    def device_of(self, mount: Mount) -> Device | None:
        """Find what a mount is made of, by its path, else by its number."""
        by_path = [each for each in self.devices if mount.source in (each.path, kernel_path(each))]
        by_number = [each for each in self.devices if each.number == mount.number]
        return next(iter([*by_path, *by_number]), None)

    def mount_of(self, path: str) -> Mount | None:
        """Find the mount that holds a path: the longest one, the last when it was covered."""
        holding = [mount for mount in self.mounts if is_under(path, mount.point)]
        return max(reversed(holding), key=lambda mount: len(mount.point), default=None)


def kernel_path(device: Device) -> str:
    """Return the path the kernel gives a device, «/dev/dm-1» for «/dev/mapper/root»."""
    return f"/dev/{device.name}"


def is_under(path: str, folder: str) -> bool:
    """Tell whether a path is this folder or lies below it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def read_storage(machine: Machine) -> Storage:
    """Ask for the disks and the mounts; MachineRefusedError when either is not understood."""
    output = machine.run(LSBLK)
    devices = parse_devices(output.text) if output.code == 0 else None
    if not devices:
        raise MachineRefusedError(ODD_DISKS)
    mounts = parse_mounts(machine.read(MOUNTINFO).decode("utf-8", "replace"))
    if not mounts:
        raise MachineRefusedError(ODD_MOUNTS)
    return Storage(devices=_without_fixed(machine, devices, mounts), mounts=mounts)


def parse_devices(text: str) -> tuple[Device, ...] | None:
    """Read what lsblk printed; None when any of it is not what lsblk prints."""
    try:
        document = json.loads(text)
        found = list(_walk(document["blockdevices"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return tuple(_merged(found)) if found else None


def parse_mounts(text: str) -> tuple[Mount, ...] | None:
    """Read the kernel's list of mounts; None when a line has not its form."""
    mounts = [_mount(line) for line in text.split("\n") if line]
    known = tuple(mount for mount in mounts if mount is not None)
    return known if known and len(known) == len(mounts) else None


def _walk(roots: object) -> Iterator[Device]:
    """Go through the tree without recursion; ValueError on anything that is not a device."""
    pending: list[tuple[object, Device | None, int]]
    pending = [(root, None, 0) for root in reversed(_list(roots))]
    seen = 0
    while pending:
        entry, parent, depth = pending.pop()
        seen += 1
        if not isinstance(entry, dict) or seen > DEVICES or depth > DEPTH:
            raise ValueError
        device = _device(entry, parent)
        yield device
        below = reversed(_list(entry.get("children", [])))
        pending += [(child, device, depth + 1) for child in below]


def _device(entry: Mapping[str, object], parent: Device | None) -> Device:
    name = _text(entry, "kname") or _text(entry, "name")
    if not name:
        raise ValueError
    kind, format_ = _text(entry, "type"), _text(entry, "fstype")
    sealed = kind in ENCRYPTED_KINDS or format_ in ENCRYPTED_FORMATS
    own = _flag(entry, "rm") or _flag(entry, "hotplug") or _text(entry, "tran") == "usb"
    return Device(
        name=name,
        path=_text(entry, "path"),
        number=_text(entry, "maj:min"),
        kind=kind,
        format=format_,
        part_type=_text(entry, "parttype").lower(),
        size=_size(entry),
        disk=parent.disk if parent else name,
        encrypted=sealed or (parent is not None and parent.encrypted),
        leaf=not entry.get("children"),
        removable=parent.removable if parent else own,
    )


def _merged(found: Iterable[Device]) -> Iterable[Device]:
    """Keep one of each: a device on two disks is printed under both, and is as weak as either."""
    kept: dict[str, Device] = {}
    for device in found:
        same = kept.get(device.name, device)
        kept[device.name] = replace(
            same,
            encrypted=same.encrypted and device.encrypted,
            removable=same.removable and device.removable,
        )
    return kept.values()


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _text(entry: Mapping[str, object], key: str) -> str:
    value = entry.get(key)
    if value is not None and not isinstance(value, str):
        raise TypeError
    return value or ""


def _flag(entry: Mapping[str, object], key: str) -> bool:
    """Read a boolean, which lsblk before 2.33 prints as the text «0» or «1»."""
    value = entry.get(key)
    if value in (True, "1"):
        return True
    if value in (False, "0", None):
        return False
    raise ValueError


def _size(entry: Mapping[str, object]) -> int:
    """Read a size, which lsblk before 2.33 prints as text."""
    value = entry.get("size")
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if value is None:
        return 0
    raise ValueError


def _mount(line: str) -> Mount | None:
    words = line.split(" ")
    if len(words) < MOUNT_FIELDS or "-" not in words[6:]:
        return None
    after = words[words.index("-", 6) + 1 :]
    point = unescaped(words[4])
    if len(after) != len(("format", "source", "options")) or not point.startswith("/"):
        return None
    return Mount(
        number=words[2],
        point=point,
        options=frozenset(words[5].split(",")),
        format=after[0],
        source=unescaped(after[1]),
    )


def unescaped(text: str) -> str:
    r"""Undo the kernel's writing of blanks in a path: «\040» is a space."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 8)), text)


def _without_fixed(
    machine: Machine, devices: tuple[Device, ...], mounts: tuple[Mount, ...]
) -> tuple[Device, ...]:
    """Call fixed what only looks removable: the system's own disk, and soldered memory."""
    shown = Storage(devices=devices, mounts=mounts)
    own = {
        device.disk
        for mount in mounts
        if mount.point in PERSONAL_FOLDERS and (device := shown.device_of(mount))
    }
    return tuple(
        replace(device, removable=False)
        if device.disk in own or (device.removable and _is_soldered(machine, device.disk))
        else device
        for device in devices
    )


def _is_soldered(machine: Machine, disk: str) -> bool:
    """Tell an eMMC chip from an SD card: lsblk says both can be unplugged."""
    card = MEMORY_CARD.fullmatch(disk)
    if card is None:
        return False
    try:
        return machine.read(f"/sys/block/{card[1]}/device/type").strip() == b"MMC"
    except MachineRefusedError:
        return False
