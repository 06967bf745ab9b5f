"""The one broad except of this room, around what one device answered: all of it may be hostile."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

NO_SENSE = "La réponse n'a pas la forme attendue."
TOO_LONG = "Aucune réponse n'est venue à temps."


class NoAnswerError(Exception):
    """A device did not answer, or not as it should. ``reason`` is in French."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


async def attempt(work: Awaitable[T], otherwise: Callable[[str], T]) -> T:
    """Return what the work gives; whatever goes wrong, ``otherwise`` of the reason."""
    try:
        return await work
    except NoAnswerError as refusal:
        return otherwise(refusal.reason)
    except TimeoutError:
        return otherwise(TOO_LONG)
    except Exception:  # noqa: BLE001  # around one device: what it says is read by libraries
        return otherwise(NO_SENSE)
