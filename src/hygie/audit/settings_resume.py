"""Undoes a change nobody vouched for, found in the records when Hygie starts again.

The records are a file anybody with this account may write: only places that the setting itself
declares are put back, and nothing with an administrator's rights without another yes.
"""

from hygie.audit.settings_drawn import drawn_changes
from hygie.audit.settings_flow import Result, undo
from hygie.audit.settings_questions import agrees, tell
from hygie.audit.settings_records import Act, Stage, end
from hygie.audit.settings_undo import what_goes_back
from hygie.audit.settings_words import (
    LEFT_SO,
    MOVED_QUESTION,
    NOT_DECLARED,
    TO_UNDO,
    UNDO_QUESTION,
    how_long_ago,
    leave_question,
    told_later,
    undo_later,
    undoing,
)
from hygie.audit.settings_world import World
from hygie.terminal.console import Console
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.known import Setting


def is_declared(act: Act, setting: Setting | None, world: World) -> bool:
    """Tell whether every place of an act is one that its setting may touch on this system."""
    system = world.context.system
    return setting is not None and all(
        setting.declares(system, change.place) for change in act.changes
    )


def resume(act: Act, setting: Setting | None, world: World, console: Console) -> None:
    """Put back what was there, or offer to leave it so; else say why it still waits."""
    waits = _put_back(act, setting, world, console)
    if not waits:
        return
    if console.interactive and agrees(console, leave_question(act.setting)):
        end(world.records, act, Stage.LEFT, console.now())
        tell(console, [LEFT_SO])
        return
    tell(console, [waits])


def _put_back(act: Act, setting: Setting | None, world: World, console: Console) -> str:
    """Put back what was there; return what to say when it still waits, empty when done."""
    if not is_declared(act, setting, world):
        tell(console, [NOT_DECLARED])
        return told_later(act.setting)
    try:
        back = what_goes_back(world.door, act.changes)
    except MachineRefusedError as refusal:
        return undo_later(refusal.reason)
    asks = back.elevated or back.moved
    if asks and not console.interactive:
        return told_later(act.setting)
    tell(console, [undoing(act.setting, how_long_ago(act.at, console.now()), asks=asks)])
    if back.changes:
        console.say("\n".join([TO_UNDO, *drawn_changes(back.changes)]))
    if asks and not agrees(console, MOVED_QUESTION if back.moved else UNDO_QUESTION):
        return told_later(act.setting)
    return "" if undo(act, world, console) is Result.UNDONE else told_later(act.setting)
