"""The few questions asked before and after a change; only the word «oui» means yes."""

from collections.abc import Callable, Iterable

from hygie.audit.settings_keyboard import Clock, discard_typed, ticking
from hygie.terminal.console import Console
from hygie.terminal.layout import wrap
from hygie.terminal.nearest import folded
from hygie.terminal.tones import Tone, paint

ListenWithin = Callable[[Console, str, float], str | None]
"""Asks for a line within so many seconds; None when nobody typed it."""

PROMPT = "Tapez oui ou non : "
TRIES = 3


def agrees(console: Console, question: str) -> bool:
    """Ask; what is not «oui» in full is a no, and so is the end of the keyboard."""
    _present(console, question)
    for _ in range(TRIES):
        line = console.listen(PROMPT)
        if line is None or _word(line) == "non":
            return False
        if _word(line) == "oui":
            return True
    return False


def agrees_within(
    console: Console, question: str, seconds: float, listen: ListenWithin, clock: Clock = ticking
) -> bool | None:
    """Ask until the delay is over; None when nobody answered anything that could be understood."""
    _present(console, question)
    deadline = clock() + seconds
    while (left := deadline - clock()) > 0:
        line = listen(console, PROMPT, left)
        if line is None:
            return None
        if _word(line) in {"oui", "non"}:
            return _word(line) == "oui"
    return None


def tell(console: Console, texts: Iterable[str]) -> None:
    """Say each text on its own lines."""
    for text in texts:
        console.say("\n".join(wrap(text, width=console.width)))


def _present(console: Console, question: str) -> None:
    console.say()
    for line in wrap(question, width=console.width):
        console.say(paint(line, Tone.STRONG))
    # What was typed before the question was read is not an answer to it.
    discard_typed(console)


def _word(line: str) -> str:
    return folded(line.strip()).strip(" .!")
