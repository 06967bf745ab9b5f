"""Writes the places of a setting; those of an administrator in one go where Windows must be asked.

They come first: refused, nothing at all was changed.
"""

from collections.abc import Sequence
from datetime import datetime

from hygie.audit.settings_elevation import Held
from hygie.audit.settings_undo import Raise
from hygie.audit.settings_world import World
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.door import Change

TOO_LATE = "La réponse est venue trop tard : Hygie avait déjà remis ce qu'il y avait."


class Writing:
    """One change under way; ``at`` is when it was agreed to."""

    def __init__(self, setting: str, changes: Sequence[Change], world: World, at: datetime) -> None:
        self._setting, self._changes, self._world, self._at = setting, changes, world, at
        self._held: Held | None = None

    def write(self) -> None:
        """Write every place. Raises MachineRefusedError at the first that refuses."""
        elevate = self._world.elevate
        high = [each for each in self._changes if elevate is not None and each.place.elevated]
        if elevate is not None and high:
            self._held = elevate(self._setting, high, at=self._at, wait=self._world.seconds)
        for each in self._changes:
            if each not in high:
                self._world.door.put(each.place, each.after)

    def holds(self) -> bool:
        """Tell whether every place holds what was written."""
        return all(self._world.door.get(each.place) == each.after for each in self._changes)

    def keep(self) -> str:
        """Keep the change, once vouched for; return why it is not kept after all."""
        if self._held is None:
            return ""
        self._held.keep()
        try:
            return "" if self.holds() else TOO_LATE
        except MachineRefusedError as refusal:
            return refusal.reason

    def give_back(self) -> None:
        """Have put back what somebody else holds; the rest is put back from here."""
        if self._held is not None:
            self._held.give_back()


def raising(setting: str, world: World, at: datetime) -> Raise | None:
    """Return what puts an administrator's places back in one go, where that is the way."""
    elevate = world.elevate
    if elevate is None:
        return None

    def put(changes: Sequence[Change]) -> None:
        elevate(setting, changes, at=at)

    return put
