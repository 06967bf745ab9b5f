"""Questions asked at the keyboard, in the order a screen reader speaks them.

Question, help, choices, then the prompt. At any of them «?» helps, «p» goes back to the previous
one and «q» stops; the end of the input stops too.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from hygie.terminal.console import Console
from hygie.terminal.layout import numbered, wrap
from hygie.terminal.nearest import folded
from hygie.terminal.secret_words import NEVER_KEPT, looks_secret
from hygie.terminal.tones import Tone, paint
from hygie.terminal.typography import counted, number

PROMPT = "Votre réponse : "
KEYS = "? pour l'aide · p pour la question précédente · q pour arrêter"
NO_MORE = "Il n'y a pas d'autre explication pour cette question."
NONE_OF_THEM = "0"
LONGEST = 200

Answer = TypeVar("Answer")


class Way(Enum):
    """Where to go instead of answering."""

    PREVIOUS = "p"
    STOP = "q"


WAYS = {way.value: way for way in Way}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked. ``help`` is always shown; ``more`` when «?» is typed."""

    text: str
    help: str = ""
    more: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One possible answer: what it is worth, and what it says in French."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Again:
    """What was typed cannot be used; ``reason`` says kindly what would do."""

    reason: str


def ask_one(console: Console, question: Question, choices: Sequence[Choice]) -> str | Way:
    """Ask for one of the choices, by its number or the beginning of a word of it."""

    def read(line: str) -> str | Again:
        found = find_choice(line, choices)
        return found if isinstance(found, Again) else found.value

    return _ask(console, question, _drawn(console, choices), read)


def ask_several(
    console: Console,
    question: Question,
    choices: Sequence[Choice],
    *,
    alone: Collection[str] = (),
) -> tuple[str, ...] | Way:
    """Ask for any number of choices, «1 3 4»; zero means none of them.

    A value of ``alone`` goes with no other.
    """
    how = f"Plusieurs réponses possibles, par exemple : 1 2 ; aucune : {NONE_OF_THEM}"

    def read(line: str) -> tuple[str, ...] | Again:
        found = find_choices(line, choices)
        if isinstance(found, Again) or len(found) == 1 or not set(found) & set(alone):
            return found
        label = next(each.label for each in choices if each.value in alone and each.value in found)
        return Again(f"« {label} » ne va avec aucune autre réponse.")

    return _ask(console, question, [*_drawn(console, choices), how], read)


def ask_number(
    console: Console, question: Question, *, smallest: int = 0, largest: int
) -> int | Way:
    """Ask for a whole number within bounds."""
    expected = f"Tapez un nombre entier, de {number(smallest)} à {number(largest)}."

    def read(line: str) -> int | Again:
        compact = re.sub(r"\s", "", line)
        fits = re.fullmatch(r"[0-9]{1,9}", compact) and smallest <= int(compact) <= largest
        return int(compact) if fits else Again(expected)

    return _ask(console, question, [], read)


def ask_text(
    console: Console, question: Question, *, shortest: int = 1, longest: int = LONGEST
) -> str | Way:
    """Ask for a short text; what looks like a code or a password is refused and not kept."""

    def read(line: str) -> str | Again:
        if looks_secret(line):
            return Again(NEVER_KEPT)
        if len(line) < shortest:
            return Again(f"Écrivez au moins {counted(shortest, 'caractère')}.")
        if len(line) > longest:
            return Again(f"C'est trop long : {counted(longest, 'caractère')} au plus.")
        return line

    return _ask(console, question, [], read)


def find_choice(line: str, choices: Sequence[Choice]) -> Choice | Again:
    """Find the choice meant: its number, its beginning, or the beginning of one of its words."""
    if line.isdecimal() and 1 <= int(line) <= len(choices):
        return choices[int(line) - 1]
    typed = folded(line)
    for matches in (_is_label, _begins_label, _begins_word):
        found = [choice for choice in choices if typed and matches(typed, folded(choice.label))]
        if len(found) == 1:
            return found[0]
        if found:
            names = " ou ".join(f"« {choice.label} »" for choice in found)
            return Again(f"Cela peut être {names}. Tapez le chiffre.")
    return Again(f"Tapez un chiffre de 1 à {len(choices)}, ou ? pour l'aide.")


def find_choices(line: str, choices: Sequence[Choice]) -> tuple[str, ...] | Again:
    """Find the choices meant by «1 3 4», kept in the order they were offered."""
    words = [word for word in re.split(r"[\s,;+]+", line) if word]
    if words == [NONE_OF_THEM]:
        return ()
    meant: set[str] = set()
    for word in words:
        found = find_choice(word, choices)
        if isinstance(found, Again):
            return found
        meant.add(found.value)
    if not meant:
        return Again("Tapez les chiffres de vos réponses, séparés par des espaces.")
    return tuple(choice.value for choice in choices if choice.value in meant)


def _ask(
    console: Console,
    question: Question,
    choices: Sequence[str],
    read: Callable[[str], Answer | Again],
) -> Answer | Way:
    _present(console, question, choices)
    while (line := console.listen(PROMPT)) is not None:
        typed = line.strip()
        if typed == "?":
            _present(console, question, choices, more=question.more or (NO_MORE,))
            continue
        if typed.casefold() in WAYS:
            return WAYS[typed.casefold()]
        answer = read(typed)
        if not isinstance(answer, Again):
            return answer
        _say(console, answer.reason)
    return Way.STOP


def _present(
    console: Console, question: Question, choices: Sequence[str], *, more: Sequence[str] = ()
) -> None:
    console.say()
    for line in wrap(question.text, width=console.width):
        console.say(paint(line, Tone.STRONG))
    for text in (question.help, *more):
        _say(console, text)
    for choice in choices:
        console.say(choice)
    console.say(paint(KEYS, Tone.QUIET))


def _say(console: Console, text: str) -> None:
    if text:
        console.say("\n".join(wrap(text, width=console.width)))


def _drawn(console: Console, choices: Sequence[Choice]) -> list[str]:
    return numbered((choice.label for choice in choices), width=console.width)


def _is_label(typed: str, label: str) -> bool:
    return typed == label


def _begins_label(typed: str, label: str) -> bool:
    return label.startswith(typed)


def _begins_word(typed: str, label: str) -> bool:
    return any(word.startswith(typed) for word in re.split(r"\W+", label))
