"""The first visit, step by step: three questions, the reading, seven more, what only people know.

Nothing of it is kept beside the records: where somebody is follows from what they answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hygie.audit.information import has_staff
from hygie.audit.interview import to_ask
from hygie.audit.known import Practice
from hygie.audit.questionnaire import (
    BEFORE_FIRST_RESULT,
    Choices,
    SituationQuestion,
    is_asked,
    read_choices,
)
from hygie.core.audits import Audit
from hygie.core.findings import Finding
from hygie.core.measures import Catalogue, Measure, Origin
from hygie.core.records import ANSWER, Answer

MOST_QUESTIONS = 25
"""All that is asked the first time, the ten of situation included (for a practice of one)."""

ASK_AGAIN = timedelta(hours=12)
"""What was answered «je ne sais pas» is not asked again before: somebody may have looked by then.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a question stands: «7 sur 19», and the one before it, None for the first."""

    rank: int
    total: int
    before: str | None


def choices_of(
    practice: Practice, questions: Sequence[SituationQuestion]
) -> dict[str, tuple[str, ...]]:
    """Return the choices made so far."""
    return {} if practice.saved is None else read_choices(practice.saved.choices, questions)


def next_question(
    questions: Sequence[SituationQuestion], choices: Choices
) -> SituationQuestion | None:
    """Return the first question of situation nobody answered; None when all were."""
    left = (one for one in questions if one.id not in choices and is_asked(one, choices))
    return next(left, None)


def begun(questions: Sequence[SituationQuestion], choices: Choices) -> bool:
    """Tell whether the questions that come before the reading were answered."""
    return all(one.id in choices for one in questions[:BEFORE_FIRST_RESULT])


def is_told(practice: Practice, questions: Sequence[SituationQuestion], choices: Choices) -> bool:
    """Tell whether the situation is known: every question answered, or told by a file."""
    return practice.saved is not None and (not choices or next_question(questions, choices) is None)


def place_of(
    question: SituationQuestion, questions: Sequence[SituationQuestion], choices: Choices
) -> Place:
    """Say where a question of situation stands."""
    asked = [one for one in questions if is_asked(one, choices)]
    rank = asked.index(question) if question in asked else 0
    return Place(rank=rank + 1, total=len(asked), before=asked[rank - 1].id if rank else None)


def must_tell_staff(practice: Practice) -> bool:
    """Tell whether somebody works on this workstation who was not told what is read."""
    return has_staff(practice.situation, practice.asked) and not practice.informed


def left_to_ask(audit: Audit, catalogue: Catalogue) -> tuple[Measure, ...]:
    """Return the Mémento's own lines that only people can answer; complements wait.

    So does what somebody did not know today: asked again at once, the questions would never end.
    """
    later = {one.measure for one in audit.findings if _was_not_known(one, audit.at)}
    return tuple(
        measure
        for measure in to_ask(audit.findings, catalogue)
        if measure.origin is Origin.MEMENTO and measure.id not in later
    )


def _was_not_known(finding: Finding, at: datetime) -> bool:
    answered_at = finding.answered
    unknown = finding.answer is Answer.UNKNOWN
    return unknown and answered_at is not None and at - answered_at < ASK_AGAIN


def answered(practice: Practice) -> tuple[str, ...]:
    """Return the measures somebody answered, in the order of their last answer."""
    said: dict[str, None] = {}
    for record in practice.said:
        if record.kind == ANSWER:
            said.pop(record.measure, None)
            said[record.measure] = None
    return tuple(said)


def first_time_left(done: int, asked: int) -> int:
    """Return how many questions of measures the first visit may still ask."""
    return max(0, MOST_QUESTIONS - asked - done)
