"""Opening Hygie once more, with an administrator's rights, for one setting and nothing else."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from hygie.workstation.settings.door import Place, Store, Value

HIGHEST = 7
"""The largest value one of our settings ever had or wants: «AUOptions» goes up to 7."""

NEVER_ABSENT = frozenset({"Start", "fDenyTSConnections"})
"""Values of the registry that Windows always has: taking them away is not putting back."""


class Opened(Protocol):
    """The Hygie that was opened with an administrator's rights, as seen by the one that asked."""

    def is_written(self, seconds: float) -> bool:
        """Wait for it to say that all is written; False when it ended first, or in time said so."""

    def answer(self, *, keep: bool) -> None:
        """Tell it that the change is kept, or that it must put back what was there."""

    def ended(self, seconds: float) -> int | None:
        """Wait for its end and return its exit code; None when it still runs."""


class Open(Protocol):
    """Opens this Hygie again with these words, the system asking the person for its rights."""

    def __call__(self, words: Sequence[str], name: str, /) -> Opened:
        """Open it; ``name`` is known to both alone. Raises MachineRefusedError when refused."""


class Vouching(Protocol):
    """What the Hygie that has the rights hears of the one that asked."""

    def written(self) -> None:
        """Say that all is written."""

    def is_kept(self, seconds: float) -> bool:
        """Wait for the answer; False when it is no, or when nobody gives one."""


class Take(Protocol):
    """Reads a request once: it is gone when this returns."""

    def __call__(self, file: Path, digest: str) -> bytes:
        """Return its content. Raises MachineRefusedError unless its SHA-256 is this one."""


def may_hold(place: Place, value: Value | None) -> bool:
    """Tell whether an administrator's place may be given this value, whoever asks for it."""
    if isinstance(value, bool | str) or not place.elevated:
        return False
    if place.store is not Store.REGISTRY:
        return value in {0, 1}
    if not place.name:
        return value in {None, 1}
    if value is None:
        return place.name not in NEVER_ABSENT
    return 0 <= value <= HIGHEST
