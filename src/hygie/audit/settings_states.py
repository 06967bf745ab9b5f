"""Where each setting stands on a workstation: what the facts say, and what would change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hygie.audit.settings_world import World
from hygie.core.measures import Measure
from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.runner import read_probe
from hygie.workstation.settings.door import Change, NotHereError, Sight
from hygie.workstation.settings.known import Setting


class Standing(StrEnum):
    """The words of a setting's state."""

    DONE = "en_ordre"
    TO_DO = "a_regler"
    BY_HAND = "autrement"
    UNKNOWN = "inconnu"
    NOT_HERE = "sans_objet"


WITHOUT_US = {True: Standing.DONE, False: Standing.BY_HAND, None: Standing.UNKNOWN}
"""Where a setting that Hygie cannot change stands, by what its facts say."""

NOT_SAID = "Le poste n'a pas pu dire s'il en a besoin ; Hygie peut le régler."
NOT_OURS = (
    "Ce réglage est bien écrit, mais quelque chose d'autre l'empêche d'agir : "
    "demandez à votre prestataire."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A setting on this workstation. ``reason`` says why nothing can be done, when it cannot."""

    setting: Setting
    standing: Standing
    changes: tuple[Change, ...] = ()
    reason: str = ""


def state_of(setting: Setting, world: World, minutes: int) -> State:
    """Say where a setting stands; a fact already right says more than what could be stricter."""
    readings = readings_of(setting, world)
    right = is_right(setting, readings, world)
    try:
        found = setting.plan(_sight(world, minutes))
    except NotHereError as refusal:
        return State(setting=setting, standing=Standing.NOT_HERE, reason=refusal.reason)
    except MachineRefusedError as refusal:
        return State(setting=setting, standing=WITHOUT_US[right], reason=refusal.reason)
    if right and not setting.stricter:
        found = ()
    if right:
        return State(setting=setting, standing=Standing.DONE, changes=found)
    if right is None and not found:
        return _nothing_to_do(setting, readings)
    if not found:
        return State(setting=setting, standing=Standing.BY_HAND, reason=NOT_OURS)
    standing, reason = (Standing.UNKNOWN, NOT_SAID) if right is None else (Standing.TO_DO, "")
    return State(setting=setting, standing=standing, changes=found, reason=reason)


def would_change(setting: Setting, world: World, minutes: int) -> bool:
    """Tell whether a setting has something to change here, whatever its facts say."""
    try:
        return bool(setting.plan(_sight(world, minutes)))
    except MachineRefusedError:
        return False


def _nothing_to_do(setting: Setting, readings: Sequence[Reading]) -> State:
    """Say where a setting stands when no place has to change and the facts do not decide."""
    for reading in readings:
        if isinstance(reading, Unreadable):
            reason = " ".join(part for part in (reading.reason, reading.remedy) if part)
            return State(setting=setting, standing=Standing.UNKNOWN, reason=reason)
    without = [each.reason for each in readings if isinstance(each, Inapplicable)]
    if without and len(without) == len(readings):
        return State(setting=setting, standing=Standing.NOT_HERE, reason=without[0])
    return State(setting=setting, standing=Standing.DONE)


def readings_of(setting: Setting, world: World) -> tuple[Reading, ...]:
    """Read the facts of a setting again, on a machine that remembers nothing."""
    machine = world.look()
    facts = [world.catalogue.facts[fact] for fact in setting.facts]
    found: dict[str, Reading] = {}
    for probe in dict.fromkeys(fact.probe for fact in facts):
        wanted = [fact for fact in facts if fact.probe == probe]
        found |= read_probe(probe, wanted, machine, world.context)
    return tuple(found[fact] for fact in setting.facts)


def is_right(setting: Setting, readings: Sequence[Reading], world: World) -> bool | None:
    """Tell whether the facts are as the measure wants them; None when they do not say."""
    measure = world.catalogue.measures[setting.measure]
    verdicts = [_holds(measure, reading) for reading in readings]
    if False in verdicts:
        return False
    return True if verdicts and None not in verdicts else None


def _holds(measure: Measure, reading: Reading) -> bool | None:
    if not isinstance(reading, Observed):
        return None
    predicates = (each.predicate for each in measure.wants if each.fact == reading.fact)
    outcomes = [each.holds(reading.value) for each in predicates if each is not None]
    return None if not outcomes or None in outcomes else all(outcomes)


def states(settings: Iterable[Setting], world: World, minutes: int) -> tuple[State, ...]:
    """Say where all of them stand."""
    return tuple(state_of(setting, world, minutes) for setting in settings)


def _sight(world: World, minutes: int) -> Sight:
    return Sight(machine=world.look(), door=world.door, context=world.context, minutes=minutes)
