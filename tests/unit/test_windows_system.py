from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed, Unreadable
from hygie.workstation.machine import MachineRefusedError, Tables
from hygie.workstation.probes.system import windows
from hygie.workstation.probes.system.windows_names import FAMILIES, RELEASES, SERVERS, identity
from hygie.workstation.windows_extended import ENROLMENT
from hygie.workstation.windows_machine import PowerHardware, RegistryValue, SystemVersion
from support.machine import NOW
from support.windows_machine import FakeWindowsMachine, a_windows_context

SYSTEMS = {
    "windows 10": "2025-10-14",
    "windows 10 esu": "2027-10-12",
    "windows 11 24h2": "2026-10-13",
    "windows-entreprise 11 24h2": "2027-10-12",
    "windows-ltsc 10 1809": "2029-01-09",
    "windows-server 2025": "2034-11-14",
}
LAPTOP = PowerHardware(role=2, lid=True, battery=True, short_term=False, connected_standby=False)


def version(build: int, product: int = 1) -> SystemVersion:
    return SystemVersion(major=10, minor=0, build=build, product_type=product)


def read(
    asked: SystemVersion,
    edition: RegistryValue = "Core",
    *,
    enrolled: RegistryValue | None = None,
    now: datetime = NOW,
    **values: RegistryValue,
) -> dict[str, object]:
    keys: dict[str, dict[str, RegistryValue]] = {
        windows.CURRENT: {"EditionID": edition, **values},
        ENROLMENT: {} if enrolled is None else {"ESUEligibility": enrolled},
    }
    machine = FakeWindowsMachine(keys=keys, answers={SystemVersion: asked})
    context = a_windows_context(now=now, tables=Tables(systems=SYSTEMS))
    return {
        each.fact: each.value
        for each in windows.read(machine, context)
        if isinstance(each, Observed)
    }


def test_windows_11_is_told_by_its_build_not_by_the_name_it_gives_itself() -> None:
    found = read(version(26100), ProductName="Windows 10 Home", DisplayVersion="24H2")
    assert found["system.name"] == "windows 11 24h2"
    assert found["system.supported"] is False


def test_the_same_version_is_mended_longer_for_organisations() -> None:
    found = read(version(26100), "Enterprise")
    assert found["system.end_of_support"] == "2027-10-12"
    assert found["system.supported"] is True
    assert read(version(17763), "EnterpriseS")["system.end_of_support"] == "2029-01-09"


def test_windows_10_without_a_known_enrolment_nor_revision_is_never_failed() -> None:
    """Its enrolment may lie in another person's session: only «enrolled» is an answer."""
    for enrolled in (None, 0, 1, 2, 5, 8, "3", b"\3"):
        assert set(read(version(19045), enrolled=enrolled)) == {"system.name"}
    found = read(version(19045), enrolled=3)
    assert (found["system.end_of_support"], found["system.supported"]) == ("2027-10-12", True)


BEFORE_GRACE, AFTER_GRACE = datetime(2026, 1, 12, tzinfo=UTC), datetime(2026, 1, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("revision", "enrolled", "now", "expected"),
    [
        (6456, None, AFTER_GRACE, False),
        (6466, None, NOW, False),  # KB5071959, given to everyone so that they can enrol
        (3803, 1, NOW, False),
        (6456, None, BEFORE_GRACE, None),
        (6456, 3, BEFORE_GRACE, True),
        (6456, 3, NOW, None),
        (6575, None, NOW, None),  # received once: no proof that it is still enrolled
        (9999, None, NOW, None),
        (6575, 3, NOW, True),
        (7000, 3, NOW, True),
        (7000, None, datetime(2027, 10, 13, tzinfo=UTC), None),
        (7000, 3, datetime(2027, 10, 13, tzinfo=UTC), False),
        ("6456", None, NOW, None),
    ],
)
def test_windows_10_without_any_extended_update_months_later_is_no_longer_mended(
    revision: RegistryValue, enrolled: int | None, now: datetime, *, expected: bool | None
) -> None:
    found = read(version(19045), enrolled=enrolled, now=now, UBR=revision)
    assert found.get("system.supported") is expected


def test_the_revision_of_an_older_windows_10_changes_nothing() -> None:
    assert read(version(19044), UBR=7000)["system.supported"] is False


def test_an_older_windows_10_ended_for_everyone_but_its_long_lived_editions() -> None:
    assert read(version(19044))["system.supported"] is False
    assert "system.end_of_support" not in read(version(19044))
    assert set(read(version(19044), "EnterpriseS")) == {"system.name"}


def test_an_edition_or_a_version_hygie_does_not_know_is_not_judged() -> None:
    assert read(version(26100), "Quantum") == {"system.name": "windows 11 24h2"}
    newer = read(version(30000), DisplayVersion="27H2")
    assert newer == {"system.name": "windows 11 27h2"}
    preview = read(version(26120), DisplayVersion="24H2")
    assert preview == {"system.name": "windows 11"}


def test_servers_are_named_by_their_year() -> None:
    found = read(version(26100, 3), "ServerStandard")
    assert found["system.name"] == "windows-server 2025"
    assert found["system.supported"] is True
    assert read(version(26100, 3), "ServerDatacenterACor") == {}
    assert read(version(26100, 3), "ServerRdsh") == {}


@given(
    st.builds(
        SystemVersion,
        major=st.sampled_from([5, 6, 10, 11]),
        minor=st.integers(0, 9),
        build=st.one_of(st.integers(0, 40_000), st.sampled_from([*RELEASES, *SERVERS])),
        product_type=st.integers(0, 4),
    ),
    st.one_of(st.text(), st.sampled_from([*FAMILIES, "ServerStandard"])),
    st.text(),
)
def test_any_version_is_named_in_the_words_of_the_table_or_not_at_all(
    asked: SystemVersion, edition: str, displayed: str
) -> None:
    found = identity(asked, edition, displayed)
    assert found is None or found.name.startswith("windows")
    assert found is None or found.name.isascii()


def portable(hardware: PowerHardware | MachineRefusedError) -> object:
    machine = FakeWindowsMachine(answers={PowerHardware: hardware})
    *_, reading = windows.read(machine, a_windows_context(now=NOW))
    return reading.value if isinstance(reading, Observed) else Unreadable


@pytest.mark.parametrize(
    ("role", "lid", "battery", "short_term", "expected"),
    [
        (2, True, True, False, True),
        (8, False, True, False, True),
        (1, True, False, False, True),
        (1, False, False, False, False),
        (1, False, True, True, False),
        (1, False, True, False, Unreadable),
        (0, False, False, False, Unreadable),
        (99, False, False, False, Unreadable),
    ],
)
def test_a_computer_is_portable_by_its_role_its_lid_and_its_own_battery(
    *,
    role: int,
    lid: bool,
    battery: bool,
    short_term: bool,
    expected: object,
) -> None:
    hardware = PowerHardware(
        role=role, lid=lid, battery=battery, short_term=short_term, connected_standby=False
    )
    assert portable(hardware) is expected


def test_a_refusal_says_nothing_of_the_shape() -> None:
    assert portable(LAPTOP) is True
    assert portable(MachineRefusedError("Refusé.")) is Unreadable
