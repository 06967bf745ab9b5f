"""What was told of the situation, question by question: chosen here, or given by a file. Pure."""

from collections.abc import Mapping
from typing import Any

from hygie.audit.questionnaire import Choices, SituationQuestion
from hygie.audit.situation_format import ASSUMED, write_situation
from hygie.core.situation import Situation

NOT_KNOWN, OTHERWISE = "je ne sais pas", "dit autrement, par un fichier"


def say_told(question: SituationQuestion, choices: Choices, situation: Situation) -> str:
    """Say the answer to a question in its own words; empty when nobody gave one."""
    chosen = choices.get(question.id)
    if chosen is None:
        return _given(question, _told(situation))
    labels = {option.value: option.label for option in question.options}
    return ", ".join(labels.get(one, NOT_KNOWN) for one in chosen)


def _told(situation: Situation) -> dict[str, Any]:
    """Return what was really told of a situation, under the keys of its file."""
    document = write_situation(situation)
    assumed = {ASSUMED, *document.get(ASSUMED, ())}
    return {
        key: value for key, value in document.items() if key not in assumed and value is not None
    }


def _given(question: SituationQuestion, told: Mapping[str, Any]) -> str:
    """Say which of the options a file amounts to."""
    keys = {key for option in question.options for key in option.sets}
    if not keys & told.keys():
        return ""
    labels = [
        option.label
        for option in question.options
        if option.sets and all(_agrees(told.get(key), value) for key, value in option.sets.items())
    ]
    return ", ".join(labels) or OTHERWISE


def _agrees(told: object, wanted: object) -> bool:
    if isinstance(told, list) and isinstance(wanted, list):
        return set(wanted) <= set(told) if wanted else not told
    return told == wanted
