"""The first visit: where somebody is follows from what they answered, and it always ends."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.audit.answers_format import make_answer
from hygie.audit.known import Practice
from hygie.audit.questionnaire import (
    BEFORE_FIRST_RESULT,
    UNKNOWN,
    is_asked,
    load_questions,
    make_situation,
)
from hygie.catalogue.loader import load_catalogue
from hygie.core.audits import Audit
from hygie.core.measures import Measure, Origin
from hygie.core.records import Answer
from hygie.core.situation import Exercise, Situation
from hygie.practice.sqlite_records import SqliteRecords
from hygie.web.first_minutes import (
    ASK_AGAIN,
    MOST_QUESTIONS,
    answered,
    begun,
    choices_of,
    first_time_left,
    left_to_ask,
    must_tell_staff,
    next_question,
    place_of,
)
from support.builders import NOW
from support.practices import known_choices

QUESTIONS = load_questions()
CATALOGUE = load_catalogue()
ALWAYS = 200
"""More questions than anybody would ever be asked."""


def a_practice(**changes: object) -> Practice:
    """Return a practice that keeps nothing: its records are never opened."""
    practice = Practice(
        catalogue=CATALOGUE,
        records=SqliteRecords(Path("jamais-ouvert"), token=lambda: bytes(16)),
        keeps=False,
        here="poste-1",
    )
    for name, value in changes.items():
        setattr(practice, name, value)
    return practice


def one_answer_each() -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
    return st.fixed_dictionaries(
        {
            one.id: st.sampled_from([UNKNOWN, *(option.value for option in one.options)]).map(
                lambda value: (value,)
            )
            for one in QUESTIONS
        }
    )


class TestSituation:
    @given(one_answer_each())
    def test_each_question_comes_once_then_no_more(
        self, given_answers: dict[str, tuple[str, ...]]
    ) -> None:
        choices: dict[str, tuple[str, ...]] = {}
        asked: list[str] = []
        while (question := next_question(QUESTIONS, choices)) is not None:
            assert len(asked) <= len(QUESTIONS)
            asked.append(question.id)
            choices[question.id] = given_answers[question.id]
        assert len(set(asked)) == len(asked)
        assert {one.id for one in QUESTIONS if is_asked(one, choices)} <= set(asked)

    def test_reading_may_begin_after_the_first_three(self) -> None:
        choices = known_choices()
        first = [one.id for one in QUESTIONS[:BEFORE_FIRST_RESULT]]
        assert not begun(QUESTIONS, {})
        assert begun(QUESTIONS, {id_: choices[id_] for id_ in first})
        for missing in first:
            some = {id_: choices[id_] for id_ in first if id_ != missing}
            assert not begun(QUESTIONS, some)

    @given(one_answer_each())
    def test_a_place_counts_what_is_asked(self, choices: dict[str, tuple[str, ...]]) -> None:
        asked = [one for one in QUESTIONS if is_asked(one, choices)]
        for rank, question in enumerate(asked, start=1):
            place = place_of(question, QUESTIONS, choices)
            assert (place.rank, place.total) == (rank, len(asked))
            assert place.before == (asked[rank - 2].id if rank > 1 else None)

    def test_nothing_told_is_no_choice(self) -> None:
        assert choices_of(a_practice(), QUESTIONS) == {}


class TestStaff:
    @pytest.mark.parametrize(
        ("exercise", "expected"),
        [(Exercise.ALONE, False), (Exercise.WITH_ASSISTANT, True), (Exercise.GROUP, True)],
    )
    def test_who_works_here_is_told_before_the_reading(
        self, exercise: Exercise, expected: bool
    ) -> None:
        situation = Situation(exercise=exercise)
        assert must_tell_staff(a_practice(situation=situation)) == expected
        assert not must_tell_staff(a_practice(situation=situation, informed=True))

    def test_who_does_not_know_how_they_work_may_have_staff(self) -> None:
        unsure = Situation(exercise=None, users=None)
        assert not must_tell_staff(a_practice(situation=unsure))
        assert must_tell_staff(a_practice(situation=unsure, asked=frozenset({"exercice"})))


class Visit:
    """A first visit by somebody who answers each question in one way."""

    def __init__(self, choose: Callable[[Measure], Answer]) -> None:
        situation = make_situation(known_choices(), QUESTIONS)
        self.practice = a_practice(situation=situation)
        self.now = NOW
        self._choose = choose

    @property
    def audit(self) -> Audit:
        return self.practice.judged((), self.now)

    @property
    def waiting(self) -> list[str]:
        return [one.id for one in left_to_ask(self.audit, CATALOGUE)]

    def answer(self, id_: str) -> None:
        measure = CATALOGUE.measures[id_]
        answer = self._choose(measure)
        reason = "Pas ici." if answer is Answer.NOT_CONCERNED else ""
        self.practice.said.append(make_answer(measure, answer, at=self.now, reason=reason))
        self.now += timedelta(seconds=8)

    def to_the_end(self) -> int:
        """Answer until nothing is asked; return how many questions that took."""
        for number in range(ALWAYS):
            if not (waiting := self.waiting):
                return number
            self.answer(waiting[0])
        raise AssertionError("the questions never end")


class TestMeasures:
    @pytest.mark.parametrize("always", [Answer.YES, Answer.NO, Answer.UNKNOWN])
    def test_whoever_answers_reaches_the_end(self, always: Answer) -> None:
        """Somebody who knows nothing too: what they do not know is not asked twice in a row."""
        visit = Visit(lambda measure: always if always in measure.answers else Answer.UNKNOWN)
        asked = visit.to_the_end()
        assert asked == len(answered(visit.practice)) > 10

    def test_what_was_not_known_is_asked_again_later(self) -> None:
        visit = Visit(lambda _: Answer.UNKNOWN)
        before = visit.waiting
        visit.to_the_end()
        visit.now += ASK_AGAIN
        assert sorted(visit.waiting) == sorted(before)

    def test_complements_wait(self) -> None:
        visit = Visit(lambda _: Answer.UNKNOWN)
        found = left_to_ask(visit.audit, CATALOGUE)
        assert {one.origin for one in found} == {Origin.MEMENTO}

    def test_a_question_answered_again_comes_last(self) -> None:
        visit = Visit(lambda _: Answer.UNKNOWN)
        first, second = visit.waiting[:2]
        for id_ in (first, second, first):
            visit.answer(id_)
        assert answered(visit.practice) == (second, first)

    @given(st.integers(0, 60), st.integers(0, 10))
    def test_the_first_visit_is_bounded(self, done: int, asked: int) -> None:
        left = first_time_left(done, asked)
        assert left >= 0
        assert left == 0 or left + done + asked == MOST_QUESTIONS
