"""What each machine says of a measure: value, source, date, or why it could not be read. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from hygie.audit.dossier_words import say_expected
from hygie.audit.words import say_value
from hygie.core.facts_judged import judge_facts
from hygie.core.findings import Because, Outcome
from hygie.core.measures import Catalogue, Measure, Role, Wanted
from hygie.core.readings import Fact, Inapplicable, Observed, Reading, Unreadable, newest

SYSTEMS: Mapping[str, str] = {"windows": "Windows", "macos": "macOS", "linux": "Linux"}
SIGNS: Mapping[Outcome, tuple[str, str, str]] = {
    Outcome.GOOD: ("●", "conforme", "met"),
    Outcome.BAD: ("▲", "contraire", "to-do"),
    Outcome.UNKNOWN: ("?", "non lu", "to-check"),
    Outcome.NOT_CONCERNED: ("–", "sans objet", "quiet"),
    Outcome.SHOWN: ("–", "pour information", "quiet"),
}
"""A shape, a word, a colour: never a colour alone."""

HINTS = {
    Outcome.GOOD: ("–", "bon signe", "quiet"),
    Outcome.BAD: ("?", "à regarder", "to-check"),
}
"""A hint decides nothing: it never wears the sign of what is to be put right."""

NEVER_READ = "jamais lu sur ce poste"
LOOK_ANEW = "Relisez ce poste."
ORDER = {Role.REQUIRED: 0, Role.SUFFICIENT: 1, Role.HINT: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One fact as a machine gave it; ``remedy`` says how to find out what could not be read."""

    label: str
    value: str
    expected: str
    sign: str
    word: str
    tone: str
    hint: bool
    source: str = ""
    remedy: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A workstation of the practice and what it says; ``here`` is the one in front of us."""

    id: str
    system: str
    here: bool
    said: tuple[Said, ...]

    @property
    def name(self) -> str:
        """Return its system as people call it; empty when it is not known."""
        return SYSTEMS.get(self.system, "")

    @property
    def wrong(self) -> bool:
        """Tell whether something that decides is contrary there."""
        return any(said.word == SIGNS[Outcome.BAD][1] and not said.hint for said in self.said)


def fails_elsewhere(machines: Iterable[Machine]) -> bool:
    """Tell whether only other workstations are wrong: reading this one again would say nothing."""
    wrong = [machine.here for machine in machines if machine.wrong]
    return bool(wrong) and not any(wrong)


def machines_of(
    measure: Measure,
    readings: Iterable[Reading],
    catalogue: Catalogue,
    *,
    here: str,
    systems: Mapping[str, str],
) -> tuple[Machine, ...]:
    """Return what every workstation that was read says of a measure, this one first."""
    latest = newest(readings)
    names = sorted({name for name, _ in latest}, key=lambda name: (name != here, name))
    judged: dict[str, list[Because]] = {name: [] for name in names}
    for item in judge_facts(measure, names, latest).because:
        judged[item.workstation].append(item)
    return tuple(
        Machine(
            id=name,
            system=systems.get(name, ""),
            here=name == here,
            said=tuple(_each(measure, catalogue, latest, judged[name])),
        )
        for name in names
        if measure.wants
    )


def _each(
    measure: Measure,
    catalogue: Catalogue,
    latest: Mapping[tuple[str, str], Reading],
    because: Iterable[Because],
) -> Iterator[Said]:
    """Say each fact once for each thing expected of it, what decides first."""
    told: set[tuple[str, str]] = set()
    pairs = zip(measure.wants, because, strict=True)
    for wanted, item in sorted(pairs, key=lambda pair: ORDER[pair[0].role]):
        fact = catalogue.facts.get(wanted.fact)
        expected = "" if wanted.predicate is None else say_expected(fact, wanted.predicate)
        if (wanted.fact, expected) in told:
            continue
        told.add((wanted.fact, expected))
        reading = latest.get((item.workstation, wanted.fact))
        yield _said(wanted, fact, expected, item.outcome, reading)


def _said(
    wanted: Wanted, fact: Fact | None, expected: str, outcome: Outcome, reading: Reading | None
) -> Said:
    hint = wanted.role is Role.HINT
    sign, word, tone = (HINTS if hint and outcome in HINTS else SIGNS)[outcome]
    value, source, remedy = _answered(fact, reading)
    return Said(
        label=fact.label if fact else wanted.fact,
        value=value,
        expected=expected,
        sign=sign,
        word=word,
        tone=tone,
        hint=hint,
        source=source,
        remedy=remedy,
        at=None if reading is None else reading.at,
    )


def _answered(fact: Fact | None, reading: Reading | None) -> tuple[str, str, str]:
    """Return what was answered, from where, and what to do when nothing was."""
    match reading:
        case None:
            return NEVER_READ, "", LOOK_ANEW
        case Observed(source=source):
            return _value(fact, reading), source, ""
        case Unreadable(reason=reason, remedy=remedy):
            return reason, "", remedy
        case Inapplicable(reason=reason):
            return reason, "", ""


def _value(fact: Fact | None, reading: Observed) -> str:
    """Say a value; in a file from elsewhere a date may be none, and is shown as it is."""
    try:
        return say_value(fact, reading.value)
    except ValueError:
        return str(reading.value)
