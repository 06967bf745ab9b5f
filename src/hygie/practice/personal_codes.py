"""The code each person opens Hygie with: what it may be, how it is kept, how guessing is slowed.

It tells colleagues of one session apart. It encrypts nothing: the vault does that.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from unicodedata import normalize

from hygie.core.errors import MisusedError
from hygie.terminal.nearest import folded

SHORTEST, LONGEST = 6, 128
FEWEST_DIFFERENT = 4
LONGEST_TAIL = 4
"""What may follow a common word without making it any harder to guess: a year, at most."""

COMMON = frozenset(
    {"admin", "azerty", "bonjour", "cabinet", "code", "docteur", "hygie", "infirmier", "infirmiere"}
    | {"medecin", "motdepasse", "mdp", "ordinateur", "password", "pharmacie", "qwerty", "sante"}
    | {"secret", "secretaire", "secretariat", "soleil"}
)
RUNS = (
    *("0123456789", "abcdefghijklmnopqrstuvwxyz"),
    *("azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm"),
)
SHORTEST_RUN = 3
YEARS = range(1900, 2100)

FREE_FAILURES = 3
WAITS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=15),
)
"""How long to wait after each failure beyond the free ones; the last holds for all that follow."""

SALT_BYTES = 16
ROUNDS, MEMORY_KIB, LANES, PRINT_BYTES = 3, 19456, 1, 32
NOBODY = f"$argon2id$v=19$m={MEMORY_KIB},t={ROUNDS},p={LANES}${'A' * 22}${'A' * 43}"
"""What a code is compared with when there is nobody: the same work, and never a match."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """How often a code was missed since it was last given right, and until when to wait."""

    failures: int = 0
    until: datetime | None = None


def wait_after(failures: int) -> timedelta:
    """Return how long nobody may try again after so many failures in a row."""
    beyond = failures - FREE_FAILURES
    return WAITS[min(beyond, len(WAITS)) - 1] if beyond > 0 else timedelta()


def missed(tries: Tries, now: datetime) -> Tries:
    """Count one more failure."""
    failures = tries.failures + 1
    wait = wait_after(failures)
    return Tries(failures=failures, until=now + wait if wait else None)


def settled(tries: Tries, now: datetime) -> Tries:
    """Return how things stand now; a clock set back never makes anybody wait longer than agreed."""
    if tries.until is None or tries.until <= now:
        return replace(tries, until=None)
    return replace(tries, until=min(tries.until, now + wait_after(tries.failures)))


def check(code: str, *, name: str) -> str:
    """Return the code as it will be kept. Raises MisusedError when it would be guessed."""
    kept = _plain(code)
    reason = _weakness(kept, name)
    if reason:
        raise MisusedError(
            f"Ce code personnel ne convient pas : {reason} Rien n'a été changé.",
            hint=f"Choisissez au moins {SHORTEST} caractères qui ne disent rien de vous,"
            " par exemple deux mots sans rapport.",
        )
    return kept


def hashed(code: str, *, salt: bytes) -> str:
    """Return what is kept in place of a code: an Argon2id print, which cannot be turned back."""
    from argon2 import PasswordHasher  # noqa: PLC0415  # start-up time

    hasher = PasswordHasher(ROUNDS, MEMORY_KIB, LANES, PRINT_BYTES, SALT_BYTES)
    return hasher.hash(_plain(code), salt=salt)


def matches(code: str, kept: str) -> bool:
    """Tell whether a code is the one kept; without any kept, the same work is done for nothing."""
    from argon2 import PasswordHasher  # noqa: PLC0415  # start-up time
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415  # the same

    given = _plain(code) if len(code) <= LONGEST else ""
    try:
        PasswordHasher().verify(kept or NOBODY, given)
    except (InvalidHashError, VerificationError):
        return False
    return bool(kept and given)


def _plain(code: str) -> str:
    """One code typed on two keyboards is one code: accents and wide figures written one way."""
    return normalize("NFKC", code)


def _weakness(code: str, name: str) -> str:
    if not SHORTEST <= len(code) <= LONGEST:
        return f"il faut de {SHORTEST} à {LONGEST} caractères."
    if not code.isprintable():
        return "il contient un caractère invisible."
    plain = folded(code)
    if len(set(plain)) < FEWEST_DIFFERENT or re.fullmatch(r"(.+?)\1+", plain):
        return "il se répète trop."
    if _is_run(plain):
        return "c'est une suite de touches ou de chiffres."
    if _is_date(re.sub(r"[ ./-]", "", plain)):
        return "c'est une date."
    return "il se devine." if _is_known_word(plain, name) else ""


def _is_run(plain: str) -> bool:
    return any(plain in way * 2 for run in RUNS for way in (run, run[::-1]))


def _is_date(figures: str) -> bool:
    """Recognise 221126, 22112026 and 20261122."""
    if not re.fullmatch("[0-9]{6}|[0-9]{8}", figures):
        return False
    day_first = (figures[4:], figures[2:4], figures[:2])
    return _exists(*day_first) or _exists(figures[:4], figures[4:6], figures[6:])


def _exists(year: str, month: str, day: str) -> bool:
    whole = f"20{year}" if len(year) == 2 else year  # noqa: PLR2004  # a year in two figures
    try:
        return date(int(whole), int(month), int(day)).year in YEARS
    except ValueError:
        return False


def _is_known_word(plain: str, name: str) -> bool:
    """Recognise «Cabinet2026» and «dupont!»: a common word or a name, with hardly anything else."""
    stem = "".join(letter for letter in plain if letter.isalpha())
    if len(stem) < SHORTEST_RUN or len(plain) - len(stem) > LONGEST_TAIL:
        return False
    names = re.findall(r"[^\W\d_]+", folded(name))
    return stem in COMMON or not _without(names, stem) or _is_run(stem)


def _without(names: Iterable[str], stem: str) -> str:
    for one in sorted(names, key=len, reverse=True):
        stem = stem.replace(one, "")
    return stem
