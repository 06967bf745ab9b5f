import json
import plistlib
from datetime import timedelta

import pytest

from hygie.core.readings import Inapplicable, Reading, Unreadable
from hygie.workstation import macos_profiler, macos_xprotect
from hygie.workstation.machine import Program, Tables
from hygie.workstation.probes.antivirus import macos
from support.machine import NOW, FakeMachine, an_entry
from support.macs import REFUSED, Content, a_mac, a_mac_context, by_fact, settings, values

NEWEST, OLD = macos_xprotect.BUNDLES
UPDATES = "/Library/Preferences/com.apple.SoftwareUpdate.plist"
OTHER = Program(
    id="autre",
    kind="antivirus",
    name="Autre",
    bundles=("fr.exemple.antivirus",),
)
OTHER_INFO = "/Applications/Autre.app/Contents/Info.plist"
PS = ("ps", "-A", "-o", "comm=")
UNPROTECTED = json.dumps({macos_profiler.SOFTWARE: [{"system_integrity": "integrity_disabled"}]})


def searched(days: int, *, arrives: bool | None) -> bytes:
    """Write the settings of a Mac that looked for its updates so many days ago."""
    date = (NOW - timedelta(days=days)).replace(tzinfo=None)
    switch = {} if arrives is None else {"ConfigDataInstall": arrives}
    return plistlib.dumps({"LastSuccessfulDate": date, **switch})


def read(machine: FakeMachine) -> dict[str, Reading]:
    tables = Tables(programs=(OTHER,))
    found = by_fact(macos.read(machine, a_mac_context(tables=tables)))
    assert list(found) == [macos.PRODUCTS, macos.PRESENT, macos.RUNNING, macos.AGE, macos.CURRENT]
    assert isinstance(found[macos.CURRENT], Inapplicable)
    return found


def test_xprotect_is_the_antivirus_of_a_mac() -> None:
    found = read(a_mac())
    assert values(found.values()) == {
        macos.PRODUCTS: ("xprotect",),
        macos.PRESENT: True,
        macos.RUNNING: True,
    }
    assert "5321" in getattr(found[macos.PRODUCTS], "source", "")


def test_the_age_of_its_lists_is_no_fault() -> None:
    assert isinstance(read(a_mac())[macos.AGE], Inapplicable)


def test_their_arrival_switched_off_gives_them_an_age() -> None:
    off = settings(ConfigDataInstall=False)
    assert values(read(a_mac(files={UPDATES: off})).values())[macos.AGE] == 20 * 24


@pytest.mark.parametrize("arrival", [settings(ConfigDataInstall=True), REFUSED, None])
@pytest.mark.parametrize(("days", "known"), [(91, True), (1100, True), (90, False)])
def test_a_list_of_many_months_has_an_age_whatever_the_switch(
    arrival: Content | None, days: int, *, known: bool
) -> None:
    folder = (an_entry("Info.plist", modified=NOW - timedelta(days=days)),)
    files = {UPDATES: arrival} if arrival is not None else {}
    found = read(a_mac(files=files, folders={OLD: folder}))
    assert values(found.values()).get(macos.AGE) == (days * 24 if known else None)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (searched(30, arrives=True), Inapplicable),
        (searched(31, arrives=True), Unreadable),
        (searched(-3, arrives=True), Unreadable),
        (searched(1, arrives=None), Unreadable),
        (settings(ConfigDataInstall=True), Unreadable),
        (REFUSED, Unreadable),
    ],
)
def test_lists_that_may_not_arrive_are_never_in_order(
    written: Content, expected: type[Reading]
) -> None:
    assert isinstance(read(a_mac(files={UPDATES: written}))[macos.AGE], expected)


def test_a_list_written_in_the_future_has_no_age() -> None:
    late = (an_entry("Info.plist", modified=NOW + timedelta(days=2)),)
    machine = a_mac(files={UPDATES: settings(ConfigDataInstall=False)}, folders={OLD: late})
    assert isinstance(read(machine)[macos.AGE], Unreadable)


def test_the_newest_of_two_lists_counts() -> None:
    newer = settings(CFBundleShortVersionString="5330")
    found = read(a_mac(files={f"{NEWEST}/Info.plist": newer}))
    assert "5330" in getattr(found[macos.PRODUCTS], "source", "")


@pytest.mark.parametrize("refused", [NEWEST, OLD])
def test_a_place_that_was_refused_may_hold_a_newer_list(refused: str) -> None:
    """macOS 15 and later keep the newest list where an account may not look."""
    other = OLD if refused == NEWEST else NEWEST
    old = (an_entry("Info.plist", modified=NOW - timedelta(days=400)),)
    lists: dict[str, Content] = {
        f"{refused}/Info.plist": REFUSED,
        f"{other}/Info.plist": settings(CFBundleShortVersionString="5200"),
    }
    found = read(a_mac(files=lists, folders={other: old}))
    age = found[macos.AGE]
    assert isinstance(age, Unreadable)
    assert age.reason == REFUSED.reason
    assert values(found.values()) == {
        macos.PRODUCTS: ("xprotect",),
        macos.PRESENT: True,
        macos.RUNNING: True,
    }
    assert not any("5200" in getattr(each, "source", "") for each in found.values())


def test_without_the_protection_of_the_system_it_may_be_stopped() -> None:
    machine = a_mac(commands={macos_profiler.COMMAND: UNPROTECTED})
    assert isinstance(read(machine)[macos.RUNNING], Unreadable)


def test_another_makers_antivirus_is_listed_and_seen_running() -> None:
    info = settings(CFBundleIdentifier="fr.exemple.antivirus", CFBundleShortVersionString="1")
    running = "/sbin/launchd\n/Applications/Autre.app/Contents/MacOS/Autre\n"
    machine = a_mac(
        commands={macos_profiler.COMMAND: UNPROTECTED, PS: running}, files={OTHER_INFO: info}
    )
    found = values(read(machine).values())
    assert found[macos.PRODUCTS] == ("autre", "xprotect")
    assert found[macos.RUNNING] is True


def test_another_one_installed_and_stopped_does_not_run() -> None:
    info = settings(CFBundleIdentifier="fr.exemple.antivirus", CFBundleShortVersionString="1")
    machine = a_mac(commands={macos_profiler.COMMAND: UNPROTECTED}, files={OTHER_INFO: info})
    assert isinstance(read(machine)[macos.RUNNING], Unreadable)


@pytest.mark.parametrize("raw", [b"x", REFUSED, settings(CFBundleShortVersionString="x y")])
def test_a_list_that_cannot_be_read_is_not_an_absence(raw: bytes) -> None:
    found = read(a_mac(files={f"{OLD}/Info.plist": raw}, folders={OLD: ()}))
    assert [type(each) for each in found.values()] == [*[Unreadable] * 4, Inapplicable]


def test_no_list_and_no_other_is_an_answer() -> None:
    machine = FakeMachine(
        files={"/Applications/Safari.app/Contents/Info.plist": settings(CFBundleIdentifier="x")}
    )
    found = read(machine)
    assert values(found.values()) == {macos.PRODUCTS: (), macos.PRESENT: False}


def test_an_empty_machine_says_nothing() -> None:
    assert values(read(FakeMachine()).values()) == {}
