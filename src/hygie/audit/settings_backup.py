"""A setting that can cut the practice off waits for a backup: proved, or at least said, today."""

from hygie.audit.answers_format import DEFAULT_ROLE
from hygie.audit.settings_questions import agrees, tell
from hygie.audit.settings_words import (
    BACKUP_FAILED,
    BACKUP_FIRST,
    BACKUP_NOTED,
    NO_BACKUP,
    backup_declared,
)
from hygie.audit.settings_world import World
from hygie.audit.store import load_records
from hygie.core.declared import Proved, of_measure, proved
from hygie.core.errors import MisusedError
from hygie.core.measures import Measure
from hygie.practice.changes import ACTION, BACKUP_SAID, SETTING
from hygie.practice.records import ACT, Draft
from hygie.terminal.console import Console
from hygie.workstation.settings.known import Setting

BACKUP = "sauvegarde"
RUN, RESTORED = "sauvegarde-faite", "restauration-testee"


def require_backup(setting: Setting, world: World, console: Console) -> None:
    """Return once a backup and its restore test are proved, or said to be done. Raises otherwise.

    A failure on record is not talked away: it takes a newer proof.
    """
    measure = world.catalogue.measures[BACKUP]
    known = _known(measure, world)
    if known.holds:
        return
    if known.failed:
        raise MisusedError(BACKUP_FAILED, hint=BACKUP_FIRST)
    days = {kind.id: kind.days or 0 for kind in measure.evidence}
    tell(console, ["", NO_BACKUP])
    question = backup_declared(days[RUN], days[RESTORED])
    if not agrees(console, question):
        raise MisusedError(
            "Ce réglage attend une sauvegarde vérifiée.",
            hint=BACKUP_FIRST,
        )
    _note(setting, world, console)
    tell(console, [BACKUP_NOTED])


def _known(measure: Measure, world: World) -> Proved:
    records = of_measure(measure, load_records(world.records, world.catalogue))
    return proved(measure, records, [world.context.workstation], world.context.now)


def _note(setting: Setting, world: World, console: Console) -> None:
    world.records.append(
        Draft(
            at=console.now(),
            kind=ACT,
            by=DEFAULT_ROLE,
            measure=BACKUP,
            workstation=world.context.workstation,
            summary={ACTION: BACKUP_SAID, SETTING: setting.id},
        )
    )
