"""Asks each question of a machine once per audit, whoever asks and however many at a time."""

import threading
from collections.abc import Callable
from typing import TypeVar

from hygie.workstation.machine import MachineRefusedError

T = TypeVar("T")


class Once:
    """Remembers what each question gave, refusals included, and asks each one only once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._locks: dict[object, threading.Lock] = {}
        self._answers: dict[object, Callable[[], object]] = {}

    def __call__(self, key: object, ask: Callable[[], T]) -> T:
        """Return what ``ask`` gave the first time for this key, or raise its refusal again."""
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            if key not in self._answers:
                self._answers[key] = _settle(ask)
        return self._answers[key]()  # type: ignore[return-value]  # the key fixes the type


def _settle(ask: Callable[[], T]) -> Callable[[], T]:
    try:
        value = ask()
    except MachineRefusedError as refusal:
        kept = refusal

        def again() -> T:
            raise kept

        return again
    return lambda: value
