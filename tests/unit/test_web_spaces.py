"""Spaces that must not break, in whole sentences and in the pieces templates are made of."""

import pytest

from hygie.web.templatetags.hygie import fr

NO_BREAK, NARROW = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (" :", f"{NO_BREAK}:"),
        (" ;", f"{NARROW};"),
        (" ?", f"{NARROW}?"),
        (" »", f"{NO_BREAK}»"),
        (" ", NO_BREAK),
        ("", ""),
        (" puis", " puis"),
        ("Qui ?", f"Qui{NARROW}?"),
        ("« oui »", f"«{NO_BREAK}oui{NO_BREAK}»"),
    ],
)
def test_spaces_of_a_sentence_and_of_its_pieces_do_not_break(typed: str, shown: str) -> None:
    assert fr(typed) == shown
