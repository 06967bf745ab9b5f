"""Puts back exactly what was there, absence included; and says beforehand what that changes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.door import Change, WritableMachine

NOT_TAKEN = "Le système a accepté l'ancienne valeur sans la reprendre."

Raise = Callable[[Sequence[Change]], None]
"""Writes places that only an administrator may write, all in one go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """What an undo would change: from what is there now to what was there before.

    ``moved``: somebody else has put there, since, neither our value nor the former one.
    """

    changes: tuple[Change, ...]
    moved: bool

    @property
    def elevated(self) -> bool:
        """Tell whether an administrator's rights are needed."""
        return any(each.place.elevated for each in self.changes)


def what_goes_back(door: WritableMachine, written: Sequence[Change]) -> Return:
    """Look at each place as it is now. Raises MachineRefusedError when it cannot be known."""
    seen = [(each, door.get(each.place)) for each in written]
    return Return(
        changes=tuple(
            Change(place=each.place, before=present, after=each.before)
            for each, present in seen
            if present != each.before
        ),
        moved=any(present not in {each.before, each.after} for each, present in seen),
    )


def put_back(door: WritableMachine, changes: Iterable[Change], elevate: Raise | None = None) -> str:
    """Put the former values back, the last written first; return why not, empty when done.

    A place that refuses does not keep the others from being put back.
    """
    every = list(reversed(list(changes)))
    high = [each for each in every if elevate is not None and each.place.elevated]
    reasons = [_put_back(door, each) for each in every if each not in high]
    if elevate is not None:
        reasons.append(_put_high_back(door, high, elevate))
    return next((reason for reason in reasons if reason), "")


def _put_high_back(door: WritableMachine, high: Sequence[Change], elevate: Raise) -> str:
    try:
        if moved := what_goes_back(door, high).changes:
            elevate(moved)
        return "" if not what_goes_back(door, high).changes else NOT_TAKEN
    except MachineRefusedError as refusal:
        return refusal.reason


def _put_back(door: WritableMachine, change: Change) -> str:
    try:
        if door.get(change.place) == change.before:
            return ""
        door.put(change.place, change.before)
        return "" if door.get(change.place) == change.before else NOT_TAKEN
    except MachineRefusedError as refusal:
        return refusal.reason
