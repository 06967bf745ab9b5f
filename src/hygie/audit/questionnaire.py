"""The ten questions of situation, and what their answers make of it. Pure but for the content."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hygie.audit.situation_format import ASSUMED, read_situation, write_situation
from hygie.catalogue.loader import FOLDER, damaged, read_toml
from hygie.core.situation import Situation

Choices = Mapping[str, tuple[str, ...]]
"""The values chosen for each question; empty means «none of these»."""

UNKNOWN = "ne_sait_pas"
"""Offered with every question but the profession; it sets nothing, the safe default applies."""

BEFORE_FIRST_RESULT = 3
"""How many questions come before the machine's first result is shown (design §2.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One possible answer and the keys of situation.json it sets."""

    value: str
    label: str
    sets: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationQuestion:
    """One of the ten. ``not_if_alone``: it has no meaning when one person uses the computers."""

    id: str
    text: str
    why: str
    look: str
    multiple: bool
    options: tuple[Option, ...]
    not_if_alone: bool = False


def load_questions(folder: Path = FOLDER) -> tuple[SituationQuestion, ...]:
    """Read the questions of situation. Raises CatalogueError when they are out of form."""
    path = folder / "situation.toml"
    try:
        return tuple(_question(entry) for entry in read_toml(path)["question"])
    except (KeyError, TypeError) as error:
        raise damaged(path.name, repr(error)) from error


def make_situation(
    choices: Choices, questions: Iterable[SituationQuestion], base: Situation | None = None
) -> Situation:
    """Return the situation these choices describe, over the ``base`` a file may have given.

    What was not asked takes its safe default.
    """
    document: dict[str, Any] = write_situation(base) if base else {}
    assumed = set(document.pop(ASSUMED, ()))
    said: dict[str, Any] = {}
    for question in questions:
        chosen = choices.get(question.id)
        if chosen is not None and UNKNOWN not in chosen:
            said |= _sets(question, chosen)
    document |= said
    if document.get("utilisateurs") == 1:
        said |= {"session_partagee": False, "logiciels_partages": False}
        document |= {"session_partagee": False, "logiciels_partages": False}
    # Records on paper only: a computer still writes, bills and prints, so the local column stands.
    # No record anywhere is no answer: both columns stand, as when nothing was said.
    if document.get("local") is False and document.get("cloud") is False:
        document |= {"local": True, "cloud": not document.get("papier", False)}
    return read_situation({**document, ASSUMED: sorted(assumed - set(said))})


def is_asked(question: SituationQuestion, choices: Choices) -> bool:
    """Tell whether the question still has a meaning after these choices."""
    return not (question.not_if_alone and choices.get("personnes") == ("1",))


def read_choices(
    value: object, questions: Iterable[SituationQuestion]
) -> dict[str, tuple[str, ...]]:
    """Read choices saved earlier; what is no longer offered is asked again."""
    if not isinstance(value, Mapping):
        return {}
    known = {
        question.id: {UNKNOWN, *(option.value for option in question.options)}
        for question in questions
    }
    kept: dict[str, tuple[str, ...]] = {}
    for id_, chosen in value.items():
        if id_ in known and isinstance(chosen, list) and set(map(str, chosen)) <= known[id_]:
            kept[id_] = tuple(str(item) for item in chosen)
    return kept


def _sets(question: SituationQuestion, chosen: Iterable[str]) -> dict[str, Any]:
    kept = set(chosen)
    merged: dict[str, Any] = {}
    if question.multiple:
        # What a question of several answers names and was not chosen is said not to be there.
        merged = {
            key: False
            for option in question.options
            for key, value in option.sets.items()
            if isinstance(value, bool)
        }
    for option in question.options:
        if option.value in kept:
            for key, value in option.sets.items():
                merged[key] = _merge(merged.get(key), value)
    return merged


def _merge(before: object, value: object) -> object:
    """Put two answers to one question together: lists add up, of two numbers the larger stands."""
    match before, value:
        case list(), list():
            return [*before, *value]
        case bool(), bool():
            return before or value
        case int(), int():
            return max(before, value)
        case _:
            return value


def _question(entry: Mapping[str, Any]) -> SituationQuestion:
    return SituationQuestion(
        id=entry["id"],
        text=entry["text"],
        why=entry["why"],
        look=entry["look"],
        multiple=entry["multiple"],
        not_if_alone=entry.get("not_if_alone", False),
        options=tuple(
            Option(value=option["value"], label=option["label"], sets=option["sets"])
            for option in entry["choice"]
        ),
    )
