"""Puts back exactly what was there, absence included."""

from collections.abc import Iterable

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.door import Change, WritableMachine

NOT_TAKEN = "Le système a accepté l'ancienne valeur sans la reprendre."


def put_back(door: WritableMachine, changes: Iterable[Change]) -> str:
    """Put the former values back, the last written first; return why not, empty when done.

    A place that refuses does not keep the others from being put back.
    """
    reasons = [_put_back(door, change) for change in reversed(list(changes))]
    return next((reason for reason in reasons if reason), "")


def _put_back(door: WritableMachine, change: Change) -> str:
    try:
        if door.get(change.place) == change.before:
            return ""
        door.put(change.place, change.before)
        return "" if door.get(change.place) == change.before else NOT_TAKEN
    except MachineRefusedError as refusal:
        return refusal.reason
