"""The codes people type: what is asked of a practice code, how a recovery code is written."""

import os
import re
import stat
import unicodedata
from pathlib import Path

from hygie.core.errors import LockedError, MisusedError
from hygie.terminal.nearest import folded

SHORTEST = 8
LONGEST = 256
SHORTEST_FIGURES = 12
DIFFERENT = 5
FILE_BYTES = 4096

RECOVERY_BYTES = 20
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""32 signs: no I, L, O or U, which are mistaken for a figure or a neighbour."""

MISTAKEN = str.maketrans("OIL", "011")
GROUP = 4
SIGN_BITS = 5

RUNS = (
    "0123456789012345678901234567890123456789",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
)
"""What hands type in a row."""

KNOWN = re.compile(
    r"(?:le|la|mon|ma|notre)?(?:motdepasse|password|passw0rd|p@ssw0rd|azerty(?:uiop)?|qwerty(?:uiop)?"
    r"|hygie|cabinet|cabinetmedical|docteur|medecin|infirmier|infirmiere|pharmacie|sante|bonjour"
    r"|bienvenue|secret|soleil|doudou|chouchou|iloveyou|admin|administrateur)+"
)
"""What is tried first; figures and signs after it change nothing."""

EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
NEVER = "Rien n'a été modifié."
BETTER = f"Prenez par exemple trois ou quatre mots sans rapport entre eux. {NEVER}"


def checked_code(code: str) -> str:
    """Return a new practice code as it will be used. Raises MisusedError, never quoting it."""
    plain = normal(code)
    if len(plain) < SHORTEST:
        raise _unfit(f"Ce code est trop court : {SHORTEST} caractères au moins.")
    if len(plain) > LONGEST:
        raise _unfit(f"Ce code est trop long : {LONGEST} caractères au plus.")
    if not plain.isprintable():
        raise _unfit("Ce code contient un caractère invisible : il ne pourrait pas être retapé.")
    if plain.isdecimal() and len(plain) < SHORTEST_FIGURES:
        raise _unfit(
            f"Ce code n'a que des chiffres : il en faut {SHORTEST_FIGURES} au moins,"
            " ou ajoutez des lettres."
        )
    if _obvious(plain):
        raise _unfit("Ce code est l'un des premiers que l'on essaierait.")
    return plain


def normal(code: str) -> str:
    """Make the same code of what two keyboards write differently; spaces around do not count."""
    return unicodedata.normalize("NFC", code).strip()


def read_code_file(path: Path) -> str:
    """Return the practice code a file holds, on its first line."""
    try:
        # O_NONBLOCK: a named pipe given by mistake must not wait for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            regular = stat.S_ISREG(os.fstat(handle).st_mode)
            content = file.read(FILE_BYTES + 1) if regular else b""
        lines = content.decode("utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        raise _unreadable() from error
    if len(content) > FILE_BYTES or not lines or not normal(lines[0]):
        raise _unreadable()
    return lines[0]


def written_recovery(secret: bytes) -> str:
    """Write 160 bits as eight groups of four signs."""
    value = int.from_bytes(secret)
    count = len(secret) * 8 // SIGN_BITS
    signs = [SIGNS[value >> SIGN_BITS * place & 31] for place in reversed(range(count))]
    groups = ["".join(signs[start : start + GROUP]) for start in range(0, count, GROUP)]
    return "-".join(groups)


def read_recovery(text: str) -> bytes | None:
    """Return what a typed recovery code stands for; None when it cannot be one."""
    signs = re.sub(r"[\s‐-―-]", "", text[:LONGEST]).upper().translate(MISTAKEN)
    if len(signs) != RECOVERY_BYTES * 8 // SIGN_BITS or not set(signs) <= set(SIGNS):
        return None
    value = 0
    for sign in signs:
        value = value << SIGN_BITS | SIGNS.index(sign)
    return value.to_bytes(RECOVERY_BYTES)


def _obvious(code: str) -> bool:
    plain = re.sub(r"\s", "", folded(code))
    if len(set(plain)) < DIFFERENT:
        return True
    if any(plain in run or plain in run[::-1] for run in RUNS):
        return True
    return bool(KNOWN.fullmatch(EDGES.sub("", plain)))


def _unfit(message: str) -> MisusedError:
    return MisusedError(message, hint=BETTER)


def _unreadable() -> LockedError:
    return LockedError(
        "Le fichier du code du cabinet ne peut pas être lu, ou il est vide. Rien n'est perdu.",
        hint="HYGIE_CODE_FICHIER doit nommer un fichier qui porte le code, seul, sur une ligne.",
    )
