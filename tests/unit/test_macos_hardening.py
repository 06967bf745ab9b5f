import json
import plistlib
from datetime import timedelta

import pytest

from hygie.core.readings import Inapplicable, Reading, Unreadable
from hygie.workstation import (
    macos_profiler,
    macos_sockets,
    macos_time_machine,
    macos_xprotect,
)
from hygie.workstation.machine import Output
from hygie.workstation.probes.hardening import macos, macos_startup
from support.machine import NOW, Answer, FakeMachine, an_entry
from support.macs import (
    HOME,
    REFUSED,
    Content,
    a_mac,
    a_mac_context,
    by_fact,
    recorded,
    values,
)
from support.recordings import Recording, load


def read(mac: str = "26-arm", **commands: Answer) -> dict[str, Reading]:
    named = {
        "gatekeeper": macos.ASSESSMENT,
        "profiler": macos_profiler.COMMAND,
        "netstat": macos_sockets.COMMAND,
        "stealth": macos.STEALTH_COMMAND,
    }
    machine = a_mac(mac, commands={named[name]: raw for name, raw in commands.items()})
    return by_fact(macos.read(machine, a_mac_context()))


def of(machine: FakeMachine, fact: str) -> Reading:
    return by_fact(macos.read(machine, a_mac_context()))[fact]


LISTS = {macos.STARTUP: 2, macos.XPROTECT_VERSION: "5321", macos.XPROTECT_DATE: "2026-11-02"}


def test_the_protections_of_a_mac() -> None:
    assert values(read().values()) == {
        macos.GATEKEEPER: True,
        macos.SIP: True,
        macos.DESKTOP: False,
        macos.STEALTH: True,
        **LISTS,
    }


def test_a_mac_left_open() -> None:
    off = Output(code=1, text="assessments disabled\n")
    assert values(read("14-intel", gatekeeper=off).values()) == {
        macos.GATEKEEPER: False,
        macos.SIP: False,
        macos.DESKTOP: True,
        macos.STEALTH: False,
        **LISTS,
    }


def test_what_is_windows_own_has_no_meaning_here() -> None:
    found = read()
    assert {type(found[fact]) for fact in macos.OF_WINDOWS} == {Inapplicable}


@pytest.mark.parametrize(
    "said", ["", "x", "évaluations activées", REFUSED, Output(code=1, text="")]
)
def test_other_sentences_of_gatekeeper_are_no_answer(said: Answer) -> None:
    assert isinstance(read(gatekeeper=said)[macos.GATEKEEPER], Unreadable)


@pytest.mark.parametrize("state", ["", "Enabled", "Activée", "integrity_custom"])
def test_other_words_about_the_integrity_are_no_answer(state: str) -> None:
    report = json.dumps({macos_profiler.SOFTWARE: [{"system_integrity": state}]})
    assert isinstance(read(profiler=report)[macos.SIP], Unreadable)


@pytest.mark.parametrize("recording", load("macos", "stealth-"), ids=str)
def test_the_firewall_that_answers_no_probe(recording: Recording) -> None:
    found = read(stealth=recording.raw)[macos.STEALTH]
    assert getattr(found, "value", None) is (recording.expect == "yes")


@pytest.mark.parametrize(
    "said", ["", "Mode furtif activé", REFUSED, Output(code=1, text="Stealth mode enabled")]
)
def test_other_words_about_the_stealth_mode_are_no_answer(said: Answer) -> None:
    assert isinstance(read(stealth=said)[macos.STEALTH], Unreadable)


def test_the_stealth_mode_of_a_firewall_that_is_off_does_nothing() -> None:
    assert isinstance(read("13-intel")[macos.STEALTH], Inapplicable)


def test_the_folder_of_the_daily_user_counts_too() -> None:
    own = f"{HOME}/{macos_startup.OWN}"
    found = of(a_mac(folders={own: (an_entry("a.plist"), an_entry("b.plist"))}), macos.STARTUP)
    assert getattr(found, "value", None) == 4
    assert "exemple" not in repr(found)


@pytest.mark.parametrize("folder", [*macos_startup.SHARED, f"{HOME}/{macos_startup.OWN}"])
def test_a_refused_folder_is_not_an_empty_one(folder: str) -> None:
    assert isinstance(of(a_mac(folders={folder: REFUSED}), macos.STARTUP), Unreadable)


@pytest.mark.parametrize(
    ("file", "fact"), [("", macos.XPROTECT_VERSION), ("x", macos.XPROTECT_VERSION)]
)
def test_a_list_of_threats_without_version_is_not_known(file: str, fact: str) -> None:
    info = f"{macos_xprotect.BUNDLES[-1]}/{macos_xprotect.INFO}"
    assert isinstance(of(a_mac(files={info: file}), fact), Unreadable)


@pytest.mark.parametrize("fact", [macos.XPROTECT_VERSION, macos.XPROTECT_DATE])
def test_a_place_of_the_lists_that_was_refused_may_hold_the_newest(fact: str) -> None:
    newest = f"{macos_xprotect.BUNDLES[0]}/{macos_xprotect.INFO}"
    found = of(a_mac(files={newest: REFUSED}), fact)
    assert isinstance(found, Unreadable)
    assert found.reason == REFUSED.reason


def test_a_list_of_threats_to_come_is_a_wrong_clock() -> None:
    later = an_entry(macos_xprotect.INFO, modified=NOW + timedelta(days=1))
    machine = a_mac(folders={macos_xprotect.BUNDLES[-1]: (later,)})
    assert isinstance(of(machine, macos.XPROTECT_DATE), Unreadable)
    assert values([of(machine, macos.XPROTECT_VERSION)]) == {macos.XPROTECT_VERSION: "5321"}


def the_disks(*states: str | None) -> bytes:
    """Write the notes of a Time Machine that has these disks."""
    disks = [{"LastKnownEncryptionState": state} if state else {} for state in states]
    return plistlib.dumps({"Destinations": disks})


@pytest.mark.parametrize(
    ("notes", "found"),
    [
        (the_disks("Encrypted", "Encrypted"), True),
        (the_disks("Encrypted", "NotEncrypted"), False),
        (the_disks(None, "NotEncrypted"), False),
        (the_disks("Encrypted", None), Unreadable),
        (the_disks("FileVault"), Unreadable),
        (the_disks(), Inapplicable),
        (plistlib.dumps({"Destinations": "x"}), Unreadable),
        (recorded("backup-13-intel"), True),
        (recorded("backup-26-arm"), False),
        (recorded("backup-none"), Inapplicable),
        (REFUSED, Unreadable),
    ],
)
def test_the_disks_of_time_machine(notes: Content, found: object) -> None:
    reading = of(a_mac(files={macos_time_machine.NOTES: notes}), macos.BACKUP)
    assert getattr(reading, "value", type(reading)) == found


def test_an_empty_machine_says_nothing() -> None:
    assert values(macos.read(FakeMachine(), a_mac_context())) == {}
