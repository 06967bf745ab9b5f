from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed, Unreadable
from hygie.workstation.machine import MachineRefusedError, Output
from hygie.workstation.packages import DPKG_STATUS
from hygie.workstation.probes.updates import apt, security_lists
from hygie.workstation.probes.updates.linux import read
from support.machine import Answer, FakeMachine, a_context, an_entry
from support.recordings import load

RELEASE = "deb.debian.org_debian-security_dists_bookworm-security_InRelease"
NAME = "deb.debian.org_debian-security_dists_bookworm-security_main_binary-amd64_Packages.lz4"
STABLE = "deb.debian.org_debian_dists_bookworm_main_binary-amd64_Packages.lz4"
OFFERED = load("updates", "security_list_debian12")[0]
STATUS = load("updates", "dpkg_status_debian12")[0]

versions = st.from_regex(r"([0-9]:)?[0-9][0-9a-z.+~]{0,12}(-[0-9a-z.+~]{1,6})?", fullmatch=True)


def without_index(*, listed: Answer = OFFERED.text, status: str = STATUS.text) -> FakeMachine:
    """Make a workstation where apt keeps no index: the security list is all there is to read."""
    return FakeMachine(
        commands={(*security_lists.CAT, f"{apt.LISTS}/{NAME}"): listed},
        files={DPKG_STATUS: status},
        folders={
            apt.LISTS: tuple(an_entry(name) for name in (RELEASE, NAME, STABLE)),
            apt.INDEX_FOLDER: (an_entry("archives"),),
        },
    )


def updates(machine: FakeMachine) -> dict[str, object]:
    return {each.fact.partition(".")[2]: each for each in read(machine, a_context())}


def test_security_updates_are_counted_without_asking_apt() -> None:
    machine = without_index()
    found = updates(machine)
    security, pending = found["security_pending"], found["pending"]
    assert isinstance(security, Observed)
    assert security.value == len(OFFERED.expect.split())
    assert isinstance(pending, Unreadable)
    assert pending.reason == apt.NO_INDEX
    assert apt.LIST not in machine.asked


def test_the_waiting_packages_are_the_expected_ones() -> None:
    installed = security_lists.parse_versions(STATUS.text, installed=True)
    offered = security_lists.parse_versions(OFFERED.text)
    assert len(installed) == int(STATUS.expect)
    waiting = [
        name
        for name, kept in installed.items()
        if any(security_lists.is_newer(each[1], kept[0][1]) for each in offered.get(name, ()))
    ]
    assert sorted(waiting) == OFFERED.expect.split()


@pytest.mark.parametrize(
    "machine",
    [
        without_index(listed=""),
        without_index(listed="E: Read error\n"),
        without_index(listed=Output(code=100, text=OFFERED.text)),
        without_index(listed=MachineRefusedError("La commande a trop répondu.")),
        without_index(status="Package: bash\nStatus: deinstall ok config-files\nVersion: 1\n"),
    ],
)
def test_what_could_not_be_compared_is_no_count(machine: FakeMachine) -> None:
    assert isinstance(updates(machine)["security_pending"], Unreadable)


def test_a_security_source_without_a_fetched_list_is_no_count() -> None:
    machine = without_index()
    listed = {**machine.folders, apt.LISTS: (an_entry(RELEASE),)}
    bare = FakeMachine(commands=machine.commands, files=machine.files, folders=listed)
    assert isinstance(updates(bare)["security_pending"], Unreadable)


def test_another_architecture_is_another_package() -> None:
    foreign = OFFERED.text.replace("Architecture: amd64", "Architecture: i386")
    found = updates(without_index(listed=foreign))["security_pending"]
    assert isinstance(found, Observed)
    assert found.value == 1, "only ca-certificates, which fits every architecture"


ORDERED = (
    "1.0~~-1",
    "1.0~rc1-1",
    "1.0",
    "1.0-0ubuntu1",
    "1.0-1",
    "1.0-1+deb12u1",
    "1.0-1+deb12u9",
    "1.0-1+deb12u10",
    "1.0a",
    "1.0+b1",
    "1.0.1",
    "1.9",
    "1.10",
    "2",
    "1:0.1",
)


def test_versions_follow_the_order_of_debian() -> None:
    for earlier, later in pairwise(ORDERED):
        assert security_lists.is_newer(later, earlier), (earlier, later)
        assert not security_lists.is_newer(earlier, later), (earlier, later)


@pytest.mark.parametrize(
    ("one", "same"), [("1.0", "1.0-0"), ("0:1.0", "1.0"), ("1.00", "1.0"), ("1.", "1.0")]
)
def test_versions_written_otherwise_are_the_same(one: str, same: str) -> None:
    assert not security_lists.is_newer(one, same)
    assert not security_lists.is_newer(same, one)


@given(versions, versions, versions)
def test_the_order_of_versions_is_an_order(one: str, two: str, three: str) -> None:
    newer = security_lists.is_newer
    assert not newer(one, one)
    assert not (newer(one, two) and newer(two, one))
    if newer(one, two) and newer(two, three):
        assert newer(one, three)


@given(st.text())
def test_any_text_holds_no_package(text: str) -> None:
    assert security_lists.parse_versions(text) == {}
