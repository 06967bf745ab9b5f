"""The blocks a paper is made of, as data; paper.typ draws each of them. Pure.

A paper is written once as blocks, whoever draws it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Block = Mapping[str, Any]


def heading(text: str, level: int = 1, *, page: bool = False) -> Block:
    """Return a title, perhaps at the top of a new page; cards stand under a title of level 2."""
    return {"kind": "heading", "level": level, "text": text, "page": page}


def text(sentence: str, *, lead: str = "") -> Block:
    """Return a paragraph, after a few words in bold when ``lead`` is given."""
    return {"kind": "text", "lead": lead, "text": sentence}


def bullets(items: Iterable[str]) -> Block:
    """Return a list without order."""
    return {"kind": "list", "items": list(items)}


def numbers(items: Iterable[str]) -> Block:
    """Return a list in order."""
    return {"kind": "numbers", "items": list(items)}


def box(*lines: str) -> Block:
    """Frame a few paragraphs: what must not be missed."""
    return {"kind": "box", "lines": list(lines)}


def table(columns: Mapping[str, int], rows: Iterable[Sequence[str]]) -> Block:
    """Return a table: the name of each column with its share of the width, then the rows."""
    return {
        "kind": "table",
        "columns": list(columns),
        "widths": list(columns.values()),
        "rows": [list(row) for row in rows],
    }


def counts(items: Iterable[tuple[str, str, str]]) -> Block:
    """Draw large figures side by side: a sign, a figure, a word."""
    return {
        "kind": "counts",
        "items": [{"sign": sign, "figure": figure, "word": word} for sign, figure, word in items],
    }


def barriers(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Block:
    """Draw rows of posts: label, standing, missing, unknown, words and alt of each."""
    return {"kind": "barriers", "columns": list(columns), "rows": [dict(row) for row in rows]}


def card(  # noqa: PLR0913  # what a card shows, each by name
    *,
    title: str,
    sign: str,
    word: str,
    official: str = "",
    lines: Iterable[tuple[str, str]] = (),
    facts: Iterable[str] = (),
    steps: Iterable[str] = (),
    small: str = "",
    strong: bool = False,
) -> Block:
    """Show one thing: its name, its state, what is known of it; under a level-2 title.

    ``lines`` are pairs of a bold lead, perhaps empty, and a sentence. ``strong`` draws a heavy
    rule.
    """
    return {
        "kind": "card",
        "title": title,
        "sign": sign,
        "word": word,
        "official": official,
        "lines": [{"lead": lead, "text": sentence} for lead, sentence in lines],
        "facts": list(facts),
        "steps": list(steps),
        "small": small,
        "strong": strong,
    }
