"""Reads the files given for a signature: bounded, and refused kindly."""

import os
import stat
from pathlib import Path

from hygie.core.errors import MisusedError
from hygie.documents.signing_check import MOST_BYTES
from hygie.documents.signing_shape import is_pdf
from hygie.terminal.typography import number

SMALL_BYTES = 1 << 20
"""The longest key, certificate or passphrase file."""

MEGABYTE = 1_000_000
UNCHANGED = "Rien n'a été modifié."


def read_pdf(path: Path) -> bytes:
    """Return a document. Raises MisusedError when it is too long, or no PDF at all."""
    content = read_bounded(path, "Le document", MOST_BYTES)
    if not is_pdf(content):
        raise MisusedError(
            "Ce fichier n'est pas un PDF.",
            hint=f"Choisissez le fichier du dossier, qui finit par .pdf. {UNCHANGED}",
        )
    return content


def read_phrase(path: Path) -> str:
    """Return the passphrase a file holds, on its first line."""
    content = read_bounded(path, "Le fichier de la phrase de passe", SMALL_BYTES)
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise MisusedError(
            "Le fichier de la phrase de passe n'est pas un texte lisible.",
            hint=f"Écrivez-la seule, sur une ligne, en UTF-8. {UNCHANGED}",
        ) from error
    return lines[0] if lines else ""


def read_bounded(path: Path, what: str, most: int = SMALL_BYTES) -> bytes:
    """Return what a regular file holds, if it is not too long."""
    try:
        # O_NONBLOCK: a named pipe given by mistake must not wait for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            content = file.read(most + 1) if stat.S_ISREG(os.fstat(handle).st_mode) else None
    except OSError as error:
        raise _refused(f"{what} ne peut pas être lu.") from error
    if content is None:
        raise _refused(f"{what} n'est pas un fichier.")
    if len(content) > most:
        limit = number(most // MEGABYTE)
        raise _refused(f"{what} est trop long : {limit} Mo au plus.")
    return content


def _refused(message: str) -> MisusedError:
    return MisusedError(message, hint=f"Vérifiez que c'est le bon fichier. {UNCHANGED}")
