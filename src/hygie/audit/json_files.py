"""Reads a JSON file somebody gives us: bounded, in the right form, of a version we know."""

import difflib
import json
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from hygie.core.errors import MisusedError

FILE_BYTES = 4 << 20
"""The longest file we accept; a full audit of a large practice is a tenth of this."""

FORMAT = 1
"""The only format written so far, for every document."""

UNCHANGED = "Rien n'a été modifié."


def read_document(path: Path, what: str) -> Mapping[str, Any]:
    """Return the JSON object of a file whose format we know; ``what`` names it in messages.

    Raises MisusedError on a file that is missing, too long, not UTF-8, not JSON, or newer.
    """
    return known_document(_read(path, what), what)


def known_document(raw: bytes, what: str) -> Mapping[str, Any]:
    """Return the JSON object these bytes hold, of a format we know. Raises MisusedError."""
    document = parse_document(raw, what)
    version = document.get("format")
    if isinstance(version, int) and not isinstance(version, bool) and version > FORMAT:
        raise MisusedError(
            f"{what} a été écrit par une version plus récente de Hygie (format {version}).",
            hint=f"Mettez Hygie à jour, puis recommencez. {UNCHANGED}",
        )
    if version != FORMAT or isinstance(version, bool):
        raise MisusedError(
            f"{what} ne dit pas son format (« format » : {FORMAT} attendu).",
            hint=f"Choisissez le fichier écrit par Hygie, ou corrigez-le. {UNCHANGED}",
        )
    return document


def parse_document(raw: bytes, what: str) -> Mapping[str, Any]:
    """Return the JSON object these bytes hold. Raises MisusedError otherwise."""
    try:
        document = json.loads(
            raw.decode("utf-8-sig"),
            parse_constant=_refuse_constant,
            object_pairs_hook=_refuse_twice,
        )
    except UnicodeDecodeError as error:
        raise MisusedError(
            f"{what} n'est pas un texte lisible (encodage UTF-8 attendu).",
            hint=f"Enregistrez-le en UTF-8, puis recommencez. {UNCHANGED}",
        ) from error
    # A deep nest of brackets is no document of ours: Python refuses it, so do we.
    except (ValueError, RecursionError) as error:
        raise MisusedError(
            f"{what} est abîmé ou incomplet : ce n'est pas un document JSON.",
            hint=f"Reprenez le fichier d'origine, puis recommencez. {UNCHANGED}",
        ) from error
    if not isinstance(document, dict):
        raise MisusedError(
            f"{what} n'a pas la forme attendue.",
            hint=f"Voyez docs/formats pour un exemple. {UNCHANGED}",
        )
    return document


def nearest(word: str, known: Iterable[str]) -> str:
    """Return « ; peut-être vouliez-vous … » for the nearest known word, or nothing."""
    close = difflib.get_close_matches(word[:80], list(known), n=1, cutoff=0.5)
    return f" Le plus proche est « {close[0]} »." if close else ""


def shown(value: object) -> str:
    """Return a short, printable form of a value found in a file."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    clean = "".join(letter if letter.isprintable() else "·" for letter in text[:61])
    return clean if len(text) <= len(clean) else f"{clean[:60]}…"


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


def _refuse_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key written twice: which of the two was meant cannot be known."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(len(pairs))
    return found


def _read(path: Path, what: str) -> bytes:
    try:
        # O_NONBLOCK: a named pipe given by mistake must not wait for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise MisusedError(
                    f"{what} n'est pas un fichier.", hint=f"Donnez un fichier. {UNCHANGED}"
                )
            raw = file.read(FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise MisusedError(
            f"{what} est introuvable : {shown(str(path))}.",
            hint="Vérifiez le nom et le dossier du fichier.",
        ) from error
    except (OSError, ValueError) as error:
        raise MisusedError(
            f"{what} ne peut pas être lu : {shown(str(path))}.",
            hint="Vérifiez que le fichier existe et que vous avez le droit de le lire.",
        ) from error
    if len(raw) > FILE_BYTES:
        raise MisusedError(
            f"{what} est trop gros pour être un document de Hygie.",
            hint=f"Vérifiez que c'est le bon fichier. {UNCHANGED}",
        )
    return raw
