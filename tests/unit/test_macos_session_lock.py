import json
from typing import Any

import pytest

from hygie.core.readings import Inapplicable, Reading, Unreadable
from hygie.workstation import macos_profiler
from hygie.workstation.machine import Output
from hygie.workstation.macos_tools import last_sentence, sysadminctl_command
from hygie.workstation.probes.session_lock import macos
from support.machine import Answer, FakeMachine
from support.macs import HOME, REFUSED, SAVER, a_mac_context, by_fact, recorded, settings, values
from support.recordings import Recording, load

COMMAND = sysadminctl_command("screenLock")
UUID = "00000000-0000-5000-8000-000000000026"
OWN = f"{HOME}/Library/Preferences/ByHost/{SAVER}.{UUID}.plist"
MANAGED = f"/Library/Managed Preferences/alix/{SAVER}.plist"


def a_machine(
    lock: Answer | None = None,
    *,
    saver: int | None = None,
    screen: object = None,
    profiles: dict[str, Any] | None = None,
    chip: str = "",
) -> FakeMachine:
    power = dict(profiles or {})
    if screen is not None:
        power["AC Power"] = {macos.SCREEN: screen, macos.SLEEP: 0}
    report = {
        macos_profiler.HARDWARE: [{"platform_UUID": UUID, "chip_type": chip}],
        macos_profiler.POWER: [{"_name": "sppower_information", **power}],
    }
    return FakeMachine(
        commands={
            macos_profiler.COMMAND: json.dumps(report),
            COMMAND: recorded("lock-immediate") if lock is None else lock,
        },
        files={} if saver is None else {OWN: settings(idleTime=saver)},
    )


def read(lock: Answer | None = None, **changes: Any) -> dict[str, Reading]:
    found = by_fact(macos.read(a_machine(lock, **changes), a_mac_context()))
    assert list(found) == list(macos.FACTS)
    return found


def lock(found: dict[str, Reading]) -> tuple[object, object, object]:
    seen = values(found.values())
    enabled, delay, resume = (seen.get(fact) for fact in macos.FACTS)
    return enabled, delay, resume


@pytest.mark.parametrize("recording", load("macos", "lock-"), ids=str)
def test_documented_sentences(recording: Recording) -> None:
    said = last_sentence(recording.text)
    assert (macos.parse_grace(said) is None) is said.startswith(macos.OFF)
    assert str(macos.parse_grace(said) if macos.parse_grace(said) is not None else "off") == (
        recording.expect
    )


def test_the_first_clock_to_run_out_locks() -> None:
    assert lock(read(saver=300, screen=10)) == (True, 300, True)
    assert lock(read(saver=1200, screen=2)) == (True, 120, True)


def test_the_grace_is_added() -> None:
    assert lock(read(recorded("lock-seconds"), saver=300, screen=10)) == (True, 600, True)


def test_the_longer_of_mains_and_battery_counts() -> None:
    profiles = {"AC Power": {macos.SCREEN: "30"}, "Battery Power": {macos.SCREEN: 2}}
    assert lock(read(profiles=profiles)) == (True, 1800, True)


def test_one_source_of_power_that_never_darkens_never_locks() -> None:
    profiles = {"AC Power": {macos.SCREEN: 0, macos.SLEEP: 0}, "Battery Power": {macos.SCREEN: 2}}
    assert lock(read(saver=0, profiles=profiles)) == (False, None, True)
    assert lock(read(saver=600, profiles=profiles)) == (True, 600, True)


def test_a_mac_that_sleeps_with_its_screen_on_locks_too() -> None:
    profiles = {"AC Power": {macos.SCREEN: 0, macos.SLEEP: 20}}
    assert lock(read(saver=0, profiles=profiles)) == (True, 1200, True)
    assert lock(read(saver=0, profiles=profiles, chip="Apple M4")) == (False, None, True)


def test_no_password_at_all() -> None:
    found = read(recorded("lock-off"), saver=300, screen=10)
    assert lock(found) == (False, None, False)
    assert isinstance(found[macos.DELAY], Inapplicable)


def test_what_an_organisation_imposes_wins() -> None:
    machine = a_machine(saver=3600, screen=0)
    machine.files = {**machine.files, MANAGED: settings(idleTime=300)}
    assert lock(by_fact(macos.read(machine, a_mac_context()))) == (True, 300, True)


def test_a_delay_never_chosen_only_shortens_the_other() -> None:
    assert lock(read(screen=10)) == (True, 600, True)


def test_a_delay_never_chosen_is_not_never() -> None:
    found = read(screen=0)
    assert lock(found) == (None, None, True)
    assert isinstance(found[macos.ENABLED], Unreadable)


def test_settings_of_a_former_mac_are_not_this_ones() -> None:
    former = OWN.replace(UUID, UUID.replace("26", "13"))
    machine = FakeMachine(
        commands={
            COMMAND: recorded("lock-immediate"),
            macos_profiler.COMMAND: json.dumps(
                {macos_profiler.HARDWARE: [{"platform_UUID": UUID}]}
            ),
        },
        files={former: settings(idleTime=60)},
    )
    assert lock(by_fact(macos.read(machine, a_mac_context()))) == (None, None, True)


@pytest.mark.parametrize(
    "said",
    [
        *["", "screenLock is off", REFUSED, Output(code=1, text="")],
        "2026 sysadminctl[1:2] le verrouillage est désactivé",
        "2026 sysadminctl[1:2] screenLock delay is -1 seconds",
        "2026 sysadminctl[1:2] screenLock delay is ٣ seconds",
        "Usage: sysadminctl",
    ],
)
def test_other_sentences_are_no_answer(said: Answer) -> None:
    assert {type(each) for each in read(said, saver=300, screen=10).values()} == {Unreadable}


@pytest.mark.parametrize("identifier", ["", "../../x", "00000000"])
def test_an_odd_identifier_is_not_made_a_path(identifier: str) -> None:
    report = json.dumps({macos_profiler.HARDWARE: [{"platform_UUID": identifier}]})
    machine = FakeMachine(
        commands={COMMAND: recorded("lock-immediate"), macos_profiler.COMMAND: report}
    )
    assert lock(by_fact(macos.read(machine, a_mac_context()))) == (None, None, True)
