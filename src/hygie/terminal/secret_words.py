"""Recognises what looks like a code, a password or a social security number: none is ever kept."""

import re

from hygie.terminal.nearest import folded

NEVER_KEPT = (
    "Hygie ne garde jamais de code ni de mot de passe. "
    "Écrivez plutôt qui le détient, ou où il est rangé."
)

SHORTEST = 8
SIGNS = frozenset("!?@#$%&*+=^~_<>{}[]|")

_FIGURES = r"\d(?:[ .-]?\d){3,7}"
_CODE = r"(?:digicode|codes?(?! postal| ape\b| naf\b| ccam\b)|pin|puk)"
_KEY = r"(?:mots? de passe|mdp|password|passphrase|phrase de passe|wi-?fi)"
_NIR = re.compile(r"(?<!\d)[12](?: ?\d){5} ?[\dab](?: ?\d){8}(?!\d)")

SECRETS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\s*{_FIGURES}\s*",
        rf"\b{_CODE}\b\D{{0,24}}{_FIGURES}(?!\d)",
        rf"\b{_KEY}\b[^:=]{{0,24}}[:=]\s*\S",
        rf"\b{_KEY}\b.{{0,24}}\best\s+\S*\d",
        rf"\b{_KEY}\s+(?=\S*\d)\S{{6,}}",
    )
)


def looks_secret(text: str) -> bool:
    """Tell whether a text is, or holds, what looks like a PIN, a PUK, a code or a password."""
    plain = folded(text)
    whole, *inside = SECRETS
    return (
        bool(whole.fullmatch(plain))
        or any(pattern.search(plain) for pattern in inside)
        or any(map(_is_mixed, text.split()))
        or bool(_NIR.search(plain))
    )


def _is_mixed(word: str) -> bool:
    """Tell whether a word mixes letters, figures and a sign as only a password does."""
    return (
        len(word) >= SHORTEST
        and any(letter.isalpha() for letter in word)
        and any(letter.isdigit() for letter in word)
        and any(letter in SIGNS for letter in word)
    )
