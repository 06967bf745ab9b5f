"""Recognises what looks like a code or a password, so that it is never kept."""

import re

from hygie.terminal.nearest import folded

NEVER_KEPT = (
    "Hygie ne garde jamais de code ni de mot de passe. "
    "Écrivez plutôt qui le détient, ou où il est rangé."
)

_FIGURES = r"\d(?:[ .-]?\d){3,7}"
_CODE = r"(?:digicode|codes?(?! postal| ape\b| naf\b| ccam\b)|pin|puk)"
_KEY = r"(?:mots? de passe|mdp|password|passphrase|phrase de passe)"

SECRETS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\s*{_FIGURES}\s*",
        rf"\b{_CODE}\b\D{{0,24}}{_FIGURES}(?!\d)",
        rf"\b{_KEY}\b[^:=]{{0,24}}[:=]\s*\S",
        rf"\b{_KEY}\b.{{0,24}}\best\s+\S*\d",
    )
)


def looks_secret(text: str) -> bool:
    """Tell whether a text is, or holds, what looks like a PIN, a PUK, a code or a password."""
    plain = folded(text)
    whole, *inside = SECRETS
    return bool(whole.fullmatch(plain)) or any(pattern.search(plain) for pattern in inside)
