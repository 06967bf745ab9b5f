"""The three doors, on the real files of a folder and programs that answer as they are said to."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hygie.core.errors import HygieError, MisusedError
from hygie.schedule.door import Look
from hygie.schedule.launchd_door import LOOKS, LaunchdScheduler
from hygie.schedule.plan import Day, Plan, State
from hygie.schedule.program import Program
from hygie.schedule.systemd import SERVICE, TIMER
from hygie.schedule.systemd_door import SystemdScheduler
from hygie.schedule.task_door import TaskScheduler
from hygie.workstation.machine import MachineRefusedError
from support.schedules import (
    PROGRAM,
    SID,
    LaunchdMachine,
    SchtasksMachine,
    SystemdMachine,
)

FRIDAY = Plan(day=Day.FRIDAY, notify=True)
MOVED = Program(python="/opt/autre/python", folder="/home/a/hygie")


def always(machine: SystemdMachine | LaunchdMachine | SchtasksMachine) -> Look:
    return lambda: machine


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


# --- systemd ----------------------------------------------------------------------------------


def a_systemd(
    folder: Path, machine: SystemdMachine, program: Program = PROGRAM
) -> SystemdScheduler:
    machine.units = folder / "config" / "systemd" / "user"
    return SystemdScheduler(
        always(machine), program, units=machine.units, stamps=folder / "data" / "timers"
    )


def test_systemd_keeps_the_plan_then_nothing(tmp_path: Path) -> None:
    machine = SystemdMachine()
    scheduler = a_systemd(tmp_path, machine)
    assert scheduler.found().state is State.ABSENT
    scheduler.install(FRIDAY)
    found = scheduler.found()
    assert (found.state, found.plan, found.files) == (
        State.PLANNED,
        FRIDAY,
        scheduler.files(FRIDAY),
    )
    stamp = tmp_path / "data" / "timers" / f"stamp-{TIMER}"
    stamp.parent.mkdir(parents=True)
    stamp.touch()
    scheduler.remove()
    assert scheduler.found().state is State.ABSENT
    assert left_in(tmp_path) == ["config", "data", "timers"]
    assert not machine.enabled


def test_another_plan_takes_the_place_of_the_first(tmp_path: Path) -> None:
    scheduler = a_systemd(tmp_path, SystemdMachine())
    scheduler.install(Plan())
    scheduler.install(FRIDAY)
    assert scheduler.found().plan == FRIDAY


def test_the_units_of_others_stay(tmp_path: Path) -> None:
    machine = SystemdMachine()
    scheduler = a_systemd(tmp_path, machine)
    scheduler.install(Plan())
    (machine.units / "autre.timer").touch()
    scheduler.remove()
    assert left_in(machine.units) == ["autre.timer"]


def test_without_systemd_it_is_said_and_cron_is_not_offered(tmp_path: Path) -> None:
    found = a_systemd(tmp_path, SystemdMachine(answers=False)).found()
    assert found.state is State.IMPOSSIBLE
    assert "cron" in found.reason


@pytest.mark.parametrize("word", ["daemon-reload", "enable", "restart"])
def test_what_systemd_refuses_leaves_nothing(tmp_path: Path, word: str) -> None:
    scheduler = a_systemd(tmp_path, SystemdMachine(refused=frozenset({word})))
    with pytest.raises(HygieError):
        scheduler.install(Plan())
    assert left_in(tmp_path) == ["config"]


def test_a_unit_that_was_touched_is_seen(tmp_path: Path) -> None:
    machine = SystemdMachine()
    scheduler = a_systemd(tmp_path, machine)
    scheduler.install(Plan())
    with (machine.units / SERVICE).open("a") as file:
        file.write("Environment=X=1\n")
    assert (scheduler.found().state, scheduler.found().plan) == (State.CHANGED, Plan())
    (machine.units / TIMER).unlink()
    assert (scheduler.found().state, scheduler.found().plan) == (State.CHANGED, None)


def test_an_installation_that_moved_is_seen(tmp_path: Path) -> None:
    machine = SystemdMachine()
    a_systemd(tmp_path, machine).install(Plan())
    assert a_systemd(tmp_path, machine, MOVED).found().state is State.CHANGED


def test_a_timer_that_does_not_run_or_is_overridden_is_seen(tmp_path: Path) -> None:
    machine = SystemdMachine()
    scheduler = a_systemd(tmp_path, machine)
    scheduler.install(Plan())
    machine.overridden = "/etc/x.conf"
    assert scheduler.found().state is State.CHANGED
    machine.overridden, machine.active = "", False
    assert "systemd" in scheduler.found().reason


def test_units_that_cannot_be_read_are_said_so(tmp_path: Path) -> None:
    machine = SystemdMachine()
    scheduler = a_systemd(tmp_path, machine)
    (machine.units / TIMER).mkdir(parents=True)
    found = scheduler.found()
    assert (found.state, bool(found.reason)) == (State.UNREADABLE, True)


# --- launchd ----------------------------------------------------------------------------------


def a_launchd(
    folder: Path, machine: LaunchdMachine, program: Program = PROGRAM
) -> LaunchdScheduler:
    return LaunchdScheduler(always(machine), program, agents=folder / "LaunchAgents", uid=501)


def test_launchd_keeps_the_plan_then_nothing(tmp_path: Path) -> None:
    machine = LaunchdMachine()
    scheduler = a_launchd(tmp_path, machine)
    assert scheduler.found().state is State.ABSENT
    scheduler.install(FRIDAY)
    found = scheduler.found()
    assert (found.state, found.plan) == (State.PLANNED, FRIDAY)
    path = str(tmp_path / "LaunchAgents" / "hygie.relecture.plist")
    assert ("launchctl", "bootstrap", "gui/501", path) in machine.asked
    scheduler.remove()
    assert ("launchctl", "bootout", "gui/501/hygie.relecture") in machine.asked
    assert left_in(tmp_path) == ["LaunchAgents"]
    assert scheduler.found().state is State.ABSENT


def test_an_agent_that_is_slow_to_go_is_waited_for(tmp_path: Path) -> None:
    machine = LaunchdMachine()
    scheduler = a_launchd(tmp_path, machine)
    scheduler.install(Plan())
    machine.slow = 3
    scheduler.install(FRIDAY)
    assert (scheduler.found().state, scheduler.found().plan) == (State.PLANNED, FRIDAY)


def test_an_agent_that_never_goes_is_said_so(tmp_path: Path) -> None:
    machine = LaunchdMachine()
    scheduler = a_launchd(tmp_path, machine)
    scheduler.install(Plan())
    machine.slow = LOOKS * 9
    with pytest.raises(HygieError):
        scheduler.remove()
    assert len(machine.asked) < LOOKS * 2


def test_what_launchd_refuses_leaves_nothing(tmp_path: Path) -> None:
    scheduler = a_launchd(tmp_path, LaunchdMachine(refused=frozenset({"bootstrap"})))
    with pytest.raises(HygieError):
        scheduler.install(Plan())
    assert left_in(tmp_path) == ["LaunchAgents"]


def test_a_list_that_was_touched_moved_or_left_aside_is_seen(tmp_path: Path) -> None:
    machine = LaunchdMachine()
    scheduler = a_launchd(tmp_path, machine)
    scheduler.install(Plan())
    assert a_launchd(tmp_path, machine, MOVED).found().state is State.CHANGED
    machine.loaded = False
    assert "macOS" in scheduler.found().reason
    (tmp_path / "LaunchAgents" / "hygie.relecture.plist").write_text("<plist/>")
    assert (scheduler.found().state, scheduler.found().plan) == (State.CHANGED, None)


# --- Windows ----------------------------------------------------------------------------------


def nobody_else() -> None:
    return


def somebody_else() -> None:
    raise MachineRefusedError("Hygie tourne pour un autre compte.")


def a_task_scheduler(
    folder: Path,
    machine: SchtasksMachine,
    program: Program = PROGRAM,
    require_own: Callable[[], None] = nobody_else,
) -> TaskScheduler:
    look = always(machine)
    return TaskScheduler(look, program, sid=SID, folder=folder, require_own=require_own)


def test_windows_keeps_the_plan_then_nothing(tmp_path: Path) -> None:
    machine = SchtasksMachine()
    scheduler = a_task_scheduler(tmp_path, machine)
    assert scheduler.found().state is State.ABSENT
    scheduler.install(FRIDAY)
    found = scheduler.found()
    assert (found.state, found.plan) == (State.PLANNED, FRIDAY)
    assert left_in(tmp_path) == []
    assert machine.asked[1][:4] == ("schtasks", "/create", "/tn", "Hygie-relecture-1001")
    scheduler.remove()
    assert (scheduler.found().state, machine.task) == (State.ABSENT, None)


def test_what_windows_refuses_leaves_nothing(tmp_path: Path) -> None:
    scheduler = a_task_scheduler(tmp_path, SchtasksMachine(refused=frozenset({"/create"})))
    with pytest.raises(HygieError):
        scheduler.install(Plan())
    assert left_in(tmp_path) == []


def test_nothing_is_planned_for_another_account_than_the_one_at_the_screen(tmp_path: Path) -> None:
    machine = SchtasksMachine()
    with pytest.raises(MisusedError):
        a_task_scheduler(tmp_path, machine, require_own=somebody_else).install(Plan())
    assert machine.asked == []


def test_a_task_windows_does_not_show_again_is_not_taken_for_planned(tmp_path: Path) -> None:
    scheduler = a_task_scheduler(tmp_path, SchtasksMachine(shows=lambda _: "\r\n"))
    scheduler.install(Plan())
    found = scheduler.found()
    assert found.state is State.UNREADABLE
    assert "Hygie-relecture-1001" in found.reason


def test_a_task_that_was_changed_is_seen(tmp_path: Path) -> None:
    machine = SchtasksMachine()
    a_task_scheduler(tmp_path, machine).install(Plan())
    assert a_task_scheduler(tmp_path, machine, MOVED).found().state is State.CHANGED
    machine.shows = lambda _: "<Task/>"
    assert a_task_scheduler(tmp_path, machine).found().plan is None


def test_a_task_windows_does_not_let_go_is_said_so(tmp_path: Path) -> None:
    machine = SchtasksMachine()
    scheduler = a_task_scheduler(tmp_path, machine)
    scheduler.install(Plan())
    machine.refused = frozenset({"/delete"})
    with pytest.raises(HygieError):
        scheduler.remove()
    machine.task = None
    scheduler.remove()
    assert scheduler.found().state is State.ABSENT
