"""The side that has an administrator's rights: does the one setting it was asked, and ends.

It asks nothing, keeps no record, and writes no file: the Hygie that opened it looks at the places
again, and writes down what became of them. It stays only until somebody vouches for the change,
and puts back what was there when nobody does, even if the other was killed meanwhile.
"""

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from hygie.audit.settings_request import NOTHING_DONE, Request, read_request
from hygie.audit.settings_undo import put_back
from hygie.core.errors import HygieError, MisusedError
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.door import WritableMachine
from hygie.workstation.settings.elevating import Take, Vouching

GRACE = 120.0
"""More than the question itself: the places are read again before it is put."""

NOT_SHOWN = "Ce poste a changé depuis que la demande a été montrée."
NOT_READ_BACK = "Le système a accepté le changement sans le prendre."
NAMED_BY = 32


def run_elevated(arguments: Namespace, console: Console) -> ExitCode:
    """Do what is asked, by the real hands of Windows."""
    # Imported here: only Windows has them.
    from hygie.audit.settings_administrator import administrator_door  # noqa: PLC0415  # Windows
    from hygie.workstation.settings.windows_events import Vouched  # noqa: PLC0415  # same
    from hygie.workstation.settings.windows_taken import take  # noqa: PLC0415  # same

    try:
        request = asked_for(arguments.request, arguments.digest, take, console.now())
        vouching = Vouched(arguments.digest[:NAMED_BY]) if request.wait else None
        return carry_out(request, administrator_door(), vouching)
    except MachineRefusedError as refusal:
        raise MisusedError(refusal.reason, hint=NOTHING_DONE) from refusal


def asked_for(file: Path, digest: str, take: Take, now: datetime) -> Request:
    """Return the request, which serves no other time."""
    return read_request(take(file, digest), system="windows", now=now)


def carry_out(request: Request, door: WritableMachine, vouching: Vouching | None) -> ExitCode:
    """Write every place, or none; put back what nobody vouches for. Raises HygieError."""
    if any(door.get(change.place) != change.before for change in request.changes):
        raise MisusedError(NOT_SHOWN, hint=NOTHING_DONE)
    reason = _write(request, door)
    if reason:
        raise _failed(f"{reason} {put_back(door, request.changes)}".strip())
    if vouching is None:
        return ExitCode.DONE
    if not _is_kept(request, vouching) and (left := put_back(door, request.changes)):
        raise _failed(left)
    return ExitCode.DONE


def _is_kept(request: Request, vouching: Vouching) -> bool:
    """Wait for somebody's word; what keeps it from being heard is a no."""
    try:
        vouching.written()
        return vouching.is_kept(request.wait + GRACE)
    except MachineRefusedError:
        return False


def _write(request: Request, door: WritableMachine) -> str:
    try:
        for change in request.changes:
            door.put(change.place, change.after)
        if all(door.get(change.place) == change.after for change in request.changes):
            return ""
    except MachineRefusedError as refusal:
        return refusal.reason
    return NOT_READ_BACK


def _failed(reason: str) -> HygieError:
    return HygieError(reason, hint="Hygie vous dit ce qui reste à remettre.")
