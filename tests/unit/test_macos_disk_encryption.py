import plistlib

import pytest

from hygie.core.readings import Inapplicable, Reading, Unreadable
from hygie.workstation import macos_disks
from hygie.workstation.probes.disk_encryption import macos
from support.machine import Answer, FakeMachine
from support.macs import REFUSED, a_mac, a_mac_context, by_fact, recorded, values


def read(mac: str = "26-arm", /, **commands: Answer) -> dict[str, Reading]:
    named = {
        "inside": macos_disks.INSIDE,
        "outside": macos_disks.OUTSIDE,
        "apfs": macos_disks.APFS,
        "root": macos_disks.STARTED_FROM,
    }
    machine = a_mac(mac, commands={named[name]: raw for name, raw in commands.items()})
    found = by_fact(macos.read(machine, a_mac_context()))
    assert list(found) == [macos.DATA, macos.COUNT, macos.PORTABLE, macos.SWAP]
    return found


@pytest.mark.parametrize("mac", ["13-intel", "26-arm"])
def test_filevault_on(mac: str) -> None:
    assert values(read(mac).values()) == {
        macos.DATA: True,
        macos.COUNT: 0,
        macos.PORTABLE: True,
        macos.SWAP: True,
    }


def test_encryption_at_rest_without_password_is_not_enough() -> None:
    found = read("15-arm")
    assert values(found.values()) == {macos.DATA: False, macos.COUNT: 1, macos.SWAP: True}
    assert "sans mot de passe" in getattr(found[macos.DATA], "source", "")
    assert isinstance(found[macos.PORTABLE], Inapplicable)


def test_a_windows_beside_macos_counts_as_a_volume() -> None:
    assert values(read("14-intel").values())[macos.COUNT] == 2


def test_a_closed_partition_beside_is_not_judged() -> None:
    disks = plistlib.loads(recorded("inside-14-intel").strip())
    del disks["AllDisksAndPartitions"][0]["Partitions"][2]["MountPoint"]
    filevault = recorded("apfs-13-intel")
    found = read("14-intel", inside=plistlib.dumps(disks), apfs=filevault)
    assert isinstance(found[macos.DATA], Unreadable)
    assert values(read("14-intel", inside=plistlib.dumps(disks)).values())[macos.DATA] is False


def a_system_outside(*roles: str) -> dict[str, Answer]:
    """Plug in a disk whose volumes have these roles, none of them encrypted."""
    disks = plistlib.loads(recorded("apfs-26-arm").strip())
    volumes = [
        {"Roles": [role], "FileVault": False, "CryptoMigrationOn": False, "DeviceIdentifier": "x"}
        for role in roles
    ]
    store = {"DeviceIdentifier": "disk4s2"}
    disks["Containers"].append({"PhysicalStores": [store], "Volumes": volumes})
    return {"apfs": plistlib.dumps(disks), "outside": recorded("outside-15-arm")}


def test_a_mac_started_from_a_disk_outside_keeps_its_documents_there() -> None:
    found = read(root=recorded("root-outside"), **a_system_outside("System", "Data"))
    assert values(found.values())[macos.DATA] is False


def test_a_disk_outside_that_no_mac_starts_from_is_not_asked_about() -> None:
    assert values(read(root=REFUSED, **a_system_outside("Backup")).values())[macos.DATA] is True


@pytest.mark.parametrize("raw", ["", REFUSED, plistlib.dumps({"Internal": "oui"})])
def test_without_knowing_the_disk_it_started_from_we_do_not_know(raw: Answer) -> None:
    found = read(root=raw, **a_system_outside("System", "Data"))
    assert isinstance(found[macos.DATA], Unreadable)


def test_filevault_being_turned_on_is_neither_on_nor_off() -> None:
    found = read(apfs=recorded("apfs-moving"))
    assert {type(found[fact]) for fact in (macos.DATA, macos.COUNT, macos.PORTABLE)} == {Unreadable}


def test_a_backup_disk_outside_is_another_probes() -> None:
    assert values(read("15-arm").values())[macos.COUNT] == 1


@pytest.mark.parametrize(
    "raw",
    [
        *["", "x", REFUSED, plistlib.dumps([]), plistlib.dumps({})],
        plistlib.dumps({"Containers": [{"Volumes": []}]}),
        plistlib.dumps({"Containers": []}),
    ],
)
def test_odd_answers_are_not_a_bare_disk(raw: Answer) -> None:
    found = read(apfs=raw)
    assert isinstance(found[macos.DATA], Unreadable)


@pytest.mark.parametrize(
    "disks", [[], [{}], [{"DeviceIdentifier": "disk0/.."}], [{"DeviceIdentifier": 1}]]
)
def test_a_mac_without_disk_is_an_odd_answer(disks: object) -> None:
    found = read(inside=plistlib.dumps({"AllDisksAndPartitions": disks}))
    assert isinstance(found[macos.DATA], Unreadable)


def test_nothing_readable_is_not_an_absence() -> None:
    found = macos.read(FakeMachine(), a_mac_context())
    assert {type(each) for each in found} == {Unreadable}
