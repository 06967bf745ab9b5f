import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.workstation.block_devices import (
    LSBLK,
    MOUNTINFO,
    Device,
    Storage,
    parse_devices,
    parse_mounts,
    read_storage,
)
from hygie.workstation.machine import MachineRefusedError, Output
from support.machine import FakeMachine
from support.recordings import Recording, load


def found(devices: tuple[Device, ...] | None, attribute: str) -> list[str]:
    return sorted(each.name for each in devices or () if getattr(each, attribute))


@pytest.mark.parametrize("recording", load("disk_encryption", "lsblk"), ids=str)
def test_recorded_disks_are_read(recording: Recording) -> None:
    devices = parse_devices(recording.text)
    expected = f"encrypted={' '.join(found(devices, 'encrypted'))} removable="
    assert recording.expect == (expected + " ".join(found(devices, "removable"))).strip()


@pytest.mark.parametrize("recording", load("disk_encryption", "mountinfo"), ids=str)
def test_recorded_mounts_are_read(recording: Recording) -> None:
    mounts = parse_mounts(recording.text)
    root = next(mount for mount in mounts or () if mount.point == "/")
    assert recording.expect == f"{root.format} {root.source}"


def test_a_blank_in_a_mount_point_is_given_back() -> None:
    points = [
        mount.point
        for recording in load("disk_encryption", "mountinfo-space")
        for mount in parse_mounts(recording.text) or ()
    ]
    assert points[-1] == "/run/media/alix/MA CLE"


def test_a_device_on_two_disks_is_as_weak_as_the_weaker() -> None:
    raid = {"name": "md0", "type": "raid1", "fstype": "ext4"}
    bare = {"name": "sda", "type": "disk", "children": [raid]}
    luks = {"name": "sdb", "type": "disk", "fstype": "crypto_LUKS", "children": [raid]}
    for disks in ([bare, luks], [luks, bare]):
        devices = parse_devices(json.dumps({"blockdevices": disks}))
        assert found(devices, "encrypted") == ["sdb"]


def test_the_text_flags_of_older_versions_are_read() -> None:
    old = {"name": "sdb", "type": "disk", "rm": "1", "hotplug": "0", "size": "31029460992"}
    devices = parse_devices(json.dumps({"blockdevices": [old]}))
    assert devices is not None
    assert (devices[0].removable, devices[0].size) == (True, 31029460992)


def a_machine(disk: dict[str, object], source: str, **files: str) -> FakeMachine:
    mounts = f"27 1 8:1 / / rw - ext4 {source} rw\n"
    listed = json.dumps({"blockdevices": [disk]})
    return FakeMachine(commands={LSBLK: listed}, files={MOUNTINFO: mounts, **files})


def test_the_disk_of_the_system_is_never_removable() -> None:
    disk = {"name": "sdb", "path": "/dev/sdb", "type": "disk", "rm": True, "tran": "usb"}
    assert found(read_storage(a_machine(disk, "/dev/sdb")).devices, "removable") == []
    assert found(read_storage(a_machine(disk, "/dev/sda1")).devices, "removable") == ["sdb"]


def test_soldered_memory_is_not_a_memory_card() -> None:
    disk: dict[str, object] = {"name": "mmcblk0", "type": "disk", "hotplug": True}
    for kind, expected in (("MMC\n", []), ("SD\n", ["mmcblk0"])):
        machine = a_machine(disk, "/dev/sda1", **{"/sys/block/mmcblk0/device/type": kind})
        assert found(read_storage(machine).devices, "removable") == expected


@pytest.mark.parametrize("answer", [Output(code=1, text="{}"), "", "{}", '{"blockdevices": []}'])
def test_no_disk_at_all_is_a_refusal(answer: Output | str) -> None:
    machine = FakeMachine(commands={LSBLK: answer}, files={MOUNTINFO: "1 1 8:1 / / rw - ext4 a b"})
    with pytest.raises(MachineRefusedError):
        read_storage(machine)


@pytest.mark.parametrize(
    "text",
    [
        '{"blockdevices": [1]}',
        '{"blockdevices": {}}',
        '{"blockdevices": [{"type": "disk"}]}',
        '{"blockdevices": [{"name": "sda", "rm": "yes"}]}',
        '{"blockdevices": [{"name": "sda", "size": -1}]}',
        '{"blockdevices": [{"name": "sda", "fstype": []}]}',
        '{"blockdevices": [{"name": "sda", "children": 3}]}',
        '{"blockdevices": ' + "[" * 100_000,
        '{"blockdevices": [' + '{"name": "a", "children": [' * 40 + "]}" * 40 + "]}",
    ],
)
def test_anything_else_than_disks_is_not_disks(text: str) -> None:
    assert parse_devices(text) is None


@given(st.text())
def test_no_text_makes_the_readers_fail(text: str) -> None:
    assert parse_devices(text) is None
    mounts = parse_mounts(text)
    assert mounts is None or Storage(devices=(), mounts=mounts).mount_of("/") in {None, *mounts}


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_no_document_makes_the_reader_fail(inside: object) -> None:
    assert parse_devices(json.dumps({"blockdevices": inside})) is None


JSON_VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
KEYS = st.sampled_from(["name", "kname", "type", "fstype", "rm", "hotplug", "tran", "size"])


@given(st.lists(st.dictionaries(KEYS, JSON_VALUES), min_size=1, max_size=4))
def test_odd_fields_are_refused_or_kept_by_name(entries: list[dict[str, object]]) -> None:
    devices = parse_devices(json.dumps({"blockdevices": entries}))
    named = {entry.get("kname") or entry.get("name") for entry in entries}
    assert devices is None or {device.name for device in devices} == named
