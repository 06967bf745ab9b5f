from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation.machine import MachineRefusedError, Tables
from hygie.workstation.probes.system.linux import (
    end_of_support,
    parse_os_release,
    read,
    system_name,
)
from support.machine import FakeMachine, a_context
from support.recordings import Recording, load

OS_RELEASE = "/etc/os-release"
FACTS = {"system.name", "system.end_of_support", "system.supported", "system.portable"}
SYSTEMS = {"debian 12": "2028-06-30", "fedora 32": "2021-05-25", "almalinux 9": "2032-05-31"}


def readings(machine: FakeMachine, now: datetime | None = None) -> dict[str, Reading]:
    context = a_context(tables=Tables(systems=SYSTEMS), **({"now": now} if now else {}))
    found = list(read(machine, context))
    assert sorted(each.fact for each in found) == sorted(FACTS)
    return {each.fact: each for each in found}


def value(reading: Reading) -> object:
    assert isinstance(reading, Observed)
    return reading.value


@pytest.mark.parametrize("recording", load("system", "os_release_"), ids=str)
def test_recorded_systems_are_named(recording: Recording) -> None:
    assert system_name(parse_os_release(recording.text)) == recording.expect


def test_a_supported_system() -> None:
    found = readings(FakeMachine(files={OS_RELEASE: load("system", "os_release_debian")[0].raw}))
    assert value(found["system.end_of_support"]) == "2028-06-30"
    assert value(found["system.supported"]) is True


def test_the_last_day_is_still_supported_and_the_next_is_not() -> None:
    machine = FakeMachine(files={OS_RELEASE: "ID=debian\nVERSION_ID=12\n"})
    last = readings(machine, datetime(2028, 6, 30, 22, tzinfo=UTC))
    after = readings(machine, datetime(2028, 7, 1, 1, tzinfo=UTC))
    assert value(last["system.supported"]) is True
    assert value(after["system.supported"]) is False


def test_the_place_of_the_vendor_is_read_when_the_first_is_missing() -> None:
    machine = FakeMachine(files={"/usr/lib/os-release": "ID=fedora\nVERSION_ID=32\n"})
    assert value(readings(machine)["system.supported"]) is False


def test_a_minor_version_is_looked_for_as_its_major_one() -> None:
    assert end_of_support("almalinux 9.4", SYSTEMS) == "2032-05-31"
    assert end_of_support("almalinux 10.1", SYSTEMS) is None


def test_an_unlisted_system_is_named_and_its_end_is_not_known() -> None:
    found = readings(FakeMachine(files={OS_RELEASE: "ID=mageia\nVERSION_ID=9\n"}))
    assert value(found["system.name"]) == "mageia 9"
    assert isinstance(found["system.end_of_support"], Unreadable)
    assert isinstance(found["system.supported"], Unreadable)


def test_a_rolling_system_has_no_end() -> None:
    found = readings(FakeMachine(files={OS_RELEASE: load("system", "os_release_arch")[0].raw}))
    assert isinstance(found["system.end_of_support"], Inapplicable)
    assert isinstance(found["system.supported"], Unreadable)


@pytest.mark.parametrize("content", ["", "ID=", "ID='debian", "ID=cabinet du dr alix", "ID=../x"])
def test_a_name_of_another_form_is_not_known(content: str) -> None:
    found = readings(FakeMachine(files={OS_RELEASE: content}))
    assert isinstance(found["system.name"], Unreadable)
    assert isinstance(found["system.supported"], Unreadable)


def test_a_refusal_or_an_absence_is_not_known() -> None:
    for machine in (FakeMachine(), FakeMachine(files={OS_RELEASE: MachineRefusedError("Non.")})):
        assert all(isinstance(each, Unreadable) for each in readings(machine).values())


@pytest.mark.parametrize(("shape", "portable"), [("10\n", True), ("3\n", False)])
def test_the_shape_of_the_case(shape: str, *, portable: bool) -> None:
    machine = FakeMachine(files={"/sys/class/dmi/id/chassis_type": shape})
    assert value(readings(machine)["system.portable"]) is portable


@given(st.text())
def test_any_text_never_raises_and_names_only_known_forms(text: str) -> None:
    name = system_name(parse_os_release(text))
    assert name == "" or all(32 <= ord(character) < 127 for character in name)
