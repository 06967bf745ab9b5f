"""When a workstation is read again, what is run then, and how it is asked for."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.errors import MisusedError
from hygie.schedule.commands import day, hour
from hygie.schedule.plan import DAYS, GRACE, WEEK, Day, Plan, last_moment, next_moment
from hygie.schedule.program import Program, words
from support.schedules import PROGRAM

PARIS = ZoneInfo("Europe/Paris")
PLANS = st.builds(
    Plan,
    day=st.sampled_from(Day),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    notify=st.booleans(),
)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=4000)).map(
    lambda later: datetime(2020, 1, 1, tzinfo=UTC) + later
)


def test_without_a_word_it_is_on_monday_at_half_past_twelve() -> None:
    assert (Plan().day, Plan().hour, Plan().notify) == (Day.MONDAY, "12:30", False)


@pytest.mark.parametrize(
    ("now", "last", "coming"),
    [
        ("2026-11-22T19:41", "2026-11-16T12:30", "2026-11-23T12:30"),
        ("2026-11-23T12:27", "2026-11-16T12:30", "2026-11-23T12:30"),
        ("2026-11-23T12:29", "2026-11-23T12:30", "2026-11-23T12:30"),
        ("2026-11-23T12:30", "2026-11-23T12:30", "2026-11-30T12:30"),
        ("2026-11-23T23:59", "2026-11-23T12:30", "2026-11-30T12:30"),
        ("2026-11-24T00:00", "2026-11-23T12:30", "2026-11-30T12:30"),
    ],
)
def test_the_moments_around_a_monday(now: str, last: str, coming: str) -> None:
    here = datetime.fromisoformat(now).replace(tzinfo=PARIS)
    assert last_moment(Plan(), here, PARIS) == datetime.fromisoformat(last).replace(tzinfo=PARIS)
    assert next_moment(Plan(), here, PARIS) == datetime.fromisoformat(coming).replace(tzinfo=PARIS)


def test_the_hour_is_that_of_the_wall_clock_summer_or_winter() -> None:
    plan = Plan(day=Day.SUNDAY)
    before = datetime(2026, 3, 29, 8, tzinfo=PARIS)  # the clocks moved that night
    assert last_moment(plan, before, PARIS).utcoffset() == timedelta(hours=1)
    coming = next_moment(plan, before, PARIS)
    assert (coming.utcoffset(), coming.hour) == (timedelta(hours=2), 12)


@given(PLANS, MOMENTS)
def test_there_is_one_moment_a_week(plan: Plan, now: datetime) -> None:
    last, coming = last_moment(plan, now, UTC), next_moment(plan, now, UTC)
    assert last <= now + GRACE < last + WEEK
    assert now < coming <= now + WEEK
    assert (DAYS[coming.weekday()], coming.time()) == (plan.day, plan.at)


@given(PLANS, MOMENTS)
def test_this_computer_s_own_zone_has_moments_too(plan: Plan, now: datetime) -> None:
    assert next_moment(plan, now, None).tzinfo is not None
    assert last_moment(plan, now, None) <= now + GRACE


def test_the_planned_command_is_this_installation_by_its_whole_path() -> None:
    assert words(PROGRAM, Plan(at=time(9, 5))) == (
        *("/opt/hygie/bin/python", "-P", "-m", "hygie", "relecture", "lancer"),
        *("--jour", "lundi", "--heure", "09:05", "--donnees", "/home/a/hygie"),
    )


def test_the_file_of_the_code_and_the_notification_are_said_when_wanted() -> None:
    told = Program(python="/p", folder="/d", code_file="/secret/code")
    assert words(told, Plan(notify=True))[-3:] == ("--code", "/secret/code", "--notifier")


def test_a_path_no_file_could_hold_is_refused() -> None:
    with pytest.raises(MisusedError):
        words(Program(python="/p", folder="/d\nExecStart=/bin/x"), Plan())


def test_what_prints_under_windows_is_the_other_python() -> None:
    assert Program(python=r"C:\h\pythonw.exe", folder="d").seen.python == r"C:\h\python.exe"
    assert PROGRAM.seen == PROGRAM


@pytest.mark.parametrize(
    ("text", "at"),
    [("12:30", time(12, 30)), ("9h", time(9)), ("9 h 05", time(9, 5)), ("00:00", time(0))],
)
def test_an_hour_is_read_the_french_way(text: str, at: time) -> None:
    assert hour(text) == at


@pytest.mark.parametrize("text", ["", "midi", "24:00", "12:60", "12", "12:3", "١٢:٣٠", "-1:00"])
def test_what_is_no_hour_is_refused(text: str) -> None:
    with pytest.raises(MisusedError) as refusal:
        hour(text)
    assert "12:30" in refusal.value.hint


def test_a_day_is_read_in_any_case_and_nothing_else_is_one() -> None:
    assert day(" Vendredi ") is Day.FRIDAY
    with pytest.raises(MisusedError) as refusal:
        day("lundredi")
    assert "mardi" in refusal.value.hint
