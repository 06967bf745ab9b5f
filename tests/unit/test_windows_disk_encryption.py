"""Encryption under Windows, beyond the recorded reports: drives, portables, the paging file."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.disk_encryption.windows import (
    IN_A_FOLDER,
    SUSPENDED_SOURCE,
    UNKNOWN_CHASSIS,
    UNKNOWN_VOLUME,
    paging_letters,
    read,
)
from hygie.workstation.windows_chassis import is_portable
from hygie.workstation.windows_machine import Drive, DriveKind, Drives, PowerHardware
from hygie.workstation.windows_report import RIGHTS
from hygie.workstation.windows_volumes import OTHER_ENCRYPTION, VERACRYPT
from support.windows_machine import FakeWindowsMachine, a_windows_context
from support.windows_report import DENIED, a_report, report_commands

MEMORY = r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management"
LAPTOP = PowerHardware(role=2, lid=True, battery=True, short_term=False, connected_standby=False)
DESKTOP = PowerHardware(role=1, lid=False, battery=False, short_term=False, connected_standby=False)
UNSAID = PowerHardware(role=0, lid=False, battery=False, short_term=False, connected_standby=False)
Row = dict[str, object]


def a_row(letter: str = "C:", kind: int = 0, protection: int | None = 1, **changes: object) -> Row:
    plain: Row = {"letter": letter, "kind": kind, "protection": protection, "conversion": 1}
    return {**plain, "protectors": [1, 3], **changes}


def a_drive(letter: str, *, external: bool = False, ready: bool = True) -> Drive:
    return Drive(
        letter=letter,
        kind=DriveKind.FIXED,
        external=external,
        ready=ready,
        system=letter == "C:",
    )


def a_machine(
    *found: Row,
    drives: tuple[Drive, ...] | None = (a_drive("C:"),),
    hardware: PowerHardware | None = DESKTOP,
    paging: object = ("C:\\pagefile.sys 0 0",),
    keys: dict[str, Any] | None = None,
) -> FakeWindowsMachine:
    answers: dict[type[Any], object] = {}
    if drives is not None:
        answers[Drives] = Drives(drives=drives)
    if hardware is not None:
        answers[PowerHardware] = hardware
    memory: dict[str, Any] = {} if paging is None else {"PagingFiles": paging}
    return FakeWindowsMachine(
        commands=report_commands(a_report(None, bitlocker=list(found))),
        keys={MEMORY: memory, **(keys or {})},
        answers=answers,
    )


def readings(machine: FakeWindowsMachine) -> dict[str, Reading]:
    return {each.fact.partition(".")[2]: each for each in read(machine, a_windows_context())}


def values(machine: FakeWindowsMachine) -> dict[str, object]:
    found = readings(machine)
    return {fact: each.value for fact, each in found.items() if isinstance(each, Observed)}


def reason(reading: Reading) -> str:
    assert not isinstance(reading, Observed), reading
    return reading.reason


def test_everything_protected() -> None:
    assert values(a_machine(a_row(), a_row("D:", 1))) == {
        "data_encrypted": True,
        "unencrypted_volumes": 0,
        "swap_encrypted": True,
    }


def test_suspended_protection_is_not_protection_and_says_so() -> None:
    found = readings(a_machine(a_row(protection=0)))["data_encrypted"]
    assert isinstance(found, Observed)
    assert (found.value, found.source) == (False, SUSPENDED_SOURCE)


def test_a_fixed_disk_windows_said_nothing_of_is_unknown() -> None:
    machine = a_machine(a_row(), drives=(a_drive("C:"), a_drive("D:")))
    assert reason(readings(machine)["data_encrypted"]) == UNKNOWN_VOLUME
    assert reason(readings(machine)["unencrypted_volumes"]) == UNKNOWN_VOLUME


def test_one_bare_volume_decides_even_beside_an_unknown_one() -> None:
    machine = a_machine(a_row(protection=0, conversion=0), a_row("D:", 1, 2))
    assert values(machine)["data_encrypted"] is False
    assert reason(readings(machine)["unencrypted_volumes"]) == UNKNOWN_VOLUME


def test_an_external_disk_is_another_probe_s_whatever_its_kind() -> None:
    """A USB hard disk says it is fixed, to Windows and to BitLocker alike."""
    drives = (a_drive("C:"), a_drive("F:", external=True), a_drive("G:", ready=False))
    machine = a_machine(a_row(), a_row("F:", 1, 0, conversion=0), drives=drives)
    assert values(machine)["data_encrypted"] is True


@pytest.mark.parametrize("changes", [{"mounted": True}, {"mounted": None}, {}])
@pytest.mark.parametrize("protection", [0, 2, None])
def test_a_volume_a_folder_opens_is_never_passed_over(
    protection: int | None, changes: dict[str, object]
) -> None:
    """It may also be an outside disk: it is in doubt, neither protected nor bare."""
    machine = a_machine(a_row(), a_row("", 1, protection, conversion=0, **changes))
    found = readings(machine)
    assert reason(found["data_encrypted"]) == IN_A_FOLDER
    assert reason(found["unencrypted_volumes"]) == IN_A_FOLDER
    assert values(machine)["swap_encrypted"] is True


def test_a_protected_volume_in_a_folder_and_a_hidden_one_change_nothing() -> None:
    hidden = a_row("", 1, 0, conversion=0, mounted=False)
    machine = a_machine(a_row(), a_row("", 1, mounted=True), hidden)
    assert values(machine)["unencrypted_volumes"] == 0


def test_a_bare_disk_decides_beside_a_volume_in_a_folder() -> None:
    machine = a_machine(a_row(), a_row("D:", 1, 0), a_row("", 1, 0, mounted=True))
    assert values(machine)["data_encrypted"] is False


def test_without_the_list_of_drives_bitlocker_s_own_is_used() -> None:
    assert values(a_machine(a_row(), drives=None))["unencrypted_volumes"] == 0


@pytest.mark.parametrize(
    "found",
    [
        (),
        (a_row("D:", 1),),
        (a_row(letter=""),),
        (a_row(letter="3:"),),
        (a_row(kind=7),),
        ({**a_row(), "kind": "0"},),
    ],
)
def test_no_system_volume_is_no_answer(found: tuple[Row, ...]) -> None:
    assert {fact for fact, each in readings(a_machine(*found)).items()
            if isinstance(each, Unreadable)} == {
        "data_encrypted", "unencrypted_volumes", "swap_encrypted",
    }  # fmt: skip


def test_rights_that_lack_are_said() -> None:
    machine = FakeWindowsMachine(commands=report_commands(a_report({"bitlocker": DENIED})))
    assert reason(readings(machine)["data_encrypted"]) == RIGHTS
    assert reason(readings(machine)["swap_encrypted"]) == RIGHTS


def test_a_disk_veracrypt_encrypts_is_not_called_bare() -> None:
    bare = a_row(protection=0, conversion=0)
    known = {VERACRYPT: {"Start": 0}}
    assert reason(readings(a_machine(bare, keys=known))["data_encrypted"]) == OTHER_ENCRYPTION
    installed_only = {VERACRYPT: {"Start": 1}}
    assert values(a_machine(bare, keys=installed_only))["data_encrypted"] is False


def test_portables_follow_their_data() -> None:
    assert values(a_machine(a_row(), hardware=LAPTOP))["portable_encrypted"] is True
    assert isinstance(readings(a_machine(a_row()))["portable_encrypted"], Inapplicable)
    for hardware in (UNSAID, None):
        found = readings(a_machine(a_row(), hardware=hardware))["portable_encrypted"]
        assert reason(found) == UNKNOWN_CHASSIS
    locked = readings(a_machine(a_row(protection=None), hardware=LAPTOP))
    assert reason(locked["portable_encrypted"]) == UNKNOWN_VOLUME


def test_a_battery_that_is_a_ups_does_not_make_a_portable() -> None:
    ups = PowerHardware(role=1, lid=False, battery=True, short_term=True, connected_standby=False)
    assert is_portable(ups) is False


@pytest.mark.parametrize(
    ("paging", "expected"),
    [
        (("C:\\pagefile.sys 0 0",), True),
        (("D:\\pagefile.sys 0 0",), False),
        (("C:\\pagefile.sys 0 0", "D:\\pagefile.sys 0 0"), False),
        (("E:\\pagefile.sys",), None),
        (("?:\\pagefile.sys",), None),
        (("",), None),
        ((), None),
        (None, None),
        ("C:\\pagefile.sys 0 0", None),
        (("pagefile.sys",), None),
    ],
)
def test_the_paging_file_follows_its_volume(paging: object, *, expected: bool | None) -> None:
    machine = a_machine(a_row(), a_row("D:", 1, 0), paging=paging)
    assert values(machine).get("swap_encrypted") is expected


def test_where_windows_chooses_the_place_one_same_answer_is_enough() -> None:
    chosen = ("?:\\pagefile.sys",)
    assert values(a_machine(a_row(), a_row("D:", 1), paging=chosen))["swap_encrypted"] is True


def test_no_paging_file_is_not_a_bare_one() -> None:
    assert isinstance(readings(a_machine(a_row(), paging=()))["swap_encrypted"], Inapplicable)


@given(st.one_of(st.integers(), st.text(), st.binary(), st.lists(st.text()).map(tuple)))
def test_any_value_of_the_registry_gives_letters_or_a_refusal(value: object) -> None:
    try:
        letters = paging_letters(value)
    except MachineRefusedError:
        return
    assert all(len(letter) == 1 for letter in letters)
