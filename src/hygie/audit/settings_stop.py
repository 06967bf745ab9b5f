"""While a change waits for its answer, a closed window or an order to end is as a Ctrl-C, once.

What undoes the change afterwards is not cut short: another one is then without effect.
"""

import signal
import sys
from _thread import interrupt_main
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, current_thread, main_thread

STOPS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""The names of the signals; each system has some of them."""

CLOSINGS = frozenset({2, 5, 6})
"""CTRL_CLOSE_EVENT, CTRL_LOGOFF_EVENT, CTRL_SHUTDOWN_EVENT."""

GRACE = 5.0
"""Windows ends the program itself after about as long."""


@contextmanager
def heeding() -> Iterator[Callable[[], None]]:
    """Turn what would end the process into KeyboardInterrupt, until what is given is called."""
    deaf = Event()

    def heard(_number: int, _frame: object) -> None:
        if not deaf.is_set():
            deaf.set()
            raise KeyboardInterrupt

    if current_thread() is not main_thread():
        # Only the main thread may be told of signals.
        yield deaf.set
        return
    numbers = [getattr(signal, name) for name in STOPS if hasattr(signal, name)]
    former = {each: signal.getsignal(each) for each in numbers}
    kept = {each: was for each, was in former.items() if was not in {None, signal.SIG_IGN}}
    for each in kept:
        signal.signal(each, heard)
    try:
        with _window_open():
            yield deaf.set
    finally:
        for each, was in kept.items():
            signal.signal(each, was)


def answer_closing(event: int, done: Event) -> bool:
    """Answer Windows that closes the window: only once what was there is back, or too late."""
    if event not in CLOSINGS:
        return False
    interrupt_main()
    done.wait(GRACE)
    return True


@contextmanager
def _window_open() -> Iterator[None]:
    """Have Windows wait for us; elsewhere signals are enough."""
    if sys.platform != "win32":
        yield
        return
    import ctypes  # noqa: PLC0415  # only Windows needs it here
    from ctypes import wintypes  # noqa: PLC0415  # same

    done = Event()
    made = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.DWORD)
    handler = made(lambda event: answer_closing(event, done))
    ctypes.windll.kernel32.SetConsoleCtrlHandler(handler, 1)
    try:
        yield
    finally:
        done.set()
        ctypes.windll.kernel32.SetConsoleCtrlHandler(handler, 0)
