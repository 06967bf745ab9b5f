"""Whatever a workstation answers, each fact gets one reading, and silence is never a verdict."""

import json
from collections.abc import Iterable, Mapping, Sequence

import pytest

from hygie.audit.audit_format import read_audit, write_audit
from hygie.audit.wiring import tables
from hygie.catalogue.guidance import load_guidance
from hygie.catalogue.loader import load_catalogue
from hygie.core.audits import make_audit
from hygie.core.findings import Verdict
from hygie.core.readings import Fact, Inapplicable, Observed, Reading, Unreadable
from hygie.core.situation import Situation
from hygie.workstation.machine import (
    COMMAND_SECONDS,
    Context,
    Machine,
    MachineRefusedError,
    Output,
    Tables,
)
from hygie.workstation.runner import Reader, find_reader, has_shape, read_workstation
from support.hostile_machine import HostileMachine, SilentMachine, recordings
from support.machine import NOW, FakeMachine, a_context
from support.mutator import ODD_TEXTS, Mutator

TIMES = 2_000
"""Machines per probe: some forty-six thousand in all."""

MANY = 50_000
WHOLE = 100
"""Whole workstations, read by the runner and judged."""

CATALOGUE = load_catalogue()
PROBES: dict[str, list[Fact]] = {}
for each in CATALOGUE.facts.values():
    PROBES.setdefault(each.probe, []).append(each)
TABLES = tables()
VARIABLES = ("XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE", "XDG_CONFIG_HOME", "DISPLAY", "HOME")
DESKTOPS = [
    "GNOME",
    "KDE",
    "XFCE",
    "X-Cinnamon",
    "MATE",
    "LXQt",
    "sway",
    "ubuntu:GNOME",
    *ODD_TEXTS,
]

each_probe = pytest.mark.parametrize("probe", sorted(PROBES))
how_many = pytest.mark.parametrize("times", [TIMES, pytest.param(MANY, marks=pytest.mark.long)])


class Babbling(SilentMachine):
    """Every command ends well and prints words that mean nothing."""

    def __init__(self, words: str) -> None:
        self._words = words

    def run(self, command: Sequence[str], *, seconds: float = COMMAND_SECONDS) -> Output:
        return Output(code=super().run(command, seconds=seconds).code, text=self._words)


def reader_of(probe: str) -> Reader:
    reader = find_reader(probe, "linux")
    assert reader is not None
    return reader


def an_odd_context(seed: int) -> Context:
    """Return somebody's session, often a strange one."""
    pick = Mutator(seed).random.choice
    environment = {name: pick(DESKTOPS) for name in VARIABLES if pick([True, False])}
    return a_context(
        tables=pick([TABLES, TABLES, Tables()]),
        home=pick(["/home/alix", "/home/alix", "/", ""]),
        user=pick(["alix", "alix", "root", ""]),
        uid=pick([1000, 1000, 0, -1]),
        groups=pick([("alix",), ("alix", "sudo"), ()]),
        environment=environment,
    )


def ask(reader: Reader, machine: Machine, context: Context, seed: int) -> list[Reading] | None:
    """Read; None when the machine's refusal went through, which the runner answers for."""
    try:
        return list(reader(machine, context))
    except MachineRefusedError:
        return None
    except Exception as error:  # every other exception is what we are looking for: say which seed
        raise AssertionError(f"seed {seed}: {error!r}") from error


def observed(readings: Iterable[Reading]) -> Mapping[str, object]:
    return {each.fact: each.value for each in readings if isinstance(each, Observed)}


@how_many
@each_probe
def test_each_fact_gets_one_reading_whatever_the_machine_says(probe: str, times: int) -> None:
    reader, facts = reader_of(probe), {fact.id: fact for fact in PROBES[probe]}
    known = recordings(probe)
    answered = 0
    for seed in range(times):
        readings = ask(reader, HostileMachine(seed, known), an_odd_context(seed), seed)
        if readings is None:
            continue
        answered += 1
        assert sorted(each.fact for each in readings) == sorted(facts), seed
        for each in readings:
            assert has_shape(facts[each.fact], each), (seed, each)
            _is_explained(each, seed)
    assert answered > 0


def _is_explained(reading: Reading, seed: int) -> None:
    """Check that what could not be known says why and what to do, and a value where it is from."""
    match reading:
        case Observed(source=source):
            assert source, seed
        case Unreadable(reason=reason, remedy=remedy):
            assert reason, (seed, reading.fact)
            assert remedy, (seed, reading.fact)
        case Inapplicable(reason=reason):
            assert reason, (seed, reading.fact)


@each_probe
def test_a_command_that_prints_nothing_decides_nothing(probe: str) -> None:
    """What is read of silent commands is what is read where they are not installed."""
    context = a_context(tables=TABLES)
    silent = ask(reader_of(probe), SilentMachine(), context, 0)
    missing = ask(reader_of(probe), FakeMachine(), context, 0)
    assert silent is not None
    assert missing is not None
    assert observed(silent).items() <= observed(missing).items()


@each_probe
@pytest.mark.parametrize(
    "words",
    [
        "zzzz qqqq\n",
        "\ufffd\ufffd\0",
        "-bash: error\n",
        "{}",
        "[]",
        "null",
        "<a/>",
        "=\n",
        "\n" * 9,
    ],
)
def test_a_command_that_prints_nonsense_decides_nothing(probe: str, words: str) -> None:
    context = a_context(tables=TABLES)
    babble = ask(reader_of(probe), Babbling(words), context, 0)
    missing = ask(reader_of(probe), FakeMachine(), context, 0)
    assert babble is not None
    assert missing is not None
    assert observed(babble).items() <= observed(missing).items()


@pytest.mark.parametrize("times", [WHOLE, pytest.param(WHOLE * 100, marks=pytest.mark.long)])
def test_a_hostile_workstation_is_read_whole_and_judged(times: int) -> None:
    guidance = load_guidance(CATALOGUE)
    known = [raw for probe in PROBES for raw in recordings(probe)]
    everything = CATALOGUE.called_for(local=True, cloud=True, several_users=True)
    called = [measure.id for measure in everything]
    for seed in range(times):
        machine, context = HostileMachine(seed, known), an_odd_context(seed)
        readings = read_workstation(CATALOGUE.facts.values(), machine, context)
        assert [each.fact for each in readings] == list(CATALOGUE.facts), seed
        assert all(has_shape(CATALOGUE.facts[each.fact], each) for each in readings), seed
        audit = make_audit(
            situation=Situation(),
            readings=readings,
            records=(),
            catalogue=CATALOGUE,
            guidance=guidance,
            system="linux",
            now=NOW,
        )
        assert [finding.measure for finding in audit.findings] == called, seed
        assert audit.counts.total == 33, seed
        read_again = read_audit(json.loads(json.dumps(write_audit(audit))))
        assert (read_again.findings, read_again.readings) == (audit.findings, audit.readings), seed


def test_a_workstation_that_says_nothing_is_not_found_sound() -> None:
    readings = read_workstation(CATALOGUE.facts.values(), SilentMachine(), a_context(tables=TABLES))
    audit = make_audit(
        situation=Situation(),
        readings=readings,
        records=(),
        catalogue=CATALOGUE,
        guidance={},
        system="linux",
        now=NOW,
    )
    met = [finding.measure for finding in audit.findings if finding.verdict is Verdict.MET]
    assert met == []


def test_the_machine_gives_the_same_answer_each_time() -> None:
    known = recordings("clock")
    for seed in range(200):
        one, other = HostileMachine(seed, known), HostileMachine(seed, known)
        context = an_odd_context(seed)
        first = ask(reader_of("clock"), one, context, seed)
        assert first == ask(reader_of("clock"), other, context, seed)
