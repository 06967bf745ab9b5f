"""What is known of the practice during an audit, and the one place that writes it down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from hygie.audit.answers_format import DEFAULT_ROLE
from hygie.audit.information import EXERCISE, is_informed, save_informed
from hygie.audit.messages import without_computers
from hygie.audit.questionnaire import Choices
from hygie.audit.received import Received, joined, load_received, present
from hygie.audit.situation_format import nothing_told
from hygie.audit.store import (
    SavedSituation,
    load_records,
    load_situation,
    save_answers,
    save_audit,
    save_situation,
)
from hygie.audit.wiring import this_system
from hygie.catalogue.guidance import load_guidance
from hygie.catalogue.tables import load_tables
from hygie.core.audits import Audit, make_audit
from hygie.core.measures import Catalogue
from hygie.core.readings import Reading
from hygie.core.records import Record
from hygie.core.situation import Situation
from hygie.practice.records import Records


@dataclass(slots=True, kw_only=True)
class Practice:
    """The situation and the records that count; nothing is written unless ``keeps``.

    ``here`` is the id of this workstation; ``received`` are the others whose file was received.
    ``informed``: those who work on this one were told what is read. ``asked``: the questions of
    situation that somebody answered, were it by not knowing.
    """

    catalogue: Catalogue
    records: Records
    keeps: bool
    here: str
    saved: SavedSituation | None = None
    situation: Situation = field(default_factory=nothing_told)
    said: list[Record] = field(default_factory=list)
    received: tuple[Received, ...] = ()
    informed: bool = False
    asked: frozenset[str] = frozenset()

    def recall(self) -> None:
        """Take in what was told before."""
        self.saved = load_situation(self.records)
        self.said = list(load_records(self.records, self.catalogue))
        self.received = load_received(self.records, self.catalogue.facts)
        self.informed = is_informed(self.records, self.here)
        if self.saved is not None:
            self.situation = self.saved.situation
            self.asked = frozenset(self.saved.choices)

    @property
    def exercise_told(self) -> bool:
        """Tell whether somebody said how they work, were it that they do not know."""
        return self.situation.exercise is not None or EXERCISE in self.asked

    def take(self, situation: Situation | None, answers: Sequence[Record], at: datetime) -> None:
        """Take in what files say; what the records already say is not written twice."""
        if situation is not None and (self.saved is None or self.situation != situation):
            if self.keeps:
                save_situation(self.records, situation, at)
            self.saved = SavedSituation(situation=situation, base=situation, choices={}, at=at)
            self.situation = situation
        fresh = [answer for answer in answers if not self._is_said(answer, at)]
        if self.keeps:
            save_answers(self.records, fresh)
        self.said.extend(fresh)

    def _is_said(self, answer: Record, at: datetime) -> bool:
        """Tell whether the records say it: an undated «oui» repeated does not become a new one."""
        if answer.at != at:
            return answer in self.said
        same = [
            record
            for record in self.said
            if (record.measure, record.kind, record.workstation)
            == (answer.measure, answer.kind, answer.workstation)
        ]
        last = max(same, key=lambda record: record.at, default=None)
        return last is not None and last.is_current(at) and last.detail == answer.detail

    def tell(self, situation: Situation, choices: Choices, at: datetime) -> None:
        """Take in what was told at the keyboard."""
        self.situation = situation
        self.asked = frozenset(choices)
        if self.keeps:
            base = None if self.saved is None else self.saved.base
            save_situation(self.records, situation, at, choices=choices, base=base)

    def inform(self, said: str, at: datetime) -> None:
        """Take in, and write down, that those who work on this workstation were told."""
        if self.keeps:
            save_informed(self.records, self.here, said, at)
        self.informed = True

    def answer(self, record: Record) -> None:
        """Take an answer in and write it down at once."""
        if self.keeps:
            save_answers(self.records, [record])
        self.said.append(record)

    @property
    def others(self) -> tuple[Received, ...]:
        """The other workstations of the practice that sent their file."""
        return tuple(each for each in present(self.received) if each.workstation != self.here)

    @property
    def counted(self) -> Situation:
        """The situation, with no fewer computers than are known."""
        known = bool(self.situation.computers) + len(self.others)
        return replace(self.situation, computers=max(self.situation.computers, known))

    def judged(self, readings: Iterable[Reading], now: datetime) -> Audit:
        """Judge and plan with what is known now, the other workstations' files included.

        A practice without any computer owns none: what this one says of itself is left out.
        """
        own = readings if self.situation.computers else ()
        guidance = load_guidance(self.catalogue)
        return make_audit(
            situation=self.counted,
            readings=joined(own, self.received, here=self.here, now=now),
            records=self.said,
            catalogue=self.catalogue,
            guidance=guidance if self.counted.computers else without_computers(guidance),
            system=this_system(),
            systems={other.workstation: other.file.system for other in self.others if other.file},
            now=now,
            tables=load_tables(),
        )

    def conclude(self, audit: Audit, *, by: str = DEFAULT_ROLE) -> None:
        """Write the audit down; ``by`` is who asked for it."""
        if self.keeps:
            save_audit(self.records, audit, by=by)
