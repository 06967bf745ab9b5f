"""Sentences that can be printed for thirty years: nothing to obey, nothing without a drawing. Pure.

Archivable PDF refuses what has no drawing in its fonts; we show a mark in its place.
"""

import re
from collections.abc import Callable, Iterable

MARK = "\ufffd"
"""Drawn in place of what cannot be; the dossier says so in its method."""

LONG_WORD = 28
PIECE = 14
BREAK = "\u200b"

# Controls (but the line feed), marks that turn the reading order round, invisible characters,
# lone surrogates, private areas and what Unicode will never assign.
_REFUSED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef"
    "\ufeff\ufff0-\uffff\ud800-\udfff\ue000-\uf8ff\U000e0000-\U0010ffff]"
)
_LONG = re.compile(rf"\S{{{LONG_WORD},}}")
_JOINTS = re.compile(r"(?<=[/_.?&=])")
_TOLD = re.compile(r'(?:the text|the codepoint) `"(?P<text>(?:[^"\\]|\\.)*)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]{1,6})\}")


def printable(value: object) -> object:
    """Return the data with every text made fit to print; keys are ours and stay."""
    return _each_text(value, _fit)


def without(value: object, letters: Iterable[str]) -> object:
    """Return the data with a mark in place of these characters."""
    table = {ord(letter): MARK for letter in letters}
    return _each_text(value, lambda text: text.translate(table))


def undrawable(diagnostic: str) -> frozenset[str]:
    """Return the characters a refusal of Typst names; none when it is about something else."""
    texts = (found["text"] for found in _TOLD.finditer(diagnostic))
    named = "".join(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) for text in texts)
    return frozenset(named) - {MARK, "\\"}


def _each_text(value: object, change: Callable[[str], str]) -> object:
    match value:
        case str():
            return change(value)
        case dict():
            return {key: _each_text(item, change) for key, item in value.items()}
        case list() | tuple():
            return [_each_text(item, change) for item in value]
        case _:
            return value


def _fit(text: str) -> str:
    """Clean a text, and let a word too long for a line be cut."""
    clean = _REFUSED.sub(MARK, text.replace("\r\n", "\n").replace("\t", " "))
    return _LONG.sub(lambda found: _cut(found[0]), clean)


def _cut(word: str) -> str:
    """Cut where addresses and paths may be, and anywhere in what is still too long."""
    return BREAK.join(piece for part in _JOINTS.split(word) for piece in _pieces(part))


def _pieces(part: str) -> list[str]:
    if len(part) < LONG_WORD:
        return [part]
    return [part[start : start + PIECE] for start in range(0, len(part), PIECE)]
