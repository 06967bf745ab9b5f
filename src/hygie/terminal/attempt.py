"""The broad except of requests, rooms and jobs: around one unit of work, never inside it."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fault:
    """A work that stopped on an exception."""

    error: Exception

    @property
    def trace(self) -> str:
        """Return the technical account, for a maintainer."""
        return "".join(traceback.format_exception(self.error))


def attempt(work: Callable[[], T]) -> T | Fault:
    """Do the work; whatever goes wrong comes back as a value."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001  # around one unit of work: the caller says it in French
        return Fault(error)
