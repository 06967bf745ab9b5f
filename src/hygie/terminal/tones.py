"""Colours, carried inside a text by private characters until the console knows its terminal.

A file name that held such a character could at worst be coloured, and only to the end of its line.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

END = "\ue00f"


class Tone(StrEnum):
    """What a colour means; never alone, a word and a shape always say it too."""

    MET = "\ue000"
    TO_DO = "\ue001"
    TO_CHECK = "\ue002"
    QUIET = "\ue003"
    STRONG = "\ue004"
    DANGER = "\ue005"


MARKS = re.compile("[\ue000-\ue00f]")

CODES: Mapping[str, str] = {
    Tone.MET: "\x1b[32m",
    Tone.TO_DO: "\x1b[33m",
    Tone.TO_CHECK: "\x1b[34m",
    Tone.QUIET: "\x1b[90m",
    Tone.STRONG: "\x1b[1m",
    Tone.DANGER: "\x1b[1;31m",
    END: "\x1b[0m",
}


def paint(text: str, tone: Tone) -> str:
    """Mark a text with a tone; one tone at a time, the marks already in it are dropped."""
    return f"{tone}{plain(text)}{END}"


def plain(text: str) -> str:
    """Drop the marks."""
    return MARKS.sub("", text)


def coloured(text: str) -> str:
    """Turn the marks into escape sequences, each closed before the end of its line."""
    return "\n".join(_coloured_line(line) for line in text.split("\n"))


def _coloured_line(line: str) -> str:
    marks: list[str] = MARKS.findall(line)
    closed = line if not marks or marks[-1] == END else f"{line}{END}"
    return MARKS.sub(lambda found: CODES.get(found[0], ""), closed)
