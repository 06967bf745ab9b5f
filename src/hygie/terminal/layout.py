"""Lines drawn for a terminal: wrapped text, lists, tables, bars. Pure.

Texts are neutralised and typeset first, so what is measured is what is shown.
"""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from itertools import zip_longest

from hygie.terminal.safe_text import neutral
from hygie.terminal.tones import MARKS
from hygie.terminal.typography import typeset

WIDTH = 80
BLANKS = " \t\n"
GAP = "  "
NARROWEST = 10
"""A column is never squeezed further: below that, words fall to pieces."""

STANDING, UNKNOWN, MISSING = "█", "▒", "░"


def width_of(text: str) -> int:
    """Return how many columns a text takes."""
    return sum(_columns(character) for character in text)


def wrap(
    text: str, *, width: int = WIDTH, first: str = "", rest: str = "", cut: bool = False
) -> list[str]:
    """Break a text at its ordinary spaces; ``first`` and ``rest`` begin the lines.

    A word longer than the line, an address most often, stays whole unless ``cut``.
    """
    lines: list[str] = []
    line, empty = first, True
    for word in _words(text, width - max(width_of(first), width_of(rest)) if cut else 0):
        if not empty and width_of(line) + 1 + width_of(word) > width:
            lines.append(line)
            line, empty = rest, True
        line = f"{line}{word}" if empty else f"{line} {word}"
        empty = False
    return [*lines, line]


def bullets(items: Iterable[str], *, width: int = WIDTH, mark: str = "•") -> list[str]:
    """Draw one item per mark, the following lines under the first."""
    first = f"  {mark} "
    rest = " " * width_of(first)
    return [line for item in items for line in wrap(item, width=width, first=first, rest=rest)]


def numbered(items: Iterable[str], *, width: int = WIDTH, start: int = 1) -> list[str]:
    """Draw a numbered list, the figures aligned on their last digit."""
    numbers = list(enumerate(items, start=start))
    digits = len(str(numbers[-1][0])) if numbers else 0
    rest = " " * (digits + 4)
    return [
        line
        for rank, item in numbers
        for line in wrap(item, width=width, first=f"  {rank:>{digits}}. ", rest=rest)
    ]


def bar(*, standing: int, unknown: int, missing: int, width: int = 20) -> str:
    """Draw one block per barrier; past ``width``, in proportion, none vanishing from sight."""
    counts = (standing, unknown, missing)
    cells = counts if sum(counts) <= width else _shares(counts, width)
    return STANDING * cells[0] + UNKNOWN * cells[1] + MISSING * cells[2]


def table(
    rows: Iterable[Sequence[str]],
    *,
    headings: Sequence[str] = (),
    width: int = WIDTH,
    right: Collection[int] = (),
) -> list[str]:
    """Draw columns two spaces apart; the widest ones wrap until the whole fits.

    ``right`` lists the columns, counted from zero, whose figures are aligned on their last digit.
    """
    body = [[_tidy(cell) for cell in row] for row in rows]
    head = [[_tidy(cell) for cell in headings]] if headings else []
    widths = _widths([*head, *body], width)
    ruled = [*head, ["─" * column for column in widths]] if head else []
    return [line for row in [*ruled, *body] for line in _drawn_row(row, widths, right)]


def _columns(character: str) -> int:
    if MARKS.match(character) or unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _tidy(text: str) -> str:
    return typeset(neutral(text)).strip(BLANKS)


def _words(text: str, longest: int) -> list[str]:
    words = _tidy(text).replace("\n", " ").split(" ")
    return [piece for word in words if word for piece in _pieces(word, longest)]


def _pieces(word: str, longest: int) -> list[str]:
    """Cut a word that does not fit; ``longest`` zero means never."""
    if longest < 1 or width_of(word) <= longest:
        return [word]
    pieces = [""]
    for character in word:
        if width_of(pieces[-1] + character) > longest:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _shares(counts: Sequence[int], width: int) -> list[int]:
    """Share the width out; what is left goes to, or comes from, the largest count."""
    cells = [max(1, count * width // sum(counts)) if count else 0 for count in counts]
    cells[counts.index(max(counts))] += width - sum(cells)
    return cells


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    widths = [
        max(1, *(width_of(cell) for cell in column)) for column in zip_longest(*rows, fillvalue="")
    ]
    room = width - len(GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > NARROWEST:
        widest = widths.index(max(widths))
        widths[widest] = max(NARROWEST, widths[widest] - (sum(widths) - room))
    return widths


def _drawn_row(row: Sequence[str], widths: Sequence[int], right: Collection[int]) -> list[str]:
    cells = [wrap(cell, width=column, cut=True) for cell, column in zip(row, widths, strict=False)]
    lines = zip_longest(*cells, fillvalue="")
    return [
        GAP.join(
            _aligned(piece, widths[rank], right=rank in right) for rank, piece in enumerate(line)
        ).rstrip(" ")
        for line in lines
    ]


def _aligned(text: str, width: int, *, right: bool) -> str:
    padding = " " * max(0, width - width_of(text))
    return f"{padding}{text}" if right else f"{text}{padding}"
