"""The few questions asked before and after a change; only the word «oui» means yes."""

import selectors
import sys
from collections.abc import Callable, Iterable
from threading import Event

from hygie.terminal.console import Console
from hygie.terminal.layout import wrap
from hygie.terminal.nearest import folded
from hygie.terminal.tones import Tone, paint

ListenWithin = Callable[[Console, str, float], str | None]
"""Asks for a line within so many seconds; None when nobody typed it."""

PROMPT = "Tapez oui ou non : "
TRIES = 3
TICK = 0.1


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
    console: Console, question: str, seconds: float, listen: ListenWithin
) -> bool | None:
    """Ask for so long; None when nobody answered anything that could be understood."""
    _present(console, question)
    for _ in range(TRIES):
        line = listen(console, PROMPT, seconds)
        if line is None:
            return None
        if _word(line) in {"oui", "non"}:
            return _word(line) == "oui"
    return None


def listen_within(console: Console, prompt: str, seconds: float) -> str | None:
    """Ask the real keyboard for a line."""
    console.say(prompt)
    if console.stdin is None or not _typed(console.stdin.fileno(), seconds):
        return None
    return console.listen("")


def _typed(keyboard: int, seconds: float) -> bool:
    """Wait until a line, or on Windows a key, was typed."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  # only Windows has it

        rest = Event()
        return any(msvcrt.kbhit() or rest.wait(TICK) for _ in range(int(seconds / TICK)))
    with selectors.DefaultSelector() as selector:
        selector.register(keyboard, selectors.EVENT_READ)
        return bool(selector.select(timeout=seconds))


def tell(console: Console, texts: Iterable[str]) -> None:
    """Say each text on its own lines."""
    for text in texts:
        console.say("\n".join(wrap(text, width=console.width)))


def _present(console: Console, question: str) -> None:
    console.say()
    for line in wrap(question, width=console.width):
        console.say(paint(line, Tone.STRONG))


def _word(line: str) -> str:
    return folded(line.strip()).strip(" .!")
