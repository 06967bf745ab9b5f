"""What each system is given, and that only what Hygie wrote is taken for it."""

import plistlib
import subprocess
from collections.abc import Callable
from datetime import time
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.schedule import launchd, systemd, task
from hygie.schedule.plan import Day, Plan
from hygie.schedule.program import Program, words
from support.schedules import PROGRAM, SID

TUESDAY = Plan(day=Day.TUESDAY, at=time(8, 5), notify=True)
PLANS = st.builds(
    Plan,
    day=st.sampled_from(Day),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    notify=st.booleans(),
)
PATHS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1).filter(
    str.isprintable
)
PROGRAMS = st.builds(Program, python=PATHS, folder=PATHS, code_file=PATHS | st.just(""))
AT_99 = (
    "<plist><dict><key>StartCalendarInterval</key><dict><key>Weekday</key><integer>1</integer>"
    "<key>Hour</key><integer>99</integer><key>Minute</key><integer>0</integer></dict></dict></plist>"
)
NAMES = f"{{{task.SPACE}}}"


def values(text: str) -> dict[str, str]:
    tree = ET.fromstring(text)  # noqa: S314  # our own words
    return {one.tag.removeprefix(NAMES): (one.text or "").strip() for one in tree.iter()}


# --- systemd ----------------------------------------------------------------------------------


def test_systemd_is_given_a_service_and_a_timer_that_catches_up() -> None:
    service, timer = systemd.files(PROGRAM, TUESDAY, "/u")
    assert (service.path, timer.path) == ("/u/hygie-relecture.service", "/u/hygie-relecture.timer")
    assert "OnCalendar=Tue *-*-* 08:05:00\nPersistent=true\n" in timer.text
    assert (
        "ExecStart=/opt/hygie/bin/python -P -m hygie relecture lancer --jour mardi --heure 08:05"
        " --donnees /home/a/hygie --notifier\n"
    ) in service.text
    assert "Type=oneshot" in service.text
    assert "StandardOutput=null" in service.text


def test_systemd_reads_no_variable_nor_code_in_a_path() -> None:
    odd = Program(python='/h/é "a\\b"', folder="/d/100% $HOME", code_file="")
    service, _ = systemd.files(odd, Plan(), "/u")
    assert r'ExecStart=:/usr/bin/env "/h/é \"a\\b\"" -P -m hygie' in service.text
    assert '--donnees "/d/100%% $HOME"\n' in service.text


@given(PROGRAMS, PLANS)
def test_systemd_gives_back_the_plan(program: Program, plan: Plan) -> None:
    service, timer = systemd.files(program, plan, "/u")
    assert systemd.read(service.text, timer.text) == plan
    assert len(service.text.splitlines()) == len(systemd.SERVICE_TEXT.splitlines())


@pytest.mark.parametrize(
    "timer",
    ["", "OnCalendar=Lun *-*-* 12:30:00", "OnCalendar=Mon *-*-* 25:00:00", "OnCalendar=daily"],
)
def test_another_timer_is_not_ours(timer: str) -> None:
    assert systemd.read("", timer) is None


# --- launchd ----------------------------------------------------------------------------------


def test_launchd_is_given_a_list_that_catches_up_when_the_session_opens() -> None:
    written = launchd.file(PROGRAM, TUESDAY, "/a")
    agent = plistlib.loads(written.text.encode())
    assert written.path == "/a/hygie.relecture.plist"
    assert agent == {
        "Label": "hygie.relecture",
        "ProgramArguments": list(words(PROGRAM, TUESDAY)),
        "StartCalendarInterval": {"Weekday": 2, "Hour": 8, "Minute": 5},
        "RunAtLoad": True,
        "ProcessType": "Background",
        "Umask": 0o077,
    }


@given(PROGRAMS, PLANS)
def test_launchd_gives_back_the_plan_and_the_command(program: Program, plan: Plan) -> None:
    text = launchd.file(program, plan, "/a").text
    assert launchd.read(text) == plan
    assert plistlib.loads(text.encode())["ProgramArguments"] == list(words(program, plan))


def test_sunday_is_the_first_day_of_launchd() -> None:
    agent = plistlib.loads(launchd.file(PROGRAM, Plan(day=Day.SUNDAY), "/a").text.encode())
    assert agent["StartCalendarInterval"]["Weekday"] == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<plist>",
        "<plist><array/></plist>",
        "<plist><dict><key>StartCalendarInterval</key><true/></dict></plist>",
        AT_99,
    ],
)
def test_another_list_is_not_ours(text: str) -> None:
    assert launchd.read(text) is None


# --- Windows ----------------------------------------------------------------------------------


def test_windows_runs_it_as_this_account_in_its_session_without_more_rights() -> None:
    told = values(task.text(PROGRAM, TUESDAY, SID))
    assert (told["UserId"], told["LogonType"]) == (SID, "InteractiveToken")
    assert told["RunLevel"] == "LeastPrivilege"
    assert told["StartWhenAvailable"] == "true"
    assert told["DisallowStartIfOnBatteries"] == "false"
    assert "Tuesday" in told
    assert told["StartBoundary"] == "2026-01-06T08:05:00"
    assert told["Command"] == "/opt/hygie/bin/python"
    assert told["Arguments"].startswith("-P -m hygie relecture lancer --jour mardi")


def test_the_name_of_a_task_is_one_account_s() -> None:
    assert task.name_of(SID) == "Hygie-relecture-1001"


def test_what_windows_is_given_is_utf_16_with_its_mark() -> None:
    raw = task.encoded(task.text(PROGRAM, Plan(), SID))
    assert raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    assert raw.decode("utf-16").startswith('<?xml version="1.0" encoding="UTF-16"?>\r\n<Task ')


@given(PROGRAMS, PLANS)
def test_windows_gives_back_the_plan(program: Program, plan: Plan) -> None:
    text = task.text(program, plan, SID)
    assert task.read(text) == plan
    assert task.same_command(text, text)
    arguments = subprocess.list2cmdline(words(program, plan)[1:])
    assert values(text)["Arguments"] == arguments.strip()


def test_a_task_is_known_through_the_letters_a_console_lacks() -> None:
    program = Program(python=r"C:\Users\Élise\pythonw.exe", folder=r"C:\Users\Élise\hygie")
    text = task.text(program, Plan(), SID)
    for shown in (text.replace("É", "?"), text.replace("É", "\ufffd"), f"\ufeff{text}"):
        assert task.read(shown) == Plan()
        assert task.same_command(shown, text)
    assert task.same_command("\0".join(text), text)


def changed(before: str, after: str) -> Callable[[str], str]:
    return lambda text: text.replace(before, after)


@pytest.mark.parametrize(
    "change",
    [
        changed("<Enabled>true", "<Enabled>false"),
        changed("<Tuesday />", ""),
        changed("<Tuesday />", "<Tuesday /><Friday />"),
        changed("T08:05:00", "T25:05:00"),
        changed("<WeeksInterval>1", "<WeeksInterval>2"),
        changed("<Task ", "<!DOCTYPE t [<!ENTITY a 'b'>]><Task "),
        changed("</Task>", ""),
    ],
)
def test_a_task_that_was_changed_is_no_longer_the_plan(change: Callable[[str], str]) -> None:
    assert task.read(change(task.text(PROGRAM, TUESDAY, SID))) is None


@pytest.mark.parametrize(
    "change",
    [
        changed("/opt/hygie", "/opt/autre"),
        changed("--donnees", "--ailleurs"),
        changed("LeastPrivilege", "HighestAvailable"),
    ],
)
def test_a_task_that_runs_something_else_is_seen(change: Callable[[str], str]) -> None:
    text = task.text(PROGRAM, TUESDAY, SID)
    assert not task.same_command(change(text), text)


@given(st.text())
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    assert task.read(text) is None
    assert launchd.read(text) is None
    assert systemd.read(text, text) is None
