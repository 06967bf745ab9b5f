"""Disks, partitions and APFS volumes, from diskutil(8), whose property lists have fixed keys.

A Mac with Apple silicon, or a T2 chip, writes everything encrypted, but opens it to whoever starts
it until FileVault ties the key to a password: FileVault alone counts here as encryption.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hygie.workstation.machine import Machine, MachineRefusedError
from hygie.workstation.macos_plist import ODD, Settings, boolean, rows, run_settings, text, texts

SECONDS = 10.0
"""A disk that was asleep answers late."""

INSIDE = ("diskutil", "list", "-plist", "internal", "physical")
OUTSIDE = ("diskutil", "list", "-plist", "external", "physical")
APFS = ("diskutil", "apfs", "list", "-plist")
STARTED_FROM = ("diskutil", "info", "-plist", "/")

OTHER_CONTENTS = frozenset(
    {
        *("EFI", "Apple_APFS_ISC", "Apple_APFS_Recovery", "Apple_Boot", "Apple_Free"),
        *("Apple_partition_map", "Microsoft Reserved", "Windows_Recovery"),
    }
)
"""Partitions that start the machine or mend it: no document lies there."""

SYSTEM = "System"
ROLES_OF_DATA = frozenset({"Data", "User", "Backup"})

_DISK = re.compile(r"(disk[0-9]{1,5})(s[0-9]{1,5})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A partition: what its type says it holds, and whether it is open now."""

    name: str
    content: str
    mounted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """A whole disk: its partitions, or the filesystem it holds without any."""

    name: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """An APFS volume. ``protected``: FileVault is on; None while it is being turned on or off."""

    roles: frozenset[str]
    protected: bool | None

    @property
    def holds_data(self) -> bool:
        """Tell a volume of documents from those macOS keeps for itself."""
        return not self.roles or not ROLES_OF_DATA.isdisjoint(self.roles)


def read_disks(machine: Machine, command: tuple[str, ...]) -> tuple[Disk, ...]:
    """Return the disks of one command. Raises MachineRefusedError when diskutil is not understood.

    No disk is an answer for OUTSIDE only: a Mac has one inside.
    """
    found = rows(run_settings(machine, command, seconds=SECONDS), "AllDisksAndPartitions")
    if found is None or (command == INSIDE and not found):
        raise MachineRefusedError(ODD)
    return tuple(_disk(each) for each in found)


def read_volumes(machine: Machine) -> Mapping[str, tuple[Volume, ...]]:
    """Return the APFS volumes of each partition that holds some, by the partition's name."""
    found = rows(run_settings(machine, APFS, seconds=SECONDS), "Containers")
    if found is None:
        raise MachineRefusedError(ODD)
    volumes: dict[str, tuple[Volume, ...]] = {}
    for container in found:
        inside, stores = rows(container, "Volumes"), rows(container, "PhysicalStores")
        if inside is None or stores is None:
            raise MachineRefusedError(ODD)
        for store in stores:
            volumes[text(store, "DeviceIdentifier")] = tuple(_volume(each) for each in inside)
    return volumes


def data_states(machine: Machine) -> list[bool | None]:
    """Say of each place for documents of this Mac whether it is encrypted; None: not known.

    A Mac started from a disk outside keeps its documents there: then those disks count too.
    """
    volumes, disks = read_volumes(machine), read_disks(machine, INSIDE)
    outside = read_disks(machine, OUTSIDE)
    if any(_holds_a_system(disk, volumes) for disk in outside) and not _starts_inside(machine):
        disks += outside
    return [state for disk in disks for state in states_of(disk, volumes)]


def states_of(disk: Disk, volumes: Mapping[str, tuple[Volume, ...]]) -> Iterable[bool | None]:
    """Say of each place for documents on a disk whether it is encrypted; None: not known."""
    for part in disk.parts:
        if part.content in OTHER_CONTENTS:
            continue
        if part.name in volumes:
            yield from (each.protected for each in volumes[part.name] if each.holds_data)
        else:
            # Open now and no APFS: plain. Closed, or under CoreStorage, it may be encrypted by
            # BitLocker, VeraCrypt or the FileVault of old: diskutil's list does not tell.
            yield False if part.mounted and part.content != "Apple_CoreStorage" else None


def _holds_a_system(disk: Disk, volumes: Mapping[str, tuple[Volume, ...]]) -> bool:
    """Tell whether a Mac may be started from this disk: every macOS still read has that volume."""
    return any(
        SYSTEM in volume.roles for part in disk.parts for volume in volumes.get(part.name, ())
    )


def _starts_inside(machine: Machine) -> bool:
    inside = boolean(run_settings(machine, STARTED_FROM, seconds=SECONDS), "Internal")
    if inside is None:
        raise MachineRefusedError(ODD)
    return inside


def _disk(settings: Settings) -> Disk:
    name = text(settings, "DeviceIdentifier")
    if not _DISK.fullmatch(name):
        raise MachineRefusedError(ODD)
    parts = rows(settings, "Partitions") or ()
    return Disk(name=name, parts=tuple(_part(each) for each in parts or (settings,)))


def _part(settings: Settings) -> Part:
    return Part(
        name=text(settings, "DeviceIdentifier"),
        content=text(settings, "Content"),
        mounted=bool(text(settings, "MountPoint")),
    )


def _volume(settings: Settings) -> Volume:
    moving = boolean(settings, "CryptoMigrationOn")
    roles = texts(settings, "Roles")
    if roles is None:
        raise MachineRefusedError(ODD)
    return Volume(
        roles=frozenset(roles),
        protected=None if moving is not False else boolean(settings, "FileVault"),
    )
