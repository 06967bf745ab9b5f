from datetime import timedelta

import pytest

from hygie.core.readings import Unreadable
from hygie.workstation.macos_installs import HISTORY
from hygie.workstation.macos_searches import DOMAIN, days_since_search
from hygie.workstation.probes.updates import macos
from support.machine import NOW, FakeMachine
from support.macs import REFUSED, Content, a_mac_context, by_fact, settings, values
from support.recordings import Recording, load

WORDS: dict[object, object] = {True: "yes", False: "no", None: "-"}
MANAGED = "/Library/Managed Preferences"


def read(**files: Content) -> dict[str, object]:
    places = {
        "own": macos.SOURCE,
        "managed": f"{MANAGED}/{DOMAIN}.plist",
        "person": f"{MANAGED}/alix/{DOMAIN}.plist",
    }
    machine = FakeMachine(files={places[name]: raw for name, raw in files.items()})
    return values(macos.read(machine, a_mac_context()))


@pytest.mark.parametrize("recording", load("macos", "updates-"), ids=str)
def test_documented_settings(recording: Recording) -> None:
    found = read(own=recording.raw)
    automatic = WORDS[found.get(macos.AUTOMATIC)]
    pending, days = (found.get(fact, "-") for fact in (macos.PENDING, macos.CHECK))
    assert f"automatic {automatic}; pending {pending}; days {days}" == recording.expect
    assert found.get(macos.SECURITY, "-") == pending


def test_a_switch_nobody_touched_is_not_a_wrong_one() -> None:
    assert macos.AUTOMATIC not in read(own=settings(AutomaticDownload=True))


@pytest.mark.parametrize("switch", macos.SWITCHES)
def test_one_switch_off_is_enough(switch: str) -> None:
    on = {macos.INSTALL: True, switch: False}
    assert read(own=settings(**on))[macos.AUTOMATIC] is False


def test_what_an_organisation_imposes_wins() -> None:
    off, on = settings(**{macos.INSTALL: False}), settings(**{macos.INSTALL: True})
    assert read(own=off, managed=on)[macos.AUTOMATIC] is True
    assert read(own=on, managed=on, person=off)[macos.AUTOMATIC] is False


@pytest.mark.parametrize("raw", [b"", b"x", REFUSED])
def test_no_readable_settings_tell_nothing(raw: Content) -> None:
    assert read(own=raw) == {}


def test_no_settings_at_all_tell_nothing() -> None:
    machine = FakeMachine()
    found = by_fact(macos.read(machine, a_mac_context()))
    assert [type(each) for each in found.values()] == [Unreadable] * 6
    assert machine.asked == []


def test_a_search_to_come_is_a_wrong_clock() -> None:
    later = (NOW + timedelta(days=3)).replace(tzinfo=None)
    assert days_since_search({"LastSuccessfulDate": later}, NOW) is None
    assert days_since_search({"LastSuccessfulDate": "hier"}, NOW) is None


def history(*rows: tuple[str, str, str]) -> bytes:
    """Write a history of the installer: date, displayName and processName, as plaso reads them."""
    words = [
        f"<dict><key>date</key><date>{date}</date><key>displayName</key><string>{name}</string>"
        f"<key>processName</key><string>{process}</string></dict>"
        for date, name, process in rows
    ]
    return f'<plist version="1.0"><array>{"".join(words)}</array></plist>'.encode()


def installed(raw: Content) -> object:
    machine = FakeMachine(files={HISTORY: raw})
    return values(macos.read(machine, a_mac_context())).get(macos.INSTALLED)


def test_the_newest_macos_installed_is_dated_and_nothing_else_counts() -> None:
    raw = history(
        ("2026-09-16T07:00:00Z", "macOS 26.0", "macOS Installer"),
        ("2026-11-04T07:00:00Z", "macOS 26.1", "softwareupdated"),
        ("2026-11-20T07:00:00Z", "XProtectPlistConfigData", "softwareupdated"),
        ("2026-11-21T07:00:00Z", "macOS Cleaner", "installer"),
    )
    assert installed(raw) == 18


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"x", REFUSED, settings(a=1), history()),
        history(("2027-11-04T07:00:00Z", "macOS 27", "softwareupdated")),
        history(("2026-11-04T07:00:00Z", "Safari", "softwareupdated")),
    ],
)
def test_a_history_without_macos_is_no_date(raw: Content) -> None:
    assert installed(raw) is None
