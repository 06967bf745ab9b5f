"""Who is let in, for how long: addresses that serve once, cookies that idle, nothing guessed."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.web.sessions import ENTRY_LASTS, IDLE, LONGEST, MOST_SESSIONS, SHEET_LASTS, Sessions
from support.builders import NOW
from support.chance import Chance

SECOND = timedelta(seconds=1)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def wait(self, duration: timedelta) -> None:
        self.now += duration


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(clock: Clock) -> Sessions:
    return Sessions(now=clock, chance=Chance())


def entered(sessions: Sessions, person: str | None = None) -> str:
    cookie = sessions.enter(sessions.new_entry())
    assert cookie is not None
    session = sessions.find(cookie)
    assert session is not None
    session.person = person
    return cookie


def test_an_address_opens_one_session(sessions: Sessions) -> None:
    token = sessions.new_entry()
    cookie = sessions.enter(token)
    assert cookie is not None
    assert cookie != token
    assert sessions.find(cookie) is not None
    assert sessions.enter(token) is None


def test_an_address_waits_five_minutes(sessions: Sessions, clock: Clock) -> None:
    in_time, too_late = sessions.new_entry(), sessions.new_entry()
    clock.wait(ENTRY_LASTS)
    assert sessions.enter(in_time) is not None
    clock.wait(SECOND)
    assert sessions.enter(too_late) is None
    clock.wait(-timedelta(hours=1))  # a clock set back does not make it good again
    assert sessions.enter(too_late) is None


def test_thirty_one_minutes_away_close_a_session(sessions: Sessions, clock: Clock) -> None:
    cookie = entered(sessions)
    clock.wait(timedelta(minutes=31))
    assert sessions.find(cookie) is None
    clock.wait(-timedelta(minutes=31))
    assert sessions.find(cookie) is None


def test_a_session_in_use_stays_a_day_of_work(sessions: Sessions, clock: Clock) -> None:
    cookie = entered(sessions)
    for _ in range(LONGEST // IDLE):
        clock.wait(IDLE)
        assert sessions.find(cookie) is not None
    clock.wait(IDLE)
    assert sessions.find(cookie) is None


def test_a_code_renews_the_cookie(sessions: Sessions) -> None:
    cookie = entered(sessions)
    renewed = sessions.renew(cookie, "a")
    assert renewed is not None
    assert sessions.find(cookie) is None
    found = sessions.find(renewed)
    assert found is not None
    assert found.person == "a"
    assert sessions.renew(cookie, "b") is None


def test_a_page_that_looks_by_itself_is_nobody(sessions: Sessions, clock: Clock) -> None:
    """A reading under way asks every second: that alone keeps no session open."""
    cookie = entered(sessions)
    for _ in range(30):
        clock.wait(timedelta(minutes=1))
        assert sessions.find(cookie, touch=False) is not None
    clock.wait(SECOND)
    assert sessions.find(cookie, touch=False) is None


def test_closing_ends_one_session(sessions: Sessions) -> None:
    here, there = entered(sessions), entered(sessions)
    sessions.close(here)
    sessions.close("jamais-donné")
    assert sessions.find(here) is None
    assert sessions.find(there) is not None


def test_who_leaves_is_out_everywhere(sessions: Sessions) -> None:
    hers = [entered(sessions, "elle") for _ in range(3)]
    his, nobodys = entered(sessions, "lui"), entered(sessions)
    sessions.close_person("elle")
    assert [sessions.find(cookie) for cookie in hers] == [None] * 3
    assert sessions.find(his) is not None
    assert sessions.find(nobodys) is not None


def test_a_new_code_leaves_the_session_it_was_chosen_in(sessions: Sessions) -> None:
    here, there = entered(sessions, "elle"), entered(sessions, "elle")
    sessions.close_person("elle", but=sessions.find(here))
    assert sessions.find(here) is not None
    assert sessions.find(there) is None


def test_the_one_longest_unused_gives_its_place(sessions: Sessions, clock: Clock) -> None:
    cookies = []
    for _ in range(MOST_SESSIONS):
        clock.wait(SECOND)
        cookies.append(entered(sessions))
    clock.wait(SECOND)
    assert sessions.find(cookies[0]) is not None
    entered(sessions)
    still = [sessions.find(cookie, touch=False) is not None for cookie in cookies]
    assert still == [True, False, *[True] * (MOST_SESSIONS - 2)]


@given(st.text(max_size=80))
def test_what_was_not_given_opens_nothing(made_up: str) -> None:
    sessions = Sessions(now=Clock(), chance=Chance())
    token, cookie = sessions.new_entry(), entered(sessions)
    assert sessions.enter(made_up) is None
    assert sessions.find(made_up) is None
    for near in (token.upper(), token[:-1], f"{token} ", f"{token}\0", cookie):
        assert sessions.enter(near) is None
    assert sessions.find(token) is None
    assert sessions.enter(token) is not None


@given(st.lists(st.tuples(st.sampled_from("escf"), st.integers(0, 5), st.integers(0, 40))))
def test_only_who_came_in_lately_is_found(acts: list[tuple[str, int, int]]) -> None:
    """Whatever is done in whatever order: found is who entered, was not closed, and came back."""
    clock = Clock()
    sessions = Sessions(now=clock, chance=Chance())
    cookies: list[str] = []
    seen: dict[str, datetime] = {}
    for act, rank, minutes in acts:
        clock.wait(timedelta(minutes=minutes))
        seen = {cookie: at for cookie, at in seen.items() if clock.now - at <= IDLE}
        if act == "e":
            cookies.append(entered(sessions))
            seen[cookies[-1]] = clock.now
        elif cookies and act == "c":
            sessions.close(cookies[rank % len(cookies)])
            seen.pop(cookies[rank % len(cookies)], None)
        elif cookies:
            cookie = cookies[rank % len(cookies)]
            assert (sessions.find(cookie, touch=act == "f") is not None) == (cookie in seen)
            if act == "f" and cookie in seen:
                seen[cookie] = clock.now
        seen = dict(sorted(seen.items(), key=lambda one: one[1])[-MOST_SESSIONS:])


def test_a_recovery_code_waits_ten_minutes_for_its_page_and_is_shown_once(
    sessions: Sessions, clock: Clock
) -> None:
    session = sessions.find(entered(sessions))
    assert session is not None
    session.keep_sheet("AAAA-BBBB", clock())
    assert "AAAA" not in repr(session)
    shown = session.take_sheet(clock())
    assert shown is not None
    assert (shown.code, shown.at) == ("AAAA-BBBB", NOW)
    assert session.take_sheet(clock()) is None
    session.keep_sheet("AAAA-BBBB", clock())
    clock.wait(SHEET_LASTS + SECOND)
    assert session.take_sheet(clock()) is None


def test_a_recovery_code_is_not_for_whoever_comes_next(sessions: Sessions, clock: Clock) -> None:
    cookie = entered(sessions)
    session = sessions.find(cookie)
    assert session is not None
    session.keep_sheet("AAAA-BBBB", clock())
    sessions.renew(cookie, "somebody")
    assert session.take_sheet(clock()) is None
