"""The name somebody gave a file, made harmless: it is shown, and never a path."""

import re
import unicodedata

from hygie.terminal.safe_text import HOSTILE
from hygie.terminal.secret_words import looks_secret

LONGEST = 120
LONGEST_EXTENSION = 10
NAMELESS = "preuve"

_SEPARATORS = re.compile(r"[/\\]")
_REFUSED = re.compile(r'[<>:"|?*]')
"""What Windows takes in no name."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
"""What Windows takes for a device."""

_EXTENSION = re.compile(rf"\.[A-Za-z0-9]{{1,{LONGEST_EXTENSION}}}")
_JOINED = re.compile(r"[_\-.]+")


def clean_name(given: str) -> str:
    """Return a name with no folder, no mark that turns text round, and no code written in it.

    What looks like a PIN, a password or a social security number is left out: the name becomes
    «preuve», with the same extension.
    """
    last = _SEPARATORS.split(unicodedata.normalize("NFC", _encodable(given)))[-1]
    plain = _REFUSED.sub("-", HOSTILE.sub("", last.replace("\n", " ")))
    stem, extension = _parted(" ".join(plain.split()).strip(". "))
    if not stem or looks_secret(_JOINED.sub(" ", stem)):
        stem = NAMELESS
    if is_device(stem):
        stem = f"{NAMELESS}-{stem}"
    return stem[: LONGEST - len(extension)].rstrip(". ") + extension


def is_device(name: str) -> bool:
    """Tell whether Windows would take a name for a device, whatever its folder and extension."""
    return _RESERVED.fullmatch(name) is not None


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _parted(name: str) -> tuple[str, str]:
    """Part a name from its extension, when it ends with what is one."""
    stem, dot, end = name.rpartition(".")
    if stem and _EXTENSION.fullmatch(dot + end):
        return stem.rstrip(". "), dot + end
    return name, ""
