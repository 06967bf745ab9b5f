"""What each setting would change on macOS, from the documented answers of its tools."""

import pytest

from hygie.workstation.machine import MachineRefusedError, Output
from hygie.workstation.macos_tools import sysadminctl_command
from hygie.workstation.settings.autorun.macos import plan as plan_autorun
from hygie.workstation.settings.door import Change, NotHereError, Place, Planner, Sight, Step, Value
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
    on = PROFILE % b"<key>EnableFirewall</key><true/>"
    with pytest.raises(MachineRefusedError, match="profil"):
        planned(plan_firewall, {}, {f"{folder}/com.apple.security.firewall.plist": on})
    guest = PROFILE % b"<key>DisableGuestAccount</key><true/>"
    with pytest.raises(MachineRefusedError, match="profil"):
        planned(plan_guest, {}, {f"{folder}/com.apple.MCX.plist": guest})


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


def test_a_switch_written_as_a_number_is_a_switch() -> None:
    commands: Commands = {}
    for name in SWITCHES:
        commands |= own(DOMAIN, name, kind="integer", value="1")
    assert planned(plan_updates, commands) == {}
    assert planned(plan_guest, own(GUEST.where, GUEST.name, kind="integer", value="0")) == {}


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


class ObedientMac:
    """A Mac that keeps what ``defaults`` and ``socketfilterfw`` tell it, as their manuals say."""

    def __init__(self, firewall: int, **keys: str) -> None:
        self.firewall = firewall
        self.keys = {NAMED[name]: value for name, value in keys.items()}

    def look(self) -> FakeMachine:
        words = {0: "disabled. (State = 0)", 1: "enabled. (State = 1)"}
        commands = {**ASKED, STATE: f"Firewall is {words[self.firewall]}\n"}
        for where in NAMED.values():
            kind, _, value = self.keys.get(where, "").partition(" ")
            kinds = {"bool": "boolean", "int": "integer"}
            commands |= own(*where, kind=kinds[kind], value=value) if kind else absent(*where)
        return FakeMachine(commands=commands)

    def act(self, step: Step) -> None:
        words = list(step.command)
        if words[0] == FIREWALL:
            assert step.elevated
            self.firewall = {"on": 1, "off": 0}[words[2]]
            return
        at = next(index for index, word in enumerate(words) if word in {"write", "delete"})
        verb, domain, name, *rest = words[at:]
        where = (*words[1:at], domain, name)
        assert step.elevated is domain.startswith("/Library")
        self.keys.pop(where, None)
        if verb == "write":
            kind, value = rest
            self.keys[where] = f"{kind[1:]} {SAID_SWITCHES.get(value, value)}"


SAID_SWITCHES = {"true": "1", "false": "0"}
NAMED = {
    "idle": ("-currentHost", *SAVER),
    "guest": (GUEST.where, GUEST.name),
    **{name: (DOMAIN, name) for name in SWITCHES},
}


@pytest.mark.parametrize(
    ("planner", "mac"),
    [
        (plan_firewall, ObedientMac(0)),
        (plan_lock, ObedientMac(0)),
        (plan_lock, ObedientMac(0, idle="int 1200")),
        (plan_guest, ObedientMac(0, guest="bool 1")),
        (plan_updates, ObedientMac(0)),
        (plan_updates, ObedientMac(0, AutomaticDownload="bool 0", CriticalUpdateInstall="int 0")),
    ],
)
def test_what_is_set_is_read_back_and_undone_exactly(planner: Planner, mac: ObedientMac) -> None:
    before = (mac.firewall, dict(mac.keys))
    door = MacosDoor(mac.look, mac.act)
    context = a_context(system="macos", home="/Users/alix")

    def plan() -> tuple[Change, ...]:
        return planner(Sight(machine=mac.look(), door=door, context=context, minutes=10))

    changes = plan()
    assert changes
    for each in changes:
        door.put(each.place, each.after)
        assert door.get(each.place) == each.after
    assert plan() == ()
    for each in reversed(changes):
        door.put(each.place, each.before)
    assert (mac.firewall, mac.keys) == before
