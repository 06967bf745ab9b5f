"""What each setting would change on Windows, and the commands that change it."""

from collections.abc import Mapping

import pytest

from hygie.audit.settings_undo import put_back
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.autorun.windows import HANDLERS
from hygie.workstation.settings.autorun.windows import plan as plan_autorun
from hygie.workstation.settings.door import NotHereError, Place, Planner, Sight, Step, Store, Value
from hygie.workstation.settings.firewall.windows import POLICY as FIREWALL_POLICY
from hygie.workstation.settings.firewall.windows import plan as plan_firewall
from hygie.workstation.settings.guest.windows import plan as plan_guest
from hygie.workstation.settings.known import SETTINGS
from hygie.workstation.settings.lock.windows import AWAY, DESKTOP, NEVER
from hygie.workstation.settings.lock.windows import POLICY as LOCK_POLICY
from hygie.workstation.settings.lock.windows import plan as plan_lock
from hygie.workstation.settings.remote_desktop.windows import CURRENT, DENY, SETTING
from hygie.workstation.settings.remote_desktop.windows import POLICY as DESKTOP_POLICY
from hygie.workstation.settings.remote_desktop.windows import plan as plan_desktop
from hygie.workstation.settings.smb1.windows import CLIENT, SERVER, WORKSTATION
from hygie.workstation.settings.smb1.windows import SETTINGS as SMB
from hygie.workstation.settings.smb1.windows import plan as plan_smb1
from hygie.workstation.settings.updates.windows import COMPANY, POLICY, SERVICE
from hygie.workstation.settings.updates.windows import plan as plan_updates
from hygie.workstation.settings.windows_door import PROFILES, WindowsDoor
from hygie.workstation.windows_machine import LocalAccount, LocalAccounts, SleepSettings
from support.settings import check_declared
from support.windows_machine import FakeWindowsMachine, KeyContent, a_windows_context

Keys = Mapping[str, Mapping[str, Value]]
Listed = Mapping[str, KeyContent] | None
BLANK = r"C:\Windows\System32\scrnsave.scr"
LOCKED: dict[str, Value] = {
    "ScreenSaveActive": "1",
    "ScreenSaverIsSecure": "1",
    "ScreenSaveTimeOut": "300",
    "SCRNSAVE.EXE": BLANK,
}
ALL_ON = {
    f"{PROFILES}\\{name}": {"EnableFirewall": 1}
    for name in ("DomainProfile", "StandardProfile", "PublicProfile")
}


def nothing(_step: Step) -> None:
    raise AssertionError


class FakeHand:
    """A registry in a mapping; a key is there when it, or one below, is listed."""

    def __init__(self, keys: Keys, obeyed: Mapping[str, int] | None = None) -> None:
        self.keys = {key.lower(): dict(values) for key, values in keys.items()}
        self.obeyed = dict(obeyed or {})
        self.refreshed = 0

    def read(self, key: str, name: str) -> Value | None:
        if not name:
            below = any(f"{each}\\".startswith(f"{key.lower()}\\") for each in self.keys)
            return 1 if below else None
        values = self.keys.get(key.lower(), {})
        return {each.lower(): value for each, value in values.items()}.get(name.lower())

    def write(self, key: str, name: str, value: Value | None) -> None:
        values = self.keys.setdefault(key.lower(), {})
        if value is None and not name:
            del self.keys[key.lower()]
        elif value is None:
            values.pop(name, None)
        elif name:
            values[name] = value

    def refresh(self) -> None:
        self.refreshed += 1
        for name in self.obeyed:
            if (written := self.read(DESKTOP, name)) is not None:
                self.obeyed[name] = int(written)

    def in_force(self, name: str) -> int:
        if name not in self.obeyed:
            raise MachineRefusedError("Windows ne le dit pas.")
        return self.obeyed[name]

    def put_in_force(self, name: str, value: int) -> None:
        self.obeyed[name] = value


def a_machine(
    keys: Mapping[str, KeyContent] | None = None, **sleep: int | None
) -> FakeWindowsMachine:
    asks = {"lock_mains": 1, "lock_battery": 1, **sleep}
    settings = SleepSettings(
        lock_mains=asks["lock_mains"],
        lock_battery=asks["lock_battery"],
        sleep_mains=0,
        sleep_battery=0,
        screen_mains=0,
        screen_battery=0,
    )
    guest = LocalAccount(rid=501, disabled=False, password_not_required=True, administrator=False)
    answers = {
        SleepSettings: settings,
        LocalAccounts: LocalAccounts(accounts=(guest,), administrators=1),
    }
    return FakeWindowsMachine(keys=keys or {}, answers=answers)


def planned(
    planner: Planner, keys: Keys, machine: FakeWindowsMachine | None = None
) -> dict[str, tuple[object, object]]:
    seen = machine or a_machine()
    door = WindowsDoor(lambda: seen, nothing, FakeHand(keys))
    sight = Sight(machine=seen, door=door, context=a_windows_context(), minutes=10)
    found = planner(sight)
    check_declared(planner, "windows", found)
    return {
        f"{each.place.where}|{each.place.name}": (each.before, each.after)
        for each in found
        if each.place.name or each.place.store is not Store.REGISTRY
    }


# --- lock -------------------------------------------------------------------------------------


def test_a_session_that_never_locks_is_given_a_screen_saver() -> None:
    assert planned(plan_lock, {DESKTOP: {"ScreenSaveActive": "0"}}) == {
        f"{DESKTOP}|ScreenSaveActive": ("0", "1"),
        f"{DESKTOP}|ScreenSaverIsSecure": (None, "1"),
        f"{DESKTOP}|ScreenSaveTimeOut": (None, "600"),
        f"{DESKTOP}|SCRNSAVE.EXE": (None, BLANK),
    }


@pytest.mark.parametrize("obeyed", [{"ScreenSaveTimeOut": 900, "ScreenSaverIsSecure": 0}, {}])
def test_what_the_open_session_obeyed_is_put_back_too(obeyed: dict[str, int]) -> None:
    """Nothing was written of the delay: putting back that absence alone changes no session."""
    machine = a_machine()
    hand = FakeHand({DESKTOP: {"ScreenSaveActive": "0"}}, obeyed)
    door = WindowsDoor(lambda: machine, nothing, hand, require_own=lambda: None)
    found = plan_lock(Sight(machine=machine, door=door, context=a_windows_context(), minutes=4))
    check_declared(plan_lock, "windows", found)
    for each in found:
        door.put(each.place, each.after)
    assert all(door.get(each.place) == each.after for each in found)
    assert list(hand.obeyed.values()) == ([240, 1] if obeyed else [])
    assert put_back(door, found) == ""
    assert hand.obeyed == obeyed
    assert hand.keys == {DESKTOP.lower(): {"ScreenSaveActive": "0"}}


@pytest.mark.parametrize(
    ("delay", "kept"), [("300", True), ("0", False), ("3600", False), ("x", False)]
)
def test_a_shorter_delay_is_kept(delay: str, kept: bool) -> None:  # a value of the table
    found = planned(plan_lock, {DESKTOP: {**LOCKED, "ScreenSaveTimeOut": delay}})
    assert found == ({} if kept else {f"{DESKTOP}|ScreenSaveTimeOut": (delay, "600")})


def test_the_password_is_asked_again_on_resume() -> None:
    keys = {DESKTOP: {**LOCKED, AWAY: NEVER}}
    assert planned(plan_lock, keys, a_machine(lock_mains=0, lock_battery=None)) == {
        f"{DESKTOP}|{AWAY}": (NEVER, 0),
        "AC|": (0, 1),
    }


def test_only_the_power_plan_needs_an_administrator() -> None:
    machine = a_machine(lock_mains=0)
    door = WindowsDoor(lambda: machine, nothing, FakeHand({}))
    sight = Sight(machine=machine, door=door, context=a_windows_context(), minutes=10)
    elevated = [each.place.where for each in plan_lock(sight) if each.place.elevated]
    assert elevated == ["AC"]


# --- others -----------------------------------------------------------------------------------


def test_autoplay_needs_no_administrator_and_creates_its_key() -> None:
    machine = a_machine()
    door = WindowsDoor(lambda: machine, nothing, hand := FakeHand({}))
    sight = Sight(machine=machine, door=door, context=a_windows_context(), minutes=10)
    found = plan_autorun(sight)
    assert not any(each.place.elevated for each in found)
    for each in found:
        door.put(each.place, each.after)
    assert plan_autorun(sight) == ()
    assert hand.refreshed == 0
    for each in reversed(found):
        door.put(each.place, each.before)
    assert hand.keys == {}


def test_autoplay_s_key_that_is_there_stays() -> None:
    keys: Keys = {HANDLERS: {"Autre": 1}}
    assert planned(plan_autorun, keys) == {f"{HANDLERS}|DisableAutoplay": (None, 1)}


def test_the_three_profiles_of_the_firewall() -> None:
    assert planned(plan_firewall, ALL_ON) == {}
    keys = {**ALL_ON, f"{PROFILES}\\PublicProfile": {"EnableFirewall": 0}}
    assert planned(plan_firewall, keys) == {"PublicProfile|": (0, 1)}
    with pytest.raises(MachineRefusedError):
        planned(plan_firewall, {})


def test_updates_are_let_go() -> None:
    assert planned(plan_updates, {}) == {}
    keys: Keys = {POLICY: {"NoAutoUpdate": 1, "AUOptions": 2}, SERVICE: {"Start": 4}}
    assert planned(plan_updates, keys) == {
        f"{POLICY}|NoAutoUpdate": (1, 0),
        f"{POLICY}|AUOptions": (2, 4),
        f"{SERVICE}|Start": (4, 3),
    }


def test_the_guest_is_known_by_its_number() -> None:
    nobody = LocalAccounts(accounts=(), administrators=0)
    assert planned(plan_guest, {}) == {"501|": (1, 0)}
    with pytest.raises(MachineRefusedError):
        planned(plan_guest, {}, FakeWindowsMachine(answers={LocalAccounts: nobody}))


def test_remote_desktop_is_closed_where_it_exists() -> None:
    keys: dict[str, Mapping[str, Value]] = {
        CURRENT: {"EditionID": "Professional"},
        SETTING: {DENY: 0},
    }
    assert planned(plan_desktop, keys) == {f"{SETTING}|{DENY}": (0, 1)}
    assert planned(plan_desktop, {**keys, SETTING: {DENY: 1}}) == {}
    with pytest.raises(MachineRefusedError, match="n'a pas dit"):
        planned(plan_desktop, {SETTING: {}})
    with pytest.raises(NotHereError):
        planned(plan_desktop, {CURRENT: {"EditionID": "CoreSingleLanguage"}})


def test_remote_desktop_that_something_opened_on_home_is_closed() -> None:
    """The audit says it is open there, on every edition: it is never «sans objet»."""
    home = {CURRENT: {"EditionID": "Core"}}
    keys: dict[str, Mapping[str, Value]] = {**home, SETTING: {DENY: 0}}
    assert planned(plan_desktop, keys) == {f"{SETTING}|{DENY}": (0, 1)}
    with pytest.raises(MachineRefusedError, match="imposé") as refusal:
        planned(plan_desktop, {**home, DESKTOP_POLICY: {DENY: 0}})
    assert not isinstance(refusal.value, NotHereError)
    for closed in ({SETTING: {DENY: 1}}, {DESKTOP_POLICY: {DENY: 1}, SETTING: {DENY: 0}}):
        with pytest.raises(NotHereError):
            planned(plan_desktop, {**home, **closed})


def test_smb1_is_closed_on_both_sides() -> None:
    keys: Keys = {CLIENT: {"Start": 2}, SERVER: {"Start": 3}, SMB: {}}
    depends = {WORKSTATION: {"DependOnService": ("Bowser", "MRxSmb20", "NSI")}}
    assert planned(plan_smb1, keys, a_machine(depends)) == {
        f"{SMB}|SMB1": (None, 0),
        f"{CLIENT}|Start": (2, 4),
    }
    assert planned(plan_smb1, {CLIENT: {"Start": 4}, SERVER: {"Start": 4}}) == {}
    with pytest.raises(NotHereError):
        planned(plan_smb1, {SMB: {}})


@pytest.mark.parametrize("depends", [("Bowser", "MRxSmb10", "NSI"), "MRxSmb10"])
def test_a_driver_windows_still_needs_is_left_to_the_provider(depends: object) -> None:
    machine = a_machine({WORKSTATION: {"DependOnService": depends}})  # type: ignore[dict-item]  # one is of a wrong type
    with pytest.raises(MachineRefusedError, match="prestataire"):
        planned(plan_smb1, {CLIENT: {"Start": 2}}, machine)


@pytest.mark.parametrize(
    ("planner", "key", "name"),
    [
        (plan_lock, LOCK_POLICY, "ScreenSaveTimeOut"),
        (plan_firewall, f"{FIREWALL_POLICY}\\StandardProfile", "EnableFirewall"),
        (plan_updates, POLICY, "UseWUServer"),
        (plan_updates, COMPANY, "AllowAutoUpdate"),
        (plan_desktop, DESKTOP_POLICY, DENY),
    ],
)
def test_what_a_policy_decides_is_not_ours(planner: Planner, key: str, name: str) -> None:
    with pytest.raises(MachineRefusedError, match="règle"):
        planned(planner, {**ALL_ON, key: {name: 1}})


# --- commands ---------------------------------------------------------------------------------


def put(place: Place, value: Value | None) -> list[Step]:
    steps: list[Step] = []
    WindowsDoor(a_machine, steps.append, FakeHand({})).put(place, value)
    assert all(step.elevated for step in steps)
    return steps


@pytest.mark.parametrize(
    ("place", "value", "commands"),
    [
        (
            Place(store=Store.PROFILE, where="StandardProfile"),
            0,
            ["netsh advfirewall set privateprofile state off"],
        ),
        (
            Place(store=Store.POWER, where="DC"),
            1,
            [
                "powercfg /SETDCVALUEINDEX SCHEME_CURRENT SUB_NONE CONSOLELOCK 1",
                "powercfg /SETACTIVE SCHEME_CURRENT",
            ],
        ),
    ],
)
def test_the_commands(place: Place, value: Value, commands: list[str]) -> None:
    assert [" ".join(step.command) for step in put(place, value)] == commands


def test_no_command_names_an_account() -> None:
    place = Place(store=Store.ACCOUNT, where="501")
    (off,), (on,) = put(place, 0), put(place, 1)
    assert "S-1-5-21-*-501" in off.command[-1]
    assert off.command[-1].endswith("| Disable-LocalUser")
    assert on.command[-1].endswith("| Enable-LocalUser")
    with pytest.raises(MachineRefusedError):
        put(place, None)


def test_the_screen_saver_is_told_to_the_session() -> None:
    hand = FakeHand({})
    door = WindowsDoor(a_machine, nothing, hand)
    door.put(Place(store=Store.REGISTRY, where=DESKTOP, name="ScreenSaveActive"), "1")
    assert hand.refreshed == 1


def test_every_setting_says_what_may_stop_and_is_written_for_windows() -> None:
    for setting in SETTINGS:
        assert setting.may_stop
        assert "windows" in setting.planners
        assert all(text.endswith(".") for text in setting.may_stop)
