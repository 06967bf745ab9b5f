"""What each setting would change on Linux, and the commands that change it."""

import pytest

from hygie.workstation.machine import MachineRefusedError, Output
from hygie.workstation.settings.autorun.linux import plan as plan_autorun
from hygie.workstation.settings.door import NotHereError, Place, Planner, Sight, Step, Store, Value
from hygie.workstation.settings.firewall.linux import plan as plan_firewall
from hygie.workstation.settings.guest.linux import PATH as LIGHTDM
from hygie.workstation.settings.guest.linux import TEXT
from hygie.workstation.settings.guest.linux import plan as plan_guest
from hygie.workstation.settings.linux_door import LinuxDoor
from hygie.workstation.settings.lock.linux import plan as plan_lock
from hygie.workstation.settings.system_stores import OFF, ON, SHOW
from hygie.workstation.settings.updates.linux import PATH as APT
from hygie.workstation.settings.updates.linux import plan as plan_updates
from hygie.workstation.settings.updates.linux import with_keys
from support.machine import Answer, FakeMachine, a_context
from support.settings import check_declared

UFW_COMMAND, FIREWALLD_COMMAND = "/usr/sbin/ufw", "/usr/sbin/firewalld"
UNATTENDED = "/usr/bin/unattended-upgrade"
DUMP = ("apt-config", "dump")
MANAGER = {"/etc/X11/default-display-manager": "/usr/sbin/lightdm\n"}


def seen(machine: FakeMachine, steps: list[Step] | None = None, desktop: str = "") -> Sight:
    environment = {"XDG_CURRENT_DESKTOP": desktop} if desktop else {}
    context = a_context(environment=environment)
    door = LinuxDoor(lambda: machine, ([] if steps is None else steps).append, context)
    return Sight(machine=machine, door=door, context=context, minutes=10)


def planned(planner: Planner, machine: FakeMachine, desktop: str = "") -> dict[str, object]:
    found = planner(seen(machine, desktop=desktop))
    check_declared(planner, "linux", found)
    assert all(change.said.endswith(".") for change in found)
    return {
        f"{change.place.where} {change.place.name}".strip(): (change.before, change.after)
        for change in found
    }


def unit(state: str, load: str = "loaded") -> str:
    enabled, _, active = state.partition(" ")
    return f"LoadState={load}\nActiveState={active}\nUnitFileState={enabled}\n"


def put(place: Place, value: Value | None, commands: dict[tuple[str, ...], Answer]) -> list[Step]:
    steps: list[Step] = []
    seen(FakeMachine(commands=commands), steps).door.put(place, value)
    return steps


def a_place(store: Store, where: str, name: str = "") -> Place:
    return Place(store=store, where=where, name=name)


# --- firewall ---------------------------------------------------------------------------------


def test_ufw_is_switched_on_when_it_is_installed() -> None:
    files = {UFW_COMMAND: "", "/etc/ufw/ufw.conf": "# x\nENABLED=no\nLOGLEVEL=low\n"}
    assert planned(plan_firewall, FakeMachine(files=files)) == {"ufw": ("no", "yes")}
    files["/etc/ufw/ufw.conf"] = "ENABLED=yes\n"
    assert planned(plan_firewall, FakeMachine(files=files)) == {}


def test_firewalld_is_started_when_it_is_the_only_one() -> None:
    commands: dict[tuple[str, ...], Answer] = {(*SHOW, "firewalld.service"): unit(OFF)}
    machine = FakeMachine(files={FIREWALLD_COMMAND: ""}, commands=commands)
    assert planned(plan_firewall, machine) == {"firewalld.service": (OFF, ON)}


def test_two_firewalls_are_never_on_together() -> None:
    commands: dict[tuple[str, ...], Answer] = {(*SHOW, "firewalld.service"): unit(ON)}
    files = {FIREWALLD_COMMAND: "", UFW_COMMAND: "", "/etc/ufw/ufw.conf": "ENABLED=no\n"}
    assert planned(plan_firewall, FakeMachine(files=files, commands=commands)) == {}


@pytest.mark.parametrize(
    ("files", "answer"),
    [
        ({}, ""),
        ({UFW_COMMAND: ""}, ""),
        ({UFW_COMMAND: "", "/etc/ufw/ufw.conf": "ENABLED=peut-être\n"}, ""),
        ({FIREWALLD_COMMAND: ""}, ""),
        ({FIREWALLD_COMMAND: ""}, unit(OFF, load="masked")),
        ({FIREWALLD_COMMAND: ""}, unit("static active")),
        ({FIREWALLD_COMMAND: ""}, unit("enabled failed")),
    ],
)
def test_a_firewall_not_understood_is_left_alone(files: dict[str, str], answer: str) -> None:
    commands: dict[tuple[str, ...], Answer] = {(*SHOW, "firewalld.service"): answer}
    with pytest.raises(MachineRefusedError):
        planned(plan_firewall, FakeMachine(files=files, commands=commands))


def test_the_commands_of_ufw() -> None:
    place = a_place(Store.UFW, "ufw")
    assert put(place, "yes", {}) == [Step(command=("ufw", "--force", "enable"), elevated=True)]
    assert put(place, "no", {}) == [Step(command=("ufw", "disable"), elevated=True)]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (ON, ["enable --now"]),
        (OFF, ["disable --now"]),
        ("enabled inactive", ["enable", "stop"]),
        ("disabled active", ["disable", "start"]),
    ],
)
def test_the_commands_of_services(value: str, words: list[str]) -> None:
    steps = put(a_place(Store.UNIT, "x.service"), value, {})
    assert [" ".join(step.command) for step in steps] == [
        f"systemctl {word} x.service" for word in words
    ]
    assert all(step.elevated for step in steps)


# --- updates ----------------------------------------------------------------------------------

TIMERS: dict[tuple[str, ...], Answer] = {
    (*SHOW, "apt-daily.timer"): unit(ON),
    (*SHOW, "apt-daily-upgrade.timer"): unit(ON),
}


def test_apt_installs_security_updates_by_itself() -> None:
    dump = 'APT "";\nAPT::Periodic "";\nAPT::Periodic::Update-Package-Lists "1";\n'
    machine = FakeMachine(commands={**TIMERS, DUMP: dump}, files={UNATTENDED: "#!"})
    keys = 'APT::Periodic::Update-Package-Lists "1";\nAPT::Periodic::Unattended-Upgrade "1";\n'
    assert planned(plan_updates, machine) == {APT: (None, keys)}


def test_a_stopped_timer_is_started() -> None:
    keys = 'APT::Periodic::Update-Package-Lists "1";\nAPT::Periodic::Unattended-Upgrade "1";\n'
    commands = {**TIMERS, DUMP: keys, (*SHOW, "apt-daily.timer"): unit(OFF)}
    machine = FakeMachine(commands=commands, files={UNATTENDED: "#!"})
    assert planned(plan_updates, machine) == {"apt-daily.timer": (OFF, ON)}


def test_the_other_lines_of_apt_s_file_are_kept() -> None:
    former = (
        '// à moi\nAPT::Periodic::Unattended-Upgrade "0";\nAPT::Periodic::AutocleanInterval "7";'
    )
    assert with_keys(former).split("\n")[:2] == [
        "// à moi",
        'APT::Periodic::AutocleanInterval "7";',
    ]
    assert '"0"' not in with_keys(former)


@pytest.mark.parametrize(
    ("commands", "files"),
    [
        ({}, {UNATTENDED: "#!"}),
        ({DUMP: 'APT "";\n'}, {}),
        ({DUMP: ""}, {UNATTENDED: "#!"}),
        ({DUMP: Output(code=100, text="")}, {UNATTENDED: "#!"}),
    ],
)
def test_where_apt_cannot_do_it_the_provider_is_asked(
    commands: dict[tuple[str, ...], Answer], files: dict[str, str]
) -> None:
    with pytest.raises(MachineRefusedError):
        planned(plan_updates, FakeMachine(commands=commands, files=files))


# --- guest ------------------------------------------------------------------------------------


def test_the_guest_session_of_lightdm_is_withdrawn() -> None:
    assert planned(plan_guest, FakeMachine(files=MANAGER)) == {LIGHTDM: (None, TEXT)}
    assert planned(plan_guest, FakeMachine(files={**MANAGER, LIGHTDM: TEXT})) == {}


def test_where_nothing_offers_a_guest_session_there_is_nothing_to_do() -> None:
    gdm = FakeMachine(files={"/etc/X11/default-display-manager": "/usr/sbin/gdm3\n"})
    with pytest.raises(NotHereError):
        planned(plan_guest, gdm)
    with pytest.raises(MachineRefusedError):
        planned(plan_guest, FakeMachine())


def test_the_commands_of_files() -> None:
    place = a_place(Store.FILE, LIGHTDM)
    assert put(place, TEXT, {}) == [Step(command=("tee", "--", LIGHTDM), elevated=True, text=TEXT)]
    assert put(place, None, {}) == [Step(command=("rm", "-f", "--", LIGHTDM), elevated=True)]


def test_a_file_that_is_no_text_is_left_alone() -> None:
    with pytest.raises(MachineRefusedError):
        planned(plan_guest, FakeMachine(files={**MANAGER, LIGHTDM: b"\xff\xfe"}))


# --- desktops ---------------------------------------------------------------------------------


@pytest.mark.parametrize("planner", [plan_lock, plan_autorun])
def test_no_session_and_unknown_desktops(planner: Planner) -> None:
    with pytest.raises(NotHereError):
        planned(planner, FakeMachine())
    with pytest.raises(MachineRefusedError):
        planned(planner, FakeMachine(), desktop="Enlightenment")
    with pytest.raises(MachineRefusedError):
        planned(planner, FakeMachine(), desktop="GNOME")


def listed(schema: str) -> tuple[str, ...]:
    return ("gsettings", "list-recursively", schema)


MATE: dict[tuple[str, ...], Answer] = {
    listed("org.mate.session"): "org.mate.session idle-delay 5\n",
    listed("org.mate.screensaver"): (
        "org.mate.screensaver lock-delay 7\norg.mate.screensaver lock-enabled true\n"
        "org.mate.screensaver idle-activation-enabled true\n"
    ),
    listed("org.mate.power-manager"): (
        "org.mate.power-manager lock-use-screensaver false\n"
        "org.mate.power-manager lock-suspend false\n"
    ),
    listed("org.mate.lockdown"): "org.mate.lockdown disable-lock-screen true\n",
    ("gsettings", "list-schemas", "--print-paths"): (
        "org.mate.session /org/mate/desktop/session/\n"
        "org.mate.screensaver /org/mate/screensaver/\n"
        "org.mate.power-manager /org/mate/power-manager/\n"
        "org.mate.lockdown /org/mate/desktop/lockdown/\n"
    ),
    ("dconf", "read", "/org/mate/desktop/session/idle-delay"): "",
    ("dconf", "read", "/org/mate/screensaver/lock-delay"): "7\n",
    ("dconf", "read", "/org/mate/power-manager/lock-suspend"): "false\n",
    ("dconf", "read", "/org/mate/desktop/lockdown/disable-lock-screen"): "true\n",
}


def test_mate_counts_in_minutes() -> None:
    assert planned(plan_lock, FakeMachine(commands=MATE), "MATE") == {
        "org.mate.lockdown disable-lock-screen": ("true", "false"),
        "org.mate.session idle-delay": (None, "10"),
        "org.mate.screensaver lock-delay": ("7", "0"),
        "org.mate.power-manager lock-suspend": ("false", "true"),
    }


def test_without_dconf_nothing_could_be_put_back_so_nothing_is_changed() -> None:
    without = {words: answer for words, answer in MATE.items() if words[0] != "dconf"}
    with pytest.raises(MachineRefusedError, match="dconf"):
        planned(plan_lock, FakeMachine(commands=without), "MATE")


def test_the_commands_of_gsettings() -> None:
    place = a_place(Store.GSETTINGS, "a.b", "c")
    writable: dict[tuple[str, ...], Answer] = {("gsettings", "writable", "a.b", "c"): "true\n"}
    assert put(place, "uint32 5", writable) == [
        Step(command=("gsettings", "set", "a.b", "c", "uint32 5"))
    ]
    assert put(place, None, writable) == [Step(command=("gsettings", "reset", "a.b", "c"))]
    for answer in (Output(code=1, text=""), Output(code=0, text="false\n")):
        with pytest.raises(MachineRefusedError):
            put(place, "true", {("gsettings", "writable", "a.b", "c"): answer})


KDE_FILE = "/home/alix/.config/kscreenlockerrc"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("[Daemon]\nTimeout=3\n", {}),
        (
            "[Daemon]\nTimeout=9.9\nLockGrace=60\n",
            {"Timeout": ("9.9", "10"), "LockGrace": ("60", "0")},
        ),
        ("[Daemon]\nTimeout=0\n", {"Timeout": ("0", "10"), "LockGrace": (None, "0")}),
        ("[Daemon]\nTimeout=jamais\n", {"Timeout": ("jamais", "10"), "LockGrace": (None, "0")}),
        ("[Daemon]\nLock=false\n", {"Lock": ("false", "true")}),
        ("[Daemon]\nAutolock=?\n", {"Autolock": ("?", "true")}),
    ],
)
def test_kde(text: str, found: dict[str, object]) -> None:
    machine = FakeMachine(files={KDE_FILE: text})
    shown = {
        name.removeprefix("kscreenlockerrc/Daemon "): values
        for name, values in planned(plan_lock, machine, "KDE").items()
    }
    assert shown == found


@pytest.mark.parametrize("text", ["[Daemon][$i]\nTimeout=60\n", "[Daemon]\nTimeout[$i]=60\n"])
def test_what_kde_s_administrator_froze_is_left_alone(text: str) -> None:
    machine = FakeMachine(files={"/etc/xdg/kscreenlockerrc": text})
    with pytest.raises(MachineRefusedError):
        planned(plan_lock, machine, "KDE")


def test_kde_without_its_command_writes_nothing() -> None:
    with pytest.raises(MachineRefusedError, match="kwriteconfig"):
        put(a_place(Store.KDE, "kscreenlockerrc/Daemon", "Timeout"), "5", {})
