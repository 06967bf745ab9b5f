import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation.block_devices import LSBLK, MOUNTINFO, parse_devices
from hygie.workstation.chassis import DMI, TREE, is_portable, parse_number, parse_word
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.disk_encryption import linux
from hygie.workstation.probes.disk_encryption.volumes import (
    parse_attributes,
    parse_swaps,
    parse_zfs,
)
from support.machine import Answer, FakeMachine, a_context
from support.recordings import Recording, load

Node = dict[str, object]
NO_SWAP = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
GIB = 1 << 30


def a_part(name: str, *below: Node, **fields: object) -> Node:
    plain: Node = {"name": name, "path": f"/dev/{name}", "type": "part", "size": 100 * GIB}
    return {**plain, **fields, "children": list(below)} if below else {**plain, **fields}


def a_disk(name: str, *below: Node, **fields: object) -> Node:
    return a_part(name, *below, **{"type": "disk", **fields})


def luks(name: str, opened: str, **fields: object) -> Node:
    inside = a_part(opened, type="crypt", fstype="ext4", path=f"/dev/mapper/{opened}", **fields)
    return a_part(name, inside, fstype="crypto_LUKS")


def a_mount(source: str, point: str, format_: str = "ext4") -> str:
    return f"27 1 0:99 / {point} rw,relatime - {format_} {source} rw"


def a_machine(
    disks: list[Node],
    mounts: list[str],
    *,
    swaps: str = NO_SWAP,
    chassis: str = "10\n",
    commands: dict[tuple[str, ...], Answer] | None = None,
) -> FakeMachine:
    return FakeMachine(
        commands={LSBLK: json.dumps({"blockdevices": disks}), **(commands or {})},
        files={MOUNTINFO: "\n".join(mounts) + "\n", "/proc/swaps": swaps, DMI: chassis},
    )


def readings(machine: FakeMachine) -> dict[str, Reading]:
    return {reading.fact: reading for reading in linux.read(machine, a_context())}


def values(machine: FakeMachine) -> dict[str, object]:
    found = readings(machine)
    assert set(found) == {linux.DATA, linux.COUNT, linux.PORTABLE, linux.SWAP}
    return {fact: each.value for fact, each in found.items() if isinstance(each, Observed)}


ENCRYPTED_DISK = a_disk(
    "sda",
    a_part("sda1", fstype="vfat", size=GIB),
    a_part("sda2", fstype="ext4", size=2 * GIB),
    luks("sda3", "root"),
)
ENCRYPTED_MOUNTS = [
    a_mount("/dev/mapper/root", "/"),
    a_mount("/dev/sda2", "/boot"),
    a_mount("/dev/sda1", "/boot/efi", "vfat"),
    a_mount("tmpfs", "/run", "tmpfs"),
]


def test_luks_under_everything_but_the_start_up_is_encrypted() -> None:
    assert values(a_machine([ENCRYPTED_DISK], ENCRYPTED_MOUNTS)) == {
        linux.DATA: True,
        linux.COUNT: 0,
        linux.PORTABLE: True,
    }


def test_a_bare_root_is_one_bare_volume() -> None:
    machine = a_machine([a_disk("sda", a_part("sda1"))], [a_mount("/dev/sda1", "/")])
    assert values(machine) == {linux.DATA: False, linux.COUNT: 1, linux.PORTABLE: False}


def test_subvolumes_of_one_disk_count_once() -> None:
    mounts = [a_mount("/dev/sda1", point, "btrfs") for point in ("/", "/home", "/var")]
    machine = a_machine([a_disk("sda", a_part("sda1", fstype="btrfs"))], mounts)
    assert values(machine)[linux.COUNT] == 1


def test_a_bare_partition_left_unmounted_counts() -> None:
    windows = a_disk("sdb", a_part("sdb1", fstype="ntfs"))
    found = values(a_machine([ENCRYPTED_DISK, windows], ENCRYPTED_MOUNTS))
    assert (found[linux.DATA], found[linux.COUNT]) == (False, 1)


@pytest.mark.parametrize(
    "left",
    [
        a_disk(
            "sdb", a_part("sdb1", fstype="ntfs", parttype="DE94BBA4-06D1-4D40-A16A-BFD50179D6AC")
        ),
        a_disk("sdb", a_part("sdb1", fstype="ext4", size=GIB)),
        a_disk("sdb", a_part("sdb1", fstype="ntfs"), tran="usb"),
        a_disk("sdb", a_part("sdb1", fstype="BitLocker")),
        a_disk("sr0", fstype="udf", type="rom"),
        a_disk("loop7", fstype="ext4", type="loop"),
    ],
)
def test_what_holds_no_data_of_this_computer_does_not_count(left: Node) -> None:
    assert values(a_machine([ENCRYPTED_DISK, left], ENCRYPTED_MOUNTS))[linux.COUNT] == 0


def test_a_key_is_not_a_volume_of_this_computer() -> None:
    key = a_disk("sdb", a_part("sdb1", fstype="vfat"), tran="usb")
    mounts = [*ENCRYPTED_MOUNTS, a_mount("/dev/sdb1", "/media/alix/CLE", "vfat")]
    assert values(a_machine([ENCRYPTED_DISK, key], mounts))[linux.DATA] is True


def test_a_container_shows_no_disk() -> None:
    machine = a_machine(
        [a_disk("sda", a_part("sda1"))],
        [a_mount("overlay", "/", "overlay"), a_mount("/dev/sda1", "/etc/hosts")],
    )
    assert isinstance(readings(machine)[linux.DATA], Unreadable)
    assert isinstance(readings(machine)[linux.COUNT], Unreadable)


def test_an_immutable_system_is_judged_by_its_home() -> None:
    mounts = [a_mount("composefs", "/", "overlay"), a_mount("/dev/mapper/root", "/home", "btrfs")]
    assert values(a_machine([ENCRYPTED_DISK], mounts))[linux.DATA] is True


def test_an_encrypted_home_on_a_bare_disk_is_not_judged() -> None:
    disk, root = a_disk("sda", a_part("sda1")), a_mount("/dev/sda1", "/")
    machine = a_machine([disk], [root, a_mount("/home/.ecryptfs", "/home/alix", "ecryptfs")])
    reading = readings(machine)[linux.DATA]
    assert isinstance(reading, Unreadable)
    assert reading.reason == linux.ONLY_HOME


def test_fscrypt_is_seen_by_its_attribute() -> None:
    disk, root = a_disk("sda", a_part("sda1")), a_mount("/dev/sda1", "/")
    asked = ("lsattr", "-d", "/home/alix")
    sealed = a_machine([disk], [root], commands={asked: "-------------E--e----- /home/alix\n"})
    bare = a_machine([disk], [root], commands={asked: "----------------e----- /home/alix\n"})
    assert isinstance(readings(sealed)[linux.DATA], Unreadable)
    assert values(bare)[linux.DATA] is False


def test_a_home_of_its_own_encrypted_file_is_not_judged() -> None:
    loop = a_disk("loop0", luks("loop0p1", "home-alix"), type="loop")
    mounts = [a_mount("/dev/sda1", "/"), a_mount("/dev/mapper/home-alix", "/home/alix")]
    machine = a_machine([a_disk("sda", a_part("sda1")), loop], mounts)
    assert isinstance(readings(machine)[linux.DATA], Unreadable)


ZFS_DISK = a_disk("sda", a_part("sda1", fstype="zfs_member"))
ZFS_MOUNTS = [a_mount("rpool/root", "/", "zfs"), a_mount("rpool/home", "/home", "zfs")]


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("rpool/root\taes-256-gcm\nrpool/home\taes-256-gcm\n", True),
        ("rpool/root\taes-256-gcm\nrpool/home\toff\n", False),
        ("rpool/root\taes-256-gcm\n", None),
        ("", None),
        (MachineRefusedError("Refusé."), None),
    ],
)
def test_zfs_is_asked_and_never_guessed(listed: Answer, expected: object) -> None:
    machine = a_machine([ZFS_DISK], ZFS_MOUNTS, commands={linux.ZFS: listed})
    assert values(machine).get(linux.DATA) is expected


def test_bare_zfs_on_luks_is_encrypted() -> None:
    inside = a_part("root", type="crypt", fstype="zfs_member")
    disk = a_disk("sda", a_part("sda1", inside, fstype="crypto_LUKS"))
    listed = "rpool/root\toff\nrpool/home\toff\n"
    machine = a_machine([disk], ZFS_MOUNTS, commands={linux.ZFS: listed})
    assert values(machine)[linux.DATA] is True


def test_a_volume_of_an_unknown_device_is_not_judged() -> None:
    machine = a_machine([ENCRYPTED_DISK], [*ENCRYPTED_MOUNTS, a_mount("/dev/nbd0", "/data")])
    assert isinstance(readings(machine)[linux.DATA], Unreadable)


@pytest.mark.parametrize(
    ("swaps", "expected"),
    [
        ("/dev/zram0 partition 1 0 100\n", True),
        ("/swapfile file 1 0 -2\n", True),
        ("/dev/sda2 partition 1 0 -2\n", False),
        ("/dev/sda2 partition 1 0 -2\n/dev/nbd1 partition 1 0 -3\n", False),
        ("/dev/nbd1 partition 1 0 -3\n", None),
        ("/dev/zd0 partition 1 0 -3\n", None),
        ("nonsense\n", None),
    ],
)
def test_swap_is_as_encrypted_as_what_it_lies_on(swaps: str, expected: object) -> None:
    disks = [ENCRYPTED_DISK, a_disk("zd0")]
    machine = a_machine(disks, ENCRYPTED_MOUNTS, swaps=NO_SWAP + swaps)
    assert values(machine).get(linux.SWAP) is expected


def test_no_swap_has_nothing_to_encrypt() -> None:
    found = readings(a_machine([ENCRYPTED_DISK], ENCRYPTED_MOUNTS))
    assert isinstance(found[linux.SWAP], Inapplicable)


@pytest.mark.parametrize(
    ("chassis", "expected"), [("3\n", Inapplicable), ("1\n", Unreadable), ("", Unreadable)]
)
def test_only_a_known_portable_is_judged_as_one(chassis: str, expected: type) -> None:
    found = readings(a_machine([ENCRYPTED_DISK], ENCRYPTED_MOUNTS, chassis=chassis))
    assert isinstance(found[linux.PORTABLE], expected)


def test_a_machine_without_smbios_says_it_in_its_device_tree() -> None:
    assert is_portable(FakeMachine(files={TREE: "laptop\0"})) is True
    assert is_portable(FakeMachine(files={TREE: "desktop\0"})) is False
    assert is_portable(FakeMachine()) is None


def test_a_home_on_the_network_leaves_the_disks_to_judge() -> None:
    mounts = [*ENCRYPTED_MOUNTS, a_mount("serveur:/home", "/home", "nfs4")]
    assert values(a_machine([ENCRYPTED_DISK], mounts))[linux.DATA] is True


def test_a_bare_volume_is_sure_even_beside_an_unknown_one() -> None:
    mounts = [a_mount("/dev/sda1", "/"), a_mount("/dev/nbd0", "/data")]
    found = values(a_machine([a_disk("sda", a_part("sda1"))], mounts))
    assert found == {linux.DATA: False, linux.PORTABLE: False}


def test_swaps_that_cannot_be_read_are_not_absent() -> None:
    machine = a_machine([ENCRYPTED_DISK], ENCRYPTED_MOUNTS)
    machine = FakeMachine(
        commands=machine.commands,
        files={**machine.files, "/proc/swaps": MachineRefusedError("Refusé.")},
    )
    assert isinstance(readings(machine)[linux.SWAP], Unreadable)


def test_without_lsblk_nothing_is_known() -> None:
    found = readings(FakeMachine(files={DMI: "10\n", "/proc/swaps": "x"}))
    assert {type(each) for each in found.values()} == {Unreadable}
    assert len(found) == 4


@pytest.mark.parametrize("recording", load("disk_encryption", "swaps"), ids=str)
def test_recorded_swaps_are_read(recording: Recording) -> None:
    swaps = parse_swaps(recording.text)
    assert swaps is not None
    shown = ", ".join(f"{each.name} {each.kind}" for each in swaps) or "none"
    assert recording.expect == shown


def test_the_recorded_laptop_is_wholly_encrypted() -> None:
    recording = load("disk_encryption", "lsblk-luks-lvm")[0]
    mounts = [
        a_mount("/dev/mapper/ubuntu--vg-ubuntu--lv", "/"),
        a_mount("/dev/nvme0n1p2", "/boot"),
        a_mount("/dev/loop0", "/snap/core/1", "squashfs"),
    ]
    machine = a_machine([], mounts, swaps=NO_SWAP + "/dev/dm-2 partition 1 0 -2\n")
    machine = FakeMachine(commands={LSBLK: recording.text}, files=machine.files)
    assert values(machine) == {
        linux.DATA: True,
        linux.COUNT: 0,
        linux.PORTABLE: True,
        linux.SWAP: True,
    }


@given(st.text())
def test_no_text_is_taken_for_an_answer(text: str) -> None:
    assert parse_devices(text) is None
    assert parse_number(text) is None or text.strip().isdecimal()
    assert parse_word(text) is None or text.strip("\0\n").islower()
    assert parse_zfs(text) is None or "\t" in text
    assert parse_attributes(text) is None or " " in text
    swaps = parse_swaps(text)
    assert swaps is None or text.startswith("Filename")
