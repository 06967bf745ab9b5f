"""Undoes a change nobody vouched for, found in the records when Hygie starts again.

The records are a file anybody with this account may write: only places that the setting itself
declares are put back, and nothing with an administrator's rights without another yes.
"""

from hygie.audit.settings_drawn import drawn_changes
from hygie.audit.settings_flow import undo
from hygie.audit.settings_questions import agrees, tell
from hygie.audit.settings_records import Act
from hygie.audit.settings_undo import Return, what_goes_back
from hygie.audit.settings_words import (
    MOVED_QUESTION,
    NOT_DECLARED,
    TO_UNDO,
    UNDO_QUESTION,
    how_long_ago,
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
    """Put back what was there, or say why it still waits."""
    if not is_declared(act, setting, world):
        tell(console, [NOT_DECLARED])
        return
    try:
        back = what_goes_back(world.door, act.changes)
    except MachineRefusedError as refusal:
        tell(console, [undo_later(refusal.reason)])
        return
    asks = back.elevated or back.moved
    if asks and not _may_ask(back, world, console):
        tell(console, [told_later(act.setting)])
        return
    tell(console, [undoing(act.setting, how_long_ago(act.at, console.now()))])
    if back.changes:
        console.say("\n".join([TO_UNDO, *drawn_changes(back.changes)]))
    if asks and not agrees(console, MOVED_QUESTION if back.moved else UNDO_QUESTION):
        tell(console, [told_later(act.setting)])
        return
    undo(act, world, console)


def _may_ask(back: Return, world: World, console: Console) -> bool:
    can_write = world.administrator or world.can_ask or not back.elevated
    return console.interactive and can_write
