"""The practice as the pages see it: recalled once, then kept up with what the records add.

Reading 2 000 records at each page would take longer than drawing it: only the newest are read.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import RLock, local

from hygie.audit.answers_format import DEFAULT_ROLE
from hygie.audit.audit_format import read_audit
from hygie.audit.known import Practice
from hygie.audit.questionnaire import Choices, SituationQuestion, load_questions
from hygie.audit.settings_offers import made_here, settings_offered
from hygie.audit.store import last_audits
from hygie.audit.wiring import read_this_workstation, this_machine, workstation_id
from hygie.catalogue.guidance import load_guidance
from hygie.catalogue.loader import load_catalogue
from hygie.core.audits import Audit
from hygie.core.measures import Catalogue, Guidance
from hygie.core.readings import Reading
from hygie.core.records import ANSWER, Record
from hygie.core.situation import Situation
from hygie.practice.records import (
    ACT,
    AUDIT,
    DEVICES,
    INFORMATION,
    SITUATION,
    TASK,
    WORKSTATION,
    Draft,
    Entry,
    Line,
    Records,
    as_draft,
    declared,
)
from hygie.web.tasks import Told, told_of
from hygie.workstation.runner import Progress

RECALLED = frozenset({SITUATION, WORKSTATION, INFORMATION, DEVICES})
"""What changes more than one answer: the practice is recalled whole."""

BESIDE = frozenset({ACT, TASK})
"""What changes no verdict."""

A_DAY = timedelta(days=1)
FRESH = timedelta(minutes=1)
"""How long a judgement is shown again before terms are looked at anew."""


class Desk:
    """The records of one practice, what they say now, and the one place where pages write."""

    def __init__(
        self,
        records: Records,
        *,
        environment: Mapping[str, str],
        now: Callable[[], datetime],
    ) -> None:
        self.records = records
        self.catalogue: Catalogue = load_catalogue()
        self.guidance: Mapping[str, Guidance] = load_guidance(self.catalogue)
        self.questions: tuple[SituationQuestion, ...] = load_questions()
        self.here = workstation_id(this_machine(environment))
        self._environment, self._now = environment, now
        evidence = (kind.id for one in self.catalogue.measures.values() for kind in one.evidence)
        self._declarable = frozenset({ANSWER, *evidence})
        self._practice: Practice | None = None
        self._lines: list[Line] = []
        self._readings: tuple[Reading, ...] = ()
        self._judged: Audit | None = None
        self._before: Audit | None = None
        self._before_of = 0
        self._offered: Mapping[str, tuple[str, ...]] = {}
        self._offered_of = 0
        self._tasks: dict[str, Told] = {}
        self._lock = RLock()
        self._turn = local()

    def begin(self) -> None:
        """Begin to answer a request: the records are looked at once for all of it."""
        self._turn.answering, self._turn.looked = True, False

    @property
    def practice(self) -> Practice:
        """Return what is known of the practice, brought up to the last record."""
        with self._lock:
            self._keep_up()
            if self._practice is None:
                raise RuntimeError("kept up, and yet not there")
            return self._practice

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return every record as lists show it, oldest first."""
        with self._lock:
            self._keep_up()
            return tuple(self._lines)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Return what this workstation said when it was last read; empty when it never was."""
        with self._lock:
            self._keep_up()
            return self._readings

    @property
    def last_read(self) -> datetime | None:
        """Return when this workstation was last read."""
        return max((reading.at for reading in self.readings), default=None)

    def audit(self) -> Audit:
        """Judge what is known now; the same judgement serves for a minute if nothing is added."""
        with self._lock:
            practice, now = self.practice, self._now()
            known = self._judged
            if known is None or not timedelta() <= now - known.at < FRESH:
                known = self._judged = practice.judged(self._readings, now)
            return known

    def offered(self) -> Mapping[str, tuple[str, ...]]:
        """Return, by measure, the settings Hygie can make here; asked once for each reading."""
        with self._lock:
            self._keep_up()
            if self._offered_of != self._last_audit:
                makes = made_here(self._environment, self._now())
                self._offered = settings_offered(self.audit(), self.here, makes)
                self._offered_of = self._last_audit
            return self._offered

    def before(self) -> Audit | None:
        """Return the last audit of an earlier day than the last one; None when there is none.

        Those of the same day are of one sitting: what changed between them is what was just done.
        """
        with self._lock:
            self._keep_up()
            if self._before_of != self._last_audit:
                self._before, self._before_of = self._find_before(), self._last_audit
            return self._before

    def _find_before(self) -> Audit | None:
        audits = sorted((line.at, line.seq) for line in self._lines if line.kind == AUDIT)
        today = audits[-1][0].astimezone().date() if audits else None
        earlier = [seq for at, seq in audits if at.astimezone().date() != today]
        if not earlier:
            return None
        (entry,) = self.records.entries(kinds={AUDIT}, after=earlier[-1] - 1, until=earlier[-1])
        return read_audit(entry.detail)

    @property
    def _last_audit(self) -> int:
        return next((line.seq for line in reversed(self._lines) if line.kind == AUDIT), 0)

    @property
    def tasks(self) -> Mapping[str, Told]:
        """Return the last word people had on each line of the plan."""
        with self._lock:
            self._keep_up()
            return dict(self._tasks)

    def append(self, draft: Draft) -> Entry:
        """Write one record; it is on the disk when this returns."""
        self._turn.looked = False
        return self.records.append(draft)

    def declare(self, record: Record) -> Entry:
        """Write down an answer or a piece of evidence."""
        return self.append(as_draft(record))

    def tell(self, situation: Situation, choices: Choices) -> None:
        """Write down what was told of the situation."""
        self.practice.tell(situation, choices, self._now())
        self._turn.looked = False

    def inform(self, said: str) -> None:
        """Write down that those who work on this workstation were told what is read."""
        self.practice.inform(said, self._now())
        self._turn.looked = False

    def read_workstation(
        self, progress: Progress | None = None, *, by: str = DEFAULT_ROLE
    ) -> Audit:
        """Read this workstation anew, judge, and write the audit down as asked for by somebody."""
        practice = self.practice
        readings: tuple[Reading, ...] = ()
        if practice.situation.computers:
            readings = read_this_workstation(
                self.catalogue, self._environment, self._now(), progress
            )
        with self._lock:
            audit = self.practice.judged(readings, self._now())
            self.practice.conclude(audit, by=by)
            self._turn.looked = False
            return audit

    def conclude(self, *, by: str = DEFAULT_ROLE) -> Audit:
        """Write down the audit of what is known now."""
        with self._lock:
            audit = self.audit()
            self.practice.conclude(audit, by=by)
            self._turn.looked = False
            return audit

    def concluded(self, *, by: str = DEFAULT_ROLE) -> Audit:
        """Return the last audit written if it still says all that is known, else a new one."""
        with self._lock:
            self._keep_up()
            since = [line for line in self._lines if line.seq > self._last_audit]
            found = last_audits(self.records, 1, until=self._now()) if self._last_audit else ()
            stale = any(line.kind not in BESIDE for line in since)
            if found and not stale and self._now() - found[0].at < A_DAY:
                return found[0]
            return self.conclude(by=by)

    def _keep_up(self) -> None:
        """Take in what was written since, by this app or by another Hygie."""
        if getattr(self._turn, "looked", False):
            return
        last = self._lines[-1].seq if self._lines else 0
        fresh = self.records.lines(after=last)
        if self._practice is None or fresh:
            self._take_in(fresh, last)
        self._turn.looked = getattr(self._turn, "answering", False)

    def _take_in(self, fresh: tuple[Line, ...], last: int) -> None:
        """Read what these lines announce; when the disk refuses, all of it is for the next time."""
        kinds = {line.kind for line in fresh}
        known = None if kinds & RECALLED else self._practice
        practice = self._recalled() if known is None else known
        said = () if known is None else declared(self.records, kinds & self._declarable, after=last)
        tasks = told_of(self.records.entries(kinds={TASK}, after=last)) if TASK in kinds else {}
        readings = self._last_readings() if AUDIT in kinds else self._readings
        practice.said.extend(said)
        self._practice, self._readings, self._judged = practice, readings, None
        self._tasks |= tasks
        self._lines.extend(fresh)

    def _recalled(self) -> Practice:
        practice = Practice(
            catalogue=self.catalogue, records=self.records, keeps=True, here=self.here
        )
        practice.recall()
        return practice

    def _last_readings(self) -> tuple[Reading, ...]:
        found = last_audits(self.records, 1, until=self._now())
        return tuple(
            reading
            for audit in found
            for reading in audit.readings
            if reading.workstation == self.here
        )
