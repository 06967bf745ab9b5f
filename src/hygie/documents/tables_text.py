"""Texts that any file may hold: whatever they say, no file is broken by them. Pure."""

import unicodedata

MARK = "\ufffd"
NOTHING = "–"

_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_NONCHARACTERS = range(0xFDD0, 0xFDF0)
_LAST_OF_A_PLANE = 0xFFFE


def legible(text: str) -> str:
    """Return the text with a mark in place of what is obeyed, invisible or forbidden in files."""
    if text.isascii() and text.isprintable():
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(letter if _is_legible(letter) else MARK for letter in lines)


def one_line(text: str) -> str:
    """Return the text on one line without spaces at its ends; never empty."""
    return " ".join(legible(text).split()) or NOTHING


def _is_legible(letter: str) -> bool:
    code = ord(letter)
    return letter == "\n" or not (
        unicodedata.category(letter) in _REFUSED
        or code in _NONCHARACTERS
        or code & _LAST_OF_A_PLANE == _LAST_OF_A_PLANE
    )
