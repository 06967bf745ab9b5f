"""Runs every probe at once, and answers for those that cannot.

Whatever a probe does, each fact of the vocabulary gets exactly one reading.
"""

import importlib
import importlib.util
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import date
from typing import Protocol

from hygie.core.readings import Fact, FactType, Observed, Reading, Value
from hygie.workstation.answers import unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError

PROBES = "hygie.workstation.probes"
WORKERS = 16
"""Probes mostly wait for commands, not for the processor."""

NOT_YET = "Pas encore lu sur ce système."
ASK_OR_LOOK = "Répondez à la question de la mesure, ou demandez à votre prestataire."
FAULT = "La lecture a échoué pour une raison imprévue."
SILENT = "La lecture n'a rien rendu."
ODD = "La réponse du système n'a pas la forme attendue."


class Progress(Protocol):
    """Told as each probe ends."""

    def step(self, done: int, total: int, label: str) -> None:
        """Say that ``done`` of ``total`` are over, ``label`` being the last one's name."""


class Silent:
    """Say nothing: the default for code and tests."""

    def step(self, done: int, total: int, label: str) -> None:
        """Say nothing."""


Reader = Callable[[Machine, Context], Iterable[Reading]]


def read_workstation(
    vocabulary: Iterable[Fact],
    machine: Machine,
    context: Context,
    *,
    progress: Progress | None = None,
) -> tuple[Reading, ...]:
    """Return one reading per fact of the vocabulary, in the vocabulary's order."""
    facts = tuple(vocabulary)
    watcher = progress or Silent()
    probes: dict[str, list[Fact]] = {}
    for fact in facts:
        probes.setdefault(fact.probe, []).append(fact)
    found: dict[str, Reading] = {}
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        waiting = {
            pool.submit(read_probe, name, wanted, machine, context): name
            for name, wanted in probes.items()
        }
        for done, future in enumerate(as_completed(waiting), start=1):
            found.update(future.result())
            watcher.step(done, len(waiting), waiting[future])
    return tuple(found[fact.id] for fact in facts)


def read_probe(
    name: str, wanted: Iterable[Fact], machine: Machine, context: Context
) -> Mapping[str, Reading]:
    """Return one reading for each wanted fact of one probe."""
    facts = tuple(wanted)
    reader = find_reader(name, context.system)
    if reader is None:
        return _all((fact.id for fact in facts), context, NOT_YET)
    return read_with(reader, facts, machine, context)


def read_with(
    reader: Reader, wanted: Iterable[Fact], machine: Machine, context: Context
) -> Mapping[str, Reading]:
    """Return one reading for each wanted fact, whatever happens inside the reader."""
    facts = {fact.id: fact for fact in wanted}
    given, reason = _one_unit_of_work(reader, machine, context)
    readings = {reading.fact: reading for reading in given if reading.fact in facts}
    missing = set(facts) - set(readings)
    odd = {id_ for id_, reading in readings.items() if not has_shape(facts[id_], reading)}
    return {**readings, **_all(missing, context, reason), **_all(odd, context, ODD)}


def find_reader(name: str, system: str) -> Reader | None:
    """Find the probe's reader for this system; None when the room does not have it."""
    module = f"{PROBES}.{name}.{system}"
    try:
        if importlib.util.find_spec(module) is None:
            return None
    except ModuleNotFoundError:
        return None

    def read(machine: Machine, context: Context) -> Iterable[Reading]:
        # Imported here, inside the unit of work: a probe that cannot even load stops nothing.
        reader: Reader = importlib.import_module(module).read
        return reader(machine, context)

    return read


def has_shape(fact: Fact, reading: Reading) -> bool:
    """Tell whether an observed value is of the type the vocabulary promises."""
    if not isinstance(reading, Observed):
        return True
    return _fits(fact.type, reading.value) and (not fact.values or reading.value in fact.values)


def _fits(shape: FactType, value: Value) -> bool:
    match shape:
        case FactType.BOOLEAN:
            return isinstance(value, bool)
        case FactType.INTEGER:
            return isinstance(value, int) and not isinstance(value, bool) and value >= 0
        case FactType.TEXT:
            return isinstance(value, str) and value != ""
        case FactType.LIST:
            return isinstance(value, tuple) and all(isinstance(item, str) for item in value)
        case FactType.DATE:
            return isinstance(value, str) and _is_day(value)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _one_unit_of_work(
    reader: Reader, machine: Machine, context: Context
) -> tuple[tuple[Reading, ...], str]:
    """Run one probe; an error in it never stops the others. The one broad except of this room."""
    try:
        return tuple(reader(machine, context)), SILENT
    except MachineRefusedError as refusal:
        return (), refusal.reason
    except Exception:  # noqa: BLE001  # around one unit of work: the reading becomes Unreadable
        return (), FAULT


def _all(facts: Iterable[str], context: Context, reason: str) -> dict[str, Reading]:
    return {fact: unreadable(context, fact, reason, ASK_OR_LOOK) for fact in facts}
