from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed
from hygie.workstation.machine import MachineRefusedError, Output
from hygie.workstation.probes.removable_media import windows
from hygie.workstation.probes.removable_media.windows_autorun import (
    DISKS,
    EXPLORER,
    HANDLERS,
    PROGRAMS,
)
from hygie.workstation.probes.removable_media.windows_execution import DISKS as REMOVABLE_DISKS
from hygie.workstation.probes.removable_media.windows_execution import RULES, STORAGE
from hygie.workstation.windows_keys import ROOT
from hygie.workstation.windows_machine import Drive, DriveKind, Drives, RegistryValue
from support.machine import Answer
from support.windows_machine import FakeWindowsMachine, KeyContent, a_windows_context
from support.windows_report import DENIED, a_report, report_commands

HKLM, HKCU = rf"HKLM\{EXPLORER}", rf"HKCU\{EXPLORER}"


def drive(letter: str, kind: DriveKind = DriveKind.REMOVABLE, **changes: bool) -> Drive:
    plain = {"external": True, "ready": True, "system": False}
    return Drive(letter=letter, kind=kind, **{**plain, **changes})


SYSTEM_DISK = drive("C", DriveKind.FIXED, external=False, system=True)


def read(
    *drives: Drive, keys: Mapping[str, KeyContent] | None = None, report: Answer = ""
) -> dict[str, object]:
    machine = FakeWindowsMachine(
        commands=report_commands(report),
        keys={ROOT: {}, **(keys or {})},
        answers={Drives: Drives(drives=(SYSTEM_DISK, *drives))},
    )
    return {
        each.fact: each.value
        for each in windows.read(machine, a_windows_context())
        if isinstance(each, Observed)
    }


def test_what_can_be_taken_away_is_counted() -> None:
    media = (
        drive("D", DriveKind.FIXED, external=False),
        drive("E"),
        drive("F", DriveKind.FIXED),
        drive("G", DriveKind.OPTICAL, external=False),
        drive("H", ready=False),
        drive("Z", DriveKind.NETWORK),
        drive("Y", DriveKind.OTHER),
    )
    assert read(*media)[windows.ATTACHED] == 3


def test_nothing_attached_needs_no_other_answer() -> None:
    found = read(report=MachineRefusedError("Refusé."))
    assert (found[windows.ATTACHED], found[windows.BARE]) == (0, 0)
    assert read(drive("G", DriveKind.OPTICAL))[windows.BARE] == 1


def volumes(*rows: tuple[object, object]) -> str:
    return a_report(bitlocker=[{"letter": letter, "protection": state} for letter, state in rows])


def bare(answer: Answer) -> object:
    return read(drive("E"), drive("F"), report=answer).get(windows.BARE)


def test_protection_decides_and_a_suspended_one_is_none() -> None:
    assert bare(volumes(("C:", 1), ("E:", 1), ("F:", 0))) == 1
    assert bare(volumes(("E:", 2), ("F:", 1))) == 0
    assert bare(volumes(("e:", 0), ("f:", 0))) == 2


@pytest.mark.parametrize(
    "answer",
    [
        Output(code=0, text=""),
        MachineRefusedError("Refusé."),
        a_report({"bitlocker": DENIED}),
        volumes(("E:", 1)),
        volumes(("E:", 1), ("F:", 3)),
        volumes(("E:", 1), ("F:", None)),
        volumes(("E:", 1), ("F:", True)),
        volumes(("E:", 1), (3, 1)),
    ],
)
def test_a_volume_windows_does_not_tell_of_is_not_judged(answer: Answer) -> None:
    assert bare(answer) is None
    assert read(drive("E"), drive("F"), report=answer)[windows.ATTACHED] == 2


def settings(**keys: KeyContent) -> tuple[object, object]:
    names = {"machine": HKLM, "user": HKCU, "play": HANDLERS, "disks": DISKS, "programs": PROGRAMS}
    found = read(keys={names[name]: content for name, content in keys.items()})
    return found.get(windows.MOUNT), found.get(windows.RUN)


def test_by_default_windows_asks_and_runs_nothing() -> None:
    assert settings() == (True, False)


def test_the_policy_of_the_machine_comes_before_the_users() -> None:
    assert settings(machine={"NoDriveTypeAutoRun": 255}) == (False, False)
    assert settings(user={"NoDriveTypeAutoRun": 255}) == (False, False)
    contrary: dict[str, KeyContent] = {
        "machine": {"NoDriveTypeAutoRun": 0x91, "NoAutorun": 2},
        "user": {"NoDriveTypeAutoRun": 255, "NoAutorun": 1},
    }
    assert settings(**contrary) == (True, True)


@pytest.mark.parametrize(
    ("mask", "behaviour", "expected"),
    [
        (0x04, 2, (False, True)),
        (0x2C, 2, (False, False)),
        (0x91, 1, (True, False)),
        (0x91, 2, (True, True)),
        (0x91, 0, (True, False)),
        (0x91, 7, (True, None)),
    ],
)
def test_autorun_is_what_the_policy_makes_of_it(
    mask: int, behaviour: int, expected: tuple[object, object]
) -> None:
    assert settings(machine={"NoDriveTypeAutoRun": mask, "NoAutorun": behaviour}) == expected


def test_the_users_own_choices_count() -> None:
    assert settings(play={"DisableAutoplay": 1}) == (False, False)
    assert settings(play={"DisableAutoplay": 0}) == (True, False)
    assert settings(disks={"": "MSTakeNoAction"}) == (False, False)
    assert settings(programs={"": "MSPromptEachTime"}) == (True, False)
    assert settings(programs={"": "Autre"}) == (True, None)


@given(st.one_of(st.text(), st.binary(), st.lists(st.text()).map(tuple), st.just(-1)))
def test_a_strange_policy_is_never_an_answer(value: RegistryValue) -> None:
    assert settings(machine={"NoDriveTypeAutoRun": value}) == (None, None)
    assert settings(machine={"NoAutorun": value})[1] is None


def refused(keys: Mapping[str, KeyContent]) -> object:
    return read(keys=keys).get(windows.REFUSED)


@pytest.mark.parametrize("hive", ["HKLM", "HKCU"])
def test_running_from_a_disk_is_refused_by_policy_only(hive: str) -> None:
    place = rf"{hive}\{STORAGE}"
    assert refused({}) is False
    assert refused({rf"{place}\{REMOVABLE_DISKS}": {"Deny_Execute": 1}}) is True
    assert refused({rf"{place}\{REMOVABLE_DISKS}": {"Deny_Execute": 0}}) is False
    assert refused({rf"{place}\{REMOVABLE_DISKS}": {"Deny_Execute": "1"}}) is None
    assert refused({place: {"Deny_All": 1}}) is True
    assert refused({place: MachineRefusedError("Refusé.")}) is None


def test_rules_on_programs_are_seen_and_not_judged() -> None:
    for key in RULES:
        assert refused({key: {"authenticodeenabled": 0}}) is False
        assert refused({rf"{key}\0\Paths": {}}) is None


def test_a_registry_where_nothing_is_has_no_default() -> None:
    machine = FakeWindowsMachine()
    readings = list(windows.read(machine, a_windows_context()))
    assert not [each for each in readings if isinstance(each, Observed)]
