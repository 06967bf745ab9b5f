"""What each setting would change on macOS, from the documented answers of its tools."""

import pytest

from hygie.workstation.machine import MachineRefusedError, Output
from hygie.workstation.macos_tools import sysadminctl_command
from hygie.workstation.settings.autorun.macos import plan as plan_autorun
from hygie.workstation.settings.door import NotHereError, Place, Planner, Sight, Step, Value
from hygie.workstation.settings.firewall.macos import PLACE as GLOBAL
from hygie.workstation.settings.firewall.macos import plan as plan_firewall
from hygie.workstation.settings.guest.macos import PLACE as GUEST
from hygie.workstation.settings.guest.macos import plan as plan_guest
from hygie.workstation.settings.lock.macos import IDLE
from hygie.workstation.settings.lock.macos import plan as plan_lock
from hygie.workstation.settings.macos_door import FIREWALL, MacosDoor
from hygie.workstation.settings.updates.macos import DOMAIN, SWITCHES
from hygie.workstation.settings.updates.macos import plan as plan_updates
from support.machine import Answer, FakeMachine, a_context
from support.settings import check_declared

Commands = dict[tuple[str, ...], Answer]
SAVER = ("com.apple.screensaver", "idleTime")
STATE = (FIREWALL, "--getglobalstate")
ASKED: Commands = {
    sysadminctl_command("screenLock"): (
        "2026-11-22 19:41:00.123 sysadminctl[812:9034] screenLock delay is immediate\n"
    )
}
NOT_ASKED: Commands = {
    sysadminctl_command("screenLock"): "2026-11-22 19:41 sysadminctl[1:2] screenLock is off\n"
}
PROFILE = b'<?xml version="1.0"?><plist version="1.0"><dict>%s</dict></plist>'


def own(*where: str, kind: str, value: str) -> Commands:
    """Answer ``defaults`` for one key; ``where`` may begin with -currentHost."""
    *host, domain, name = where
    return {
        ("defaults", *host, "read-type", domain, name): f"Type is {kind}\n",
        ("defaults", *host, "read", domain, name): f"{value}\n",
    }


def absent(*where: str) -> Commands:
    *host, domain, name = where
    return {("defaults", *host, "read-type", domain, name): Output(code=1, text="")}


def planned(
    planner: Planner, commands: Commands, files: dict[str, bytes] | None = None
) -> dict[str, tuple[object, object]]:
    machine = FakeMachine(commands=commands, files=files or {})
    door = MacosDoor(lambda: machine, list[Step]().append)
    context = a_context(system="macos", home="/Users/alix")
    sight = Sight(machine=machine, door=door, context=context, minutes=7)
    found = planner(sight)
    check_declared(planner, "macos", found)
    return {each.place.name or each.place.where: (each.before, each.after) for each in found}


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        (absent("-currentHost", *SAVER), {"idleTime": (None, "int 300")}),
        (
            own("-currentHost", *SAVER, kind="integer", value="0"),
            {"idleTime": ("int 0", "int 300")},
        ),
        (
            own("-currentHost", *SAVER, kind="integer", value="1200"),
            {"idleTime": ("int 1200", "int 300")},
        ),
        (own("-currentHost", *SAVER, kind="integer", value="120"), {}),
    ],
)
def test_only_delays_that_settings_offers_are_written(answers: Commands, found: object) -> None:
    assert planned(plan_lock, {**ASKED, **answers}) == found


@pytest.mark.parametrize(
    ("commands", "said"),
    [(NOT_ASKED, "Réglages Système"), ({}, "sh"), ({next(iter(ASKED)): "?"}, "n'a pas dit")],
)
def test_without_a_password_nothing_is_set(commands: Commands, said: str) -> None:
    answers = absent("-currentHost", *SAVER)
    with pytest.raises(MachineRefusedError, match=said):
        planned(plan_lock, {**commands, **answers})


def test_what_a_profile_imposes_is_not_ours() -> None:
    folder = "/Library/Managed Preferences"
    idle = PROFILE % b"<key>idleTime</key><integer>60</integer>"
    with pytest.raises(MachineRefusedError, match="profil"):
        planned(plan_lock, ASKED, {f"{folder}/com.apple.screensaver.plist": idle})
    check = PROFILE % b"<key>AutomaticDownload</key><false/>"
    with pytest.raises(MachineRefusedError, match="profil"):
        planned(plan_updates, {}, {f"{folder}/com.apple.SoftwareUpdate.plist": check})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Firewall is disabled. (State = 0)\n", {"socketfilterfw": (0, 1)}),
        ("Firewall is enabled. (State = 1)\n", {}),
    ],
)
def test_the_firewall(text: str, found: object) -> None:
    assert planned(plan_firewall, {STATE: text}) == found


@pytest.mark.parametrize(
    "answer", ["", "Firewall is enabled. (State = 2)", Output(code=1, text="(State = 0)")]
)
def test_a_firewall_not_understood_or_stricter_is_left_alone(answer: Answer) -> None:
    with pytest.raises(MachineRefusedError):
        planned(plan_firewall, {STATE: answer})


def test_updates() -> None:
    commands: Commands = {}
    for name, value in zip(SWITCHES, ("1", "0", "", "1"), strict=True):
        commands |= (
            own(DOMAIN, name, kind="boolean", value=value) if value else absent(DOMAIN, name)
        )
    assert planned(plan_updates, commands) == {
        SWITCHES[1]: ("bool 0", "bool 1"),
        SWITCHES[2]: (None, "bool 1"),
    }


def test_the_guest_is_closed_unless_nobody_ever_opened_it() -> None:
    where = (GUEST.where, GUEST.name)
    assert planned(plan_guest, own(*where, kind="boolean", value="1")) == {
        "GuestEnabled": ("bool 1", "bool 0")
    }
    assert planned(plan_guest, own(*where, kind="boolean", value="0")) == {}
    assert planned(plan_guest, absent(*where)) == {}


@pytest.mark.parametrize(("kind", "value"), [("string", "1"), ("boolean", "yes"), ("float", "1.5")])
def test_a_type_that_could_not_be_put_back_is_refused(kind: str, value: str) -> None:
    with pytest.raises(MachineRefusedError):
        planned(plan_guest, own(GUEST.where, GUEST.name, kind=kind, value=value))


def test_macos_starts_no_program_from_a_medium() -> None:
    with pytest.raises(NotHereError):
        planned(plan_autorun, {})


@pytest.mark.parametrize(
    ("place", "value", "command"),
    [
        (GLOBAL, 1, f"{FIREWALL} --setglobalstate on"),
        (GLOBAL, 0, f"{FIREWALL} --setglobalstate off"),
        (IDLE, "int 300", "defaults -currentHost write com.apple.screensaver idleTime -int 300"),
        (IDLE, None, "defaults -currentHost delete com.apple.screensaver idleTime"),
        (GUEST, "bool 0", f"defaults write {GUEST.where} GuestEnabled -bool false"),
    ],
)
def test_the_commands(place: Place, value: Value | None, command: str) -> None:
    steps: list[Step] = []
    MacosDoor(FakeMachine, steps.append).put(place, value)
    assert [" ".join(step.command) for step in steps] == [command]
    assert [step.elevated for step in steps] == [place.elevated]
