"""At the start of «poste», «audit» and «poste regler»: undoes what nobody vouched for.

«plan» only says so.
"""

from contextlib import suppress

from hygie.core.errors import HygieError
from hygie.practice.changes import unfinished
from hygie.practice.folders import data_folder_to_read
from hygie.practice.opening import read_records
from hygie.practice.records import ACT, Records
from hygie.terminal.console import Console
from hygie.terminal.layout import wrap


def finish_pending(console: Console, *, writes: bool = True) -> None:
    """Undo on this workstation, or only say so when nothing may be written.

    Records that cannot be read are the command's own affair: it says so, if it needs them.
    """
    found = False
    with suppress(HygieError):
        found = has_pending(read_records(console.environment))
    try:
        if found:
            _finish(console, writes=writes)
    except HygieError as error:
        # What was asked for is still worth doing: the undo waits for the next start.
        _tell(console, f"{error.message} {error.hint}")


def has_pending(records: Records) -> bool:
    """Tell at little cost whether a change may wait to be undone, on this workstation or not."""
    return bool(unfinished(records.lines(kinds={ACT})))


def _finish(console: Console, *, writes: bool) -> None:
    # Imported here: almost every start has nothing to undo.
    from hygie.audit.settings_lock import is_waited_for, only_one  # noqa: PLC0415  # start-up time
    from hygie.audit.settings_records import acts, pending  # noqa: PLC0415  # same
    from hygie.audit.settings_resume import resume  # noqa: PLC0415  # same
    from hygie.audit.settings_words import BROKEN, told_later  # noqa: PLC0415  # same
    from hygie.audit.settings_world import this_world  # noqa: PLC0415  # same
    from hygie.workstation.settings.known import by_id  # noqa: PLC0415  # same

    world = this_world(console.environment, console.now(), writes=writes)
    if not world.records.verify().whole:
        _tell(console, BROKEN)
        return
    if not writes:
        # As below: what another Hygie waits for is not left behind.
        waited_for = is_waited_for(data_folder_to_read(console.environment))
        waiting = () if waited_for else pending(acts(world.records, world.context.workstation))
        for act in waiting:
            _tell(console, told_later(act.setting))
        return
    with only_one(world.folder) as alone:
        # Another Hygie holds the lock: it is still waiting for somebody's answer.
        waiting = pending(acts(world.records, world.context.workstation)) if alone else ()
        for act in waiting:
            resume(act, by_id().get(act.setting), world, console)


def _tell(console: Console, text: str) -> None:
    console.say("\n".join(wrap(text, width=console.width)))
