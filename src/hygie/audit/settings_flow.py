"""Changes one setting, and undoes it unless somebody says that all still works.

The former values are on the disk before anything is written: if Hygie is killed in between, the
next one to start undoes what nobody vouched for.
"""

from dataclasses import dataclass
from enum import StrEnum

from hygie.audit.settings_questions import agrees, agrees_within, tell
from hygie.audit.settings_records import Act, Stage, begin, end
from hygie.audit.settings_states import State, is_right, readings_of
from hygie.audit.settings_stop import heeding
from hygie.audit.settings_undo import put_back
from hygie.audit.settings_words import (
    CLOSED,
    PROVIDER_AGREES,
    PUT_BACK,
    STILL_OPENS,
    WINDOWS_ASKS,
    elevation,
    go_on,
    later,
    not_undone,
    undo_later,
    write_failed,
)
from hygie.audit.settings_world import World
from hygie.audit.settings_writing import Writing, raising
from hygie.terminal.console import Console
from hygie.workstation.machine import MachineRefusedError

MOVED_SINCE = "Ce réglage a changé pendant que vous lisiez : relancez la commande pour le revoir."
NOT_READ_BACK = "Le système a accepté le changement sans le prendre."
STOPPED = "Hygie a été arrêté."
STILL_WRONG = "Relu aussitôt après, le poste dit que rien n'a changé."


class Result(StrEnum):
    """How it ended."""

    KEPT = "garde"
    UNDONE = "annule"
    LEFT = "abandonne"
    WAITING = "en_attente"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a change ended, and why it was not kept."""

    result: Result
    reason: str = ""


def change(state: State, world: World, console: Console) -> Outcome:
    """Ask, write down, write, read back, ask again; undo unless all of that went well."""
    if not _agreed(state, world, console):
        return Outcome(result=Result.LEFT)
    if not _is_as_shown(state, world):
        return Outcome(result=Result.LEFT, reason=MOVED_SINCE)
    workstation, now = world.context.workstation, console.now()
    act = begin(world.records, state.setting, state.changes, workstation, now)
    writing = Writing(state.setting.id, state.changes, world, now)
    reason = STOPPED
    with heeding() as nothing_more:
        try:
            reason = _write(writing, state, world) or _ask_after(world, console) or writing.keep()
        finally:
            # Ctrl-C and a closed window included: whatever stops us, what was there is put back.
            nothing_more()
            if reason:
                writing.give_back()
            result = undo(act, world, console) if reason else Result.KEPT
            if reason == STOPPED and result is Result.UNDONE:
                tell(console, [PUT_BACK])
        if result is Result.KEPT:
            end(world.records, act, Stage.KEPT, console.now())
    return Outcome(result=result, reason=reason)


def undo(act: Act, world: World, console: Console) -> Result:
    """Put back what was there before an act, and write that down."""
    now = console.now()
    reason = put_back(world.door, act.changes, raising(act.setting, world, now))
    if reason:
        begun = act.stage is Stage.BEGUN
        tell(console, [undo_later(reason) if begun else not_undone(reason)])
        return Result.WAITING
    end(world.records, act, Stage.UNDONE, now)
    return Result.UNDONE


def _agreed(state: State, world: World, console: Console) -> bool:
    if not agrees(console, CLOSED):
        tell(console, [later(state.setting.id)])
        return False
    if state.setting.with_provider and not agrees(console, PROVIDER_AGREES):
        return False
    if any(each.place.elevated for each in state.changes) and not world.administrator:
        once = world.elevate is not None
        tell(console, [WINDOWS_ASKS if once else elevation(len(state.changes))])
    return agrees(console, go_on(world.seconds))


def _is_as_shown(state: State, world: World) -> bool:
    """Tell whether what would be written down as the former values still is what is there."""
    try:
        return all(world.door.get(each.place) == each.before for each in state.changes)
    except MachineRefusedError:
        return False


def _write(writing: Writing, state: State, world: World) -> str:
    """Write every place, then look at each again, and at the facts; return what went wrong."""
    try:
        writing.write()
        if not writing.holds():
            return NOT_READ_BACK
    except MachineRefusedError as refusal:
        return write_failed(refusal.reason)
    readings = readings_of(state.setting, world)
    return STILL_WRONG if is_right(state.setting, readings, world) is False else ""


def _ask_after(world: World, console: Console) -> str:
    answer = agrees_within(console, STILL_OPENS, world.seconds, world.listen)
    if answer:
        return ""
    return "Personne n'a répondu." if answer is None else "Vous avez répondu non."
