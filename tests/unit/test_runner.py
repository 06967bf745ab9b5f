"""The runner answers for every fact, whatever a probe does."""

import itertools
from collections.abc import Iterable

import pytest

from hygie.catalogue.loader import load_catalogue
from hygie.core.readings import Fact, FactType, Observed, Reading, Unreadable, Value
from hygie.workstation.machine import Context, Machine
from hygie.workstation.runner import (
    FAULT,
    NOT_YET,
    ODD,
    SILENT,
    Reader,
    find_reader,
    has_shape,
    read_probe,
    read_with,
    read_workstation,
)
from support.builders import NOW, no_object, seen
from support.machine import FakeMachine, a_context

VOCABULARY = tuple(load_catalogue().facts.values())
BATTERY = Fact(id="power.battery", probe="power", type=FactType.BOOLEAN, label="Batterie")
UPS = Fact(id="power.ups", probe="power", type=FactType.BOOLEAN, label="Onduleur")


def given(reader: Reader) -> dict[str, Reading]:
    return dict(read_with(reader, [BATTERY, UPS], FakeMachine(), a_context()))


def saying(*readings: Reading) -> Reader:
    return lambda _machine, _context: readings


def test_every_fact_of_the_vocabulary_has_one_reading_in_order() -> None:
    readings = read_workstation(VOCABULARY, FakeMachine(), a_context())
    assert [reading.fact for reading in readings] == [fact.id for fact in VOCABULARY]
    assert {reading.workstation for reading in readings} == {"poste-essai"}


@pytest.mark.parametrize("system", ["freebsd13", "haiku"])
def test_a_system_not_read_yet_says_so_for_every_fact(system: str) -> None:
    readings = read_workstation(VOCABULARY, FakeMachine(), a_context(system=system))
    assert len(readings) == len(VOCABULARY)
    for reading in readings:
        assert isinstance(reading, Unreadable)
        assert reading.reason == NOT_YET
        assert reading.remedy


def test_a_probe_whose_folder_is_gone_leaves_its_facts_unreadable() -> None:
    gone = Fact(id="lune.pleine", probe="lune", type=FactType.BOOLEAN, label="Pleine lune")
    reading = read_probe("lune", [gone], FakeMachine(), a_context())["lune.pleine"]
    assert isinstance(reading, Unreadable)
    assert find_reader("lune", "linux") is None


def test_a_probe_that_fails_is_said_to_have_failed() -> None:
    def reader(machine: Machine, context: Context) -> Iterable[Reading]:
        raise ZeroDivisionError(machine, context)

    assert [reading.reason for reading in given(reader).values()] == [FAULT, FAULT]  # type: ignore[union-attr]  # all Unreadable


def test_what_a_probe_said_before_it_failed_is_not_half_believed() -> None:
    def reader(machine: Machine, context: Context) -> Iterable[Reading]:
        yield seen("power.battery", True)
        raise ZeroDivisionError(machine, context)

    assert {type(reading) for reading in given(reader).values()} == {Unreadable}


def test_a_refusal_keeps_its_reason() -> None:
    def reader(machine: Machine, _context: Context) -> Iterable[Reading]:
        return [seen(machine.read("/absent").decode(), True)]

    assert {reading.reason for reading in given(reader).values()} == {"Le fichier n'existe pas."}  # type: ignore[union-attr]  # all Unreadable


def test_what_a_probe_forgets_is_unreadable_and_what_it_invents_is_dropped() -> None:
    readings = given(saying(seen("power.battery", True), seen("lune.pleine", True)))
    assert set(readings) == {"power.battery", "power.ups"}
    assert isinstance(readings["power.battery"], Observed)
    assert readings["power.ups"].reason == SILENT  # type: ignore[union-attr]  # Unreadable


def test_a_value_of_another_shape_is_never_a_reading() -> None:
    readings = given(saying(seen("power.battery", "oui"), seen("power.ups", 1)))
    assert {reading.reason for reading in readings.values()} == {ODD}  # type: ignore[union-attr]  # all Unreadable


SHAPES: dict[FactType, tuple[Value, ...]] = {
    FactType.BOOLEAN: (True, False),
    FactType.INTEGER: (0, 7),
    FactType.TEXT: ("wpa2",),
    FactType.LIST: ((), ("a", "b")),
    FactType.DATE: ("2026-11-22",),
}


@pytest.mark.parametrize(("wanted", "found"), list(itertools.product(SHAPES, SHAPES)))
def test_a_value_has_the_shape_the_vocabulary_promises(wanted: FactType, found: FactType) -> None:
    fact = Fact(id="x", probe="x", type=wanted, label="x")
    for value in SHAPES[found]:
        fits = wanted is found or (wanted is FactType.TEXT and found is FactType.DATE)
        assert has_shape(fact, seen("x", value)) is fits


@pytest.mark.parametrize(
    ("type_", "value"),
    [(FactType.INTEGER, -1), (FactType.TEXT, ""), (FactType.DATE, "hier"), (FactType.LIST, (1,))],
)
def test_a_failure_inside_the_range_of_values_is_refused(type_: FactType, value: Value) -> None:
    assert not has_shape(Fact(id="x", probe="x", type=type_, label="x"), seen("x", value))


def test_only_a_listed_word_is_a_value() -> None:
    fact = Fact(id="x", probe="x", type=FactType.TEXT, label="x", values=("wpa2",))
    assert has_shape(fact, seen("x", "wpa2"))
    assert not has_shape(fact, seen("x", "Livebox de Mme Martin"))
    assert has_shape(fact, no_object("x"))


def test_progress_counts_each_probe_once() -> None:
    class Steps:
        seen: list[tuple[int, int]]

        def __init__(self) -> None:
            self.seen = []

        def step(self, done: int, total: int, label: str) -> None:
            assert label
            self.seen.append((done, total))

    steps = Steps()
    read_workstation(VOCABULARY, FakeMachine(), a_context(now=NOW), progress=steps)
    probes = {fact.probe for fact in VOCABULARY}
    assert steps.seen == [(rank, len(probes)) for rank in range(1, len(probes) + 1)]
