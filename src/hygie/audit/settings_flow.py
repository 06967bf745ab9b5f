"""Changes one setting, and undoes it unless somebody says that all still works.

The former values are on the disk before anything is written: if Hygie is killed in between, the
next one to start undoes what nobody vouched for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hygie.audit.settings_questions import agrees, agrees_within, tell
from hygie.audit.settings_records import Act, Stage, begin, end
from hygie.audit.settings_states import State, is_right, readings_of
from hygie.audit.settings_stop import heeding
from hygie.audit.settings_undo import put_back
from hygie.audit.settings_words import (
    CLOSED,
    LATER,
    NO_BACKUP,
    NOTHING_CHANGED,
    PROVIDER_AGREES,
    PUT_BACK,
    STILL_OPENS,
    as_administrator,
    elevation,
    go_on,
    undo_later,
    write_failed,
)
from hygie.audit.settings_world import World
from hygie.audit.store import load_records
from hygie.core.declared import of_measure, proved
from hygie.core.errors import MisusedError
from hygie.terminal.console import Console
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.door import Change

BACKUP = "sauvegarde"
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


def check_may_be_done(state: State, world: World) -> None:
    """Refuse what must not even be offered now. Raises MisusedError; nothing was changed."""
    if state.setting.with_provider and not has_verified_backup(world):
        raise MisusedError(NO_BACKUP, hint=NOTHING_CHANGED)
    check_rights(state.changes, world, state.setting.id)


def check_rights(changes: Sequence[Change], world: World, words: str) -> None:
    """Refuse what only an administrator may write, where nothing can ask for one. Raises likewise.

    ``words`` are those to type again.
    """
    needs = any(change.place.elevated for change in changes)
    if needs and not (world.administrator or world.can_ask):
        raise MisusedError(
            "Ce réglage demande que Hygie soit ouvert en administrateur.",
            hint=as_administrator(words),
        )


def has_verified_backup(world: World) -> bool:
    """Tell whether a backup and its restore test are proved, and still count today."""
    measure = world.catalogue.measures[BACKUP]
    known = of_measure(measure, load_records(world.records, world.catalogue))
    return proved(measure, known, [world.context.workstation], world.context.now).holds


def change(state: State, world: World, console: Console) -> Outcome:
    """Ask, write down, write, read back, ask again; undo unless all of that went well."""
    if not _agreed(state, world, console):
        return Outcome(result=Result.LEFT)
    if not _is_as_shown(state, world):
        return Outcome(result=Result.LEFT, reason=MOVED_SINCE)
    workstation, now = world.context.workstation, console.now()
    act = begin(world.records, state.setting, state.changes, workstation, now)
    reason = STOPPED
    with heeding() as nothing_more:
        try:
            reason = _write(state, world) or _ask_after(world, console)
        finally:
            # Ctrl-C and a closed window included: whatever stops us, what was there is put back.
            nothing_more()
            result = undo(act, world, console) if reason else Result.KEPT
            if reason == STOPPED and result is Result.UNDONE:
                tell(console, [PUT_BACK])
        if result is Result.KEPT:
            end(world.records, act, Stage.KEPT, console.now())
    return Outcome(result=result, reason=reason)


def undo(act: Act, world: World, console: Console) -> Result:
    """Put back what was there before an act, and write that down."""
    reason = put_back(world.door, act.changes)
    if reason:
        tell(console, [undo_later(reason)])
        return Result.WAITING
    end(world.records, act, Stage.UNDONE, console.now())
    return Result.UNDONE


def _agreed(state: State, world: World, console: Console) -> bool:
    if not agrees(console, CLOSED):
        tell(console, [LATER])
        return False
    if state.setting.with_provider and not agrees(console, PROVIDER_AGREES):
        return False
    if any(each.place.elevated for each in state.changes) and not world.administrator:
        tell(console, [elevation(len(state.changes))])
    return agrees(console, go_on(world.seconds))


def _is_as_shown(state: State, world: World) -> bool:
    """Tell whether what would be written down as the former values still is what is there."""
    try:
        return all(world.door.get(each.place) == each.before for each in state.changes)
    except MachineRefusedError:
        return False


def _write(state: State, world: World) -> str:
    """Write every place, then look at each again, and at the facts; return what went wrong."""
    try:
        for each in state.changes:
            world.door.put(each.place, each.after)
        if not all(_holds(each, world) for each in state.changes):
            return NOT_READ_BACK
    except MachineRefusedError as refusal:
        return write_failed(refusal.reason)
    readings = readings_of(state.setting, world)
    return STILL_WRONG if is_right(state.setting, readings, world) is False else ""


def _holds(each: Change, world: World) -> bool:
    return world.door.get(each.place) == each.after


def _ask_after(world: World, console: Console) -> str:
    answer = agrees_within(console, STILL_OPENS, world.seconds, world.listen)
    if answer:
        return ""
    return "Personne n'a répondu." if answer is None else "Vous avez répondu non."
