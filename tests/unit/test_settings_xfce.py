"""What a setting would change in Xfce, and which of its two voices is believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed
from hygie.workstation.machine import Context, MachineRefusedError, Output
from hygie.workstation.probes.removable_media import linux as removable_media
from hygie.workstation.probes.session_lock import linux as session_lock
from hygie.workstation.settings.autorun.linux import plan as plan_autorun
from hygie.workstation.settings.door import Place, Planner, Sight, Step, Store, Value
from hygie.workstation.settings.linux_door import LinuxDoor
from hygie.workstation.settings.lock.linux import plan as plan_lock
from hygie.workstation.xfconf import FOLDER
from hygie.workstation.xfconf_live import channel_in_force, listing, live_values
from support.machine import Answer, FakeMachine, a_context
from support.settings import check_declared

SAVER, VOLUMES = "xfce4-screensaver", "thunar-volman"
OWN = f"/home/alix/.config/{FOLDER}/{SAVER}.xml"
SHIPPED = f"/etc/xdg/{FOLDER}/{SAVER}.xml"
PS = ("ps", "-o", "comm=", "-u", "1000")
LOCKER: dict[tuple[str, ...], Answer] = {PS: "xfwm4\nxfce4-screensav\n"}
NOT_LOCKED = "/lock/enabled                 false\n/saver/idle-activation/delay  30\n"
IDLE, WAIT = "/saver/idle-activation/delay", "/lock/saver-activation/delay"


def a_file(enabled: str, kind: str = "bool") -> str:
    return (
        f'<channel name="{SAVER}" version="1.0"><property name="lock" type="empty">'
        f'<property name="enabled" type="{kind}" value="{enabled}"/></property></channel>'
    )


def in_xfce(**environment: str) -> Context:
    return a_context(environment={"XDG_CURRENT_DESKTOP": "XFCE", **environment})


def a_desktop(
    live: Answer, channel: str = SAVER, **files: str
) -> tuple[FakeMachine, dict[str, str]]:
    named = {"own": OWN, "shipped": SHIPPED}
    machine = FakeMachine(
        commands={**LOCKER, listing(channel): live},
        files={named[name]: text for name, text in files.items()},
    )
    return machine, files


def planned(planner: Planner, machine: FakeMachine, context: Context) -> dict[str, object]:
    door = LinuxDoor(lambda: machine, list[Step]().append, context)
    sight = Sight(machine=machine, door=door, context=context, minutes=10)
    found = planner(sight)
    check_declared(planner, "linux", found)
    assert all(change.said.endswith(".") for change in found)
    return {change.place.name: (change.before, change.after) for change in found}


def lock_of(live: Answer, **files: str) -> dict[str, object]:
    return planned(plan_lock, a_desktop(live, **files)[0], in_xfce())


def test_what_the_person_chose_is_changed_with_its_type() -> None:
    assert lock_of(NOT_LOCKED, own=a_file("false")) == {
        "/lock/enabled": ("bool false", "bool true"),
        IDLE: ("int 30", "int 10"),
        WAIT: (None, "int 0"),
    }


def test_a_stricter_choice_is_kept_and_defaults_are_enough() -> None:
    assert lock_of("") == {}
    assert lock_of(f"{IDLE}  5\n{WAIT}  5\n") == {}
    assert lock_of(f"{IDLE}  5\n{WAIT}  6\n") == {
        IDLE: ("int 5", "int 10"),
        WAIT: ("int 6", "int 0"),
    }


def test_a_delay_that_never_comes_is_set() -> None:
    assert lock_of(f"{IDLE}  0\n")[IDLE] == ("int 0", "int 10")


def test_a_default_of_the_system_is_followed_rather_than_copied() -> None:
    live = "/lock/enabled  false\n"
    assert lock_of(live, shipped=a_file("false")) == {"/lock/enabled": (None, "bool true")}
    against = lock_of(live, own=a_file("false"), shipped=a_file("true"))
    assert against == {"/lock/enabled": ("bool false", None)}


@pytest.mark.parametrize(
    ("live", "own"),
    [
        ("/lock/enabled  no\n", a_file("no", "string")),
        ("/lock/enabled  \n", a_file("", "string")),
        ("/lock/enabled  0.5\n", a_file("0.5", "double")),
        ("/lock/enabled  non\n", ""),
    ],
)
def test_a_type_that_could_not_be_put_back_is_left_alone(live: str, own: str) -> None:
    with pytest.raises(MachineRefusedError):
        lock_of(live, **({"own": own} if own else {}))


@pytest.mark.parametrize(
    "live",
    [
        Output(code=1, text=NOT_LOCKED),
        MachineRefusedError("Trop long."),
        "/lock/enabled  true\n/note  deux\n/lock/enabled  false\n",
    ],
)
def test_a_service_that_does_not_answer_is_not_written_to(live: Answer) -> None:
    with pytest.raises(MachineRefusedError):
        lock_of(live, own=a_file("false"))


def test_without_its_command_or_in_another_session_nothing_is_changed() -> None:
    with pytest.raises(MachineRefusedError, match="xfconf-query"):
        planned(plan_lock, FakeMachine(commands=LOCKER), in_xfce())
    with pytest.raises(MachineRefusedError, match="session"):
        planned(plan_lock, a_desktop(NOT_LOCKED)[0], in_xfce(HOME="/root"))


@pytest.mark.parametrize("running", ["xfwm4\n", "light-locker\n", Output(code=1, text="")])
def test_another_locker_is_not_ours(running: Answer) -> None:
    machine = FakeMachine(commands={PS: running, listing(SAVER): NOT_LOCKED})
    with pytest.raises(MachineRefusedError):
        planned(plan_lock, machine, in_xfce())


@pytest.mark.parametrize(
    ("live", "found"),
    [
        ("", {}),
        ("/autorun/enabled  false\n", {}),
        ("/autorun/enabled  true\n", {"/autorun/enabled": ("bool true", "bool false")}),
    ],
)
def test_programs_of_a_key(live: str, found: object) -> None:
    assert planned(plan_autorun, a_desktop(live, VOLUMES)[0], in_xfce()) == found


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("bool true", "-n -t bool -s true"),
        ("uint 30", "-n -t uint -s 30"),
        (None, "-r"),
    ],
)
def test_the_commands(value: Value | None, words: str) -> None:
    steps: list[Step] = []
    place = Place(store=Store.XFCONF, where=SAVER, name="/lock/enabled")
    LinuxDoor(FakeMachine, steps.append, in_xfce()).put(place, value)
    (step,) = steps
    assert " ".join(step.command) == f"xfconf-query -c {SAVER} -p /lock/enabled {words}"
    assert not step.elevated


def seen_by_the_probe(live: Answer) -> list[object]:
    machine, _ = a_desktop(live, own=a_file("false"))
    found = session_lock.read(machine, in_xfce())
    return [each.value for each in found if isinstance(each, Observed)]


def test_the_probe_believes_the_service_before_its_file() -> None:
    locked = "/lock/enabled  true\n"
    assert seen_by_the_probe(locked) == [True, 300, True]
    for silent in ("", Output(code=1, text=locked), MachineRefusedError("Non.")):
        assert seen_by_the_probe(silent) == [False, False]


def test_the_service_is_believed_for_media_too() -> None:
    machine = FakeMachine(commands={listing(VOLUMES): "/autorun/enabled  true\n"})
    found = {each.fact: each for each in removable_media.read(machine, in_xfce())}
    assert getattr(found["media.autorun"], "value", None) is True


@given(st.text(max_size=400))
def test_any_answer_is_values_or_a_refusal(text: str) -> None:
    machine = FakeMachine(commands={listing(SAVER): text})
    try:
        found = live_values(machine, in_xfce(), SAVER)
    except MachineRefusedError:
        return
    assert all(name.startswith("/") for name in found)
    assert set(channel_in_force(machine, in_xfce(), SAVER)) == set(found)
