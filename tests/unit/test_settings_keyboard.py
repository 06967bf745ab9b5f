"""The answer is waited for so long and no longer, whatever is typed."""

import signal
from collections.abc import Callable, Iterator
from threading import Event, Thread

import pytest

from hygie.audit.settings_keyboard import line_within
from hygie.audit.settings_questions import agrees_within
from hygie.audit.settings_stop import answer_closing, heeding
from support.settings import answering, typing


def hearing(*keys: str | None) -> tuple[Callable[[float], str | None], Callable[[], float]]:
    """Return a keyboard that gives a key a second, then silence, and its clock."""
    at = iter(range(1000))
    left: Iterator[str | None] = iter(keys)
    return lambda _seconds: next(left, None), lambda: float(next(at))


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("o", "u", "i", "\r"), "oui"),
        (("oui\n",), "oui"),
        (("x", "\b", None, "o", "u", "i", "\n"), "oui"),
        (("x",), None),
        ((), None),
        (("ou", ""), None),
        (("\r",), ""),
    ],
)
def test_a_line_is_what_was_finished_in_time(keys: tuple[str | None, ...], line: str) -> None:
    hear, clock = hearing(*keys)
    assert line_within(hear, 30, clock) == line


def test_a_key_held_down_does_not_hold_the_delay() -> None:
    _, clock = hearing()
    assert line_within(lambda _left: "x", 30, clock) is None


def test_ctrl_c_is_heard_among_the_keys() -> None:
    hear, clock = hearing("o", "\x03")
    with pytest.raises(KeyboardInterrupt):
        line_within(hear, 30, clock)


def test_enter_alone_is_asked_again_until_the_delay() -> None:
    _, clock = hearing()
    lines = ("", " ", "", "?", "", "Oui")
    assert agrees_within(typing(), "Alors ?", 30, answering(*lines), clock) is True
    _, clock = hearing()
    assert agrees_within(typing(), "Alors ?", 3, answering(*[""] * 9), clock) is None


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_an_order_to_end_is_heard_once_and_only_then(name: str) -> None:
    number = getattr(signal, name)
    before = signal.getsignal(number)
    with heeding() as nothing_more, pytest.raises(KeyboardInterrupt):
        signal.raise_signal(number)
    with heeding() as nothing_more:
        nothing_more()
        signal.raise_signal(number)
    assert signal.getsignal(number) is before


def test_elsewhere_than_in_the_main_thread_nothing_is_changed() -> None:
    seen = []

    def elsewhere() -> None:
        with heeding():
            seen.append(signal.getsignal(signal.SIGTERM))

    before = signal.getsignal(signal.SIGTERM)
    thread = Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert seen == [before]


def waiting_for(done: Event) -> None:
    """Wait as the keyboard of Windows is waited for, while the window closes."""
    closing = Thread(target=answer_closing, args=(2, done))
    closing.start()
    try:
        for _ in range(50):
            Event().wait(0.1)
    finally:
        assert closing.is_alive(), "Windows would have ended us before the undo"
        done.set()
        closing.join()


def test_a_window_that_closes_waits_for_the_undo() -> None:
    assert answer_closing(0, Event()) is False
    with heeding(), pytest.raises(KeyboardInterrupt):
        waiting_for(Event())
