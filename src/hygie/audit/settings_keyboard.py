"""The real keyboard, listened to for so long and no longer: a stray key holds nothing back."""

import os
import selectors
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Event
from time import monotonic

from hygie.terminal.console import Console

Clock = Callable[[], float]
Hear = Callable[[float], str | None]
"""Waits so long for what is typed; None when nothing was, an empty text at its end."""

TICK = 0.1
BLOCK = 1024
ENDS, ERASES, CTRL_C = "\r\n", "\b\x7f", "\x03"
SPECIAL = ("\0", "\xe0")
"""What Windows puts before the number of an arrow or a function key; the second is «à» too."""


def ticking() -> float:
    """Return seconds that no change of the clock disturbs."""
    return monotonic()


def listen_within(console: Console, prompt: str, seconds: float) -> str | None:
    """Ask the real keyboard for a line; None when none was finished in time."""
    console.say(prompt)
    if console.stdin is None:
        return None
    if sys.platform == "win32":
        return line_within(_hear_keys, seconds, ticking)
    with suppress(OSError, ValueError), selectors.DefaultSelector() as selector:
        selector.register(console.stdin.fileno(), selectors.EVENT_READ)
        return line_within(lambda left: _hear_terminal(selector, left), seconds, ticking)
    return None


def line_within(hear: Hear, seconds: float, clock: Clock) -> str | None:
    """Put together what is typed until Enter, the end of the keyboard or the end of the delay."""
    deadline, line = clock() + seconds, ""
    while (left := deadline - clock()) > 0:
        heard = hear(left)
        if heard == "":
            return None
        for key in heard or "":
            if key in ENDS:
                return line
            if key == CTRL_C:
                raise KeyboardInterrupt
            line = line[:-1] if key in ERASES else line + key
    return None


def discard_typed(console: Console) -> None:
    """Forget what was typed before the question was there to be read."""
    if console.stdin is None or not console.interactive:
        return
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  # only Windows has it

        while msvcrt.kbhit():
            msvcrt.getwch()
        return
    import termios  # noqa: PLC0415  # Windows has none

    with suppress(termios.error, OSError, ValueError):
        termios.tcflush(console.stdin.fileno(), termios.TCIFLUSH)


def _hear_terminal(selector: selectors.BaseSelector, left: float) -> str | None:
    """Return what the terminal gives: a line, or part of one when Ctrl-D was typed in it."""
    found = selector.select(timeout=left)
    if not found:
        return None
    return os.read(found[0][0].fd, BLOCK).decode("utf-8", errors="replace")


def _hear_keys(left: float) -> str | None:
    """Return the next key, shown as it is typed."""
    if sys.platform != "win32":
        return None
    import msvcrt  # noqa: PLC0415  # only Windows has it

    if not msvcrt.kbhit():
        Event().wait(min(TICK, left))
        return None
    key = msvcrt.getwch()
    if key in SPECIAL and msvcrt.kbhit():
        msvcrt.getwch()
        return None
    for shown in {"\r": "\r\n", "\b": "\b \b", CTRL_C: ""}.get(key, key):
        msvcrt.putwch(shown)
    return key
