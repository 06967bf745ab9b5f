"""The known word that somebody most likely meant."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches


def folded(text: str) -> str:
    """Return a text without accents nor capitals, for comparing what people type."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the closest known word, or None when none looks like it; never the word itself."""
    by_fold = {folded(name): name for name in known if name != word}
    close = get_close_matches(folded(word), by_fold, n=1)
    return by_fold[close[0]] if close else None
