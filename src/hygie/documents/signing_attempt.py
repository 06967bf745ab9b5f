"""The broad except of this room, around one hostile file, signature or answer."""

import errno
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def attempt(work: Callable[[], T]) -> T | None:
    """Do the work; None when what was given could not be understood.

    Want of memory is not misunderstanding: it goes through. So does a library that could not be
    loaded, which is how a want of memory shows when it strikes there.
    """
    try:
        return work()
    except (MemoryError, ImportError):
        raise
    except OSError as error:
        if error.errno == errno.ENOMEM:
            raise MemoryError from error
        return None
    except Exception:  # noqa: BLE001  # a hostile file can make its reader fail in any way
        return None
