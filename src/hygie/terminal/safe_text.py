"""A text that cannot harm the terminal it is shown on, nor be refused by it."""

import re
import unicodedata
from collections.abc import Mapping

UNSHOWABLE = "�"

# Control characters (but the line feed), marks that turn the reading order round, invisible
# characters, lone surrogates, and the private area except the tones of hygie.terminal.tones.
HOSTILE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\ue010-\uf8ff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)

# In order of preference; the last one is always ASCII.
REPLACEMENTS: Mapping[str, tuple[str, ...]] = {
    "\u00a0": (" ",),
    "\u202f": ("\u00a0", " "),
    "●": ("*",),
    "▲": ("!",),
    "•": ("·", "-"),
    "·": ("-",),
    "–": ("-",),
    "—": ("-",),
    "─": ("-",),
    "█": ("#",),
    "▒": ("~",),
    "░": (".",),
    "’": ("'",),
    "‘": ("'",),
    "“": ('"',),
    "”": ('"',),
    "«": ('"',),
    "»": ('"',),
    "›": (">",),
    "→": ("->",),
    "…": ("...",),
    "œ": ("oe",),
    "Œ": ("OE",),
    "æ": ("ae",),
    "Æ": ("AE",),
    "€": ("EUR",),
    "°": ("o",),
}


def neutral(text: str) -> str:
    """Return the text with nothing left that a terminal would obey instead of showing."""
    return HOSTILE.sub(UNSHOWABLE, text.replace("\r\n", "\n").replace("\t", " "))


def is_encodable(text: str, encoding: str) -> bool:
    """Tell whether the encoding has every character of the text."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def encodable(text: str, encoding: str) -> str:
    """Return the text with a stand-in for each character the encoding does not have."""
    if is_encodable(text, encoding):
        return text
    return "".join(_stand_in(character, encoding) for character in text)


def _stand_in(character: str, encoding: str) -> str:
    unaccented = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode("ascii")
    for candidate in (character, *REPLACEMENTS.get(character, ()), unaccented):
        if candidate and is_encodable(candidate, encoding):
            return candidate
    return "?"
