"""What may be printed, and what a mark replaces."""

import pytest

from hygie.documents.printable import BREAK, LONG_WORD, MARK, printable, undrawable, without

REFUSAL = (
    'error: PDF/A-3a error: the text `"漢"` could not be displayed with font `"Libertinus Serif"`\n'
    'error: PDF/A-3a error: the PDF contains the codepoint `"\\u{e000}"`\n'
)


@pytest.mark.parametrize(
    "letter", ["\0", "\x1b", "\x9b", "\u202e", "\u200f", "\ud800", "\ue000", "\ufeff"]
)
def test_what_would_be_obeyed_or_never_drawn_is_marked(letter: str) -> None:
    assert printable({"a": [f"x{letter}y"]}) == {"a": [f"x{MARK}y"]}


@pytest.mark.parametrize(
    "text", ["L'été à Œuvre : « 1 234 »", "שלום", "السلام", "a\nb", "#panic()"]
)
def test_an_ordinary_text_stays_as_it_is(text: str) -> None:
    assert printable(text) == text


def test_a_word_too_long_for_a_line_can_be_cut() -> None:
    word = "x" * (LONG_WORD * 2)
    cut = printable(word)
    assert isinstance(cut, str)
    assert cut.replace(BREAK, "") == word
    assert max(len(piece) for piece in cut.split(BREAK)) < LONG_WORD


def test_figures_and_flags_are_left_alone() -> None:
    assert printable({"n": 3, "f": True, "v": None}) == {"n": 3, "f": True, "v": None}


def test_a_refusal_names_what_no_font_has() -> None:
    assert undrawable(REFUSAL) == {"漢", "\ue000"}
    assert without(["漢 a"], undrawable(REFUSAL)) == [f"{MARK} a"]


def test_another_refusal_names_nothing() -> None:
    assert undrawable("error: unknown variable: x") == frozenset()
