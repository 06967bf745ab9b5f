"""The first visit: where somebody is follows from what they answered, and it always ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.audit.known import Practice
from hygie.audit.questionnaire import UNKNOWN, is_asked, load_questions
from hygie.catalogue.loader import load_catalogue
from hygie.core.measures import Origin
from hygie.core.records import Answer
from hygie.web.first_minutes import (
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
from support.builders import an_answer
from support.exports import a_demonstration
from support.records import a_practice

QUESTIONS = load_questions()


def one_choice() -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
    """Return ways of answering every question, each with one of its options."""
    return st.fixed_dictionaries(
        {
            one.id: st.sampled_from([UNKNOWN, *(option.value for option in one.options)]).map(
                lambda value: (value,)
            )
            for one in QUESTIONS
        }
    )
