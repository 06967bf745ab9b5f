import plistlib

import pytest

from hygie.core.readings import Inapplicable, Reading, Unreadable
from hygie.workstation import macos_disks
from hygie.workstation.probes.removable_media import macos
from support.machine import Answer
from support.macs import REFUSED, a_mac, a_mac_context, by_fact, recorded, values


def read(mac: str = "26-arm", **commands: Answer) -> dict[str, Reading]:
    named = {"outside": macos_disks.OUTSIDE, "apfs": macos_disks.APFS}
    machine = a_mac(mac, commands={named[name]: raw for name, raw in commands.items()})
    return by_fact(macos.read(machine, a_mac_context()))


def test_nothing_plugged_in_is_none_unencrypted() -> None:
    found = read()
    assert values(found.values()) == {macos.ATTACHED: 0, macos.BARE: 0}
    rest = (macos.REFUSED, macos.MOUNT, macos.RUN)
    assert {type(found[fact]) for fact in rest} == {Inapplicable}


def test_an_encrypted_backup_disk_and_a_plain_key() -> None:
    assert values(read("15-arm").values()) == {macos.ATTACHED: 2, macos.BARE: 1}


def test_a_closed_medium_may_be_encrypted() -> None:
    found = read("14-intel")
    assert values(found.values()) == {macos.ATTACHED: 1}
    assert isinstance(found[macos.BARE], Unreadable)


def test_an_empty_medium_is_not_judged() -> None:
    disks = {"AllDisksAndPartitions": [{"DeviceIdentifier": "disk4", "Content": ""}]}
    assert isinstance(read(outside=plistlib.dumps(disks))[macos.BARE], Unreadable)


def test_a_key_without_partitions_is_read() -> None:
    whole = {"DeviceIdentifier": "disk4", "Content": "Windows_FAT_32", "MountPoint": "/Volumes/X"}
    found = read(outside=plistlib.dumps({"AllDisksAndPartitions": [whole]}))
    assert values(found.values())[macos.BARE] == 1
    assert "/Volumes" not in repr(found)


@pytest.mark.parametrize("raw", ["", "x", REFUSED, plistlib.dumps({})])
def test_an_odd_list_is_not_the_lack_of_media(raw: Answer) -> None:
    found = read(outside=raw)
    assert isinstance(found[macos.ATTACHED], Unreadable)
    assert isinstance(found[macos.BARE], Unreadable)


def test_volumes_that_cannot_be_read_leave_the_count() -> None:
    found = read(outside=recorded("outside-15-arm"), apfs=REFUSED)
    assert values(found.values()) == {macos.ATTACHED: 2}
