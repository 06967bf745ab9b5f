"""The broad except of this room, around one hostile file, signature or answer."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def attempt(work: Callable[[], T]) -> T | None:
    """Do the work; None when what was given could not be understood.

    Want of memory is not misunderstanding: it goes through.
    """
    try:
        return work()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # a hostile file can make its reader fail in any way
        return None
