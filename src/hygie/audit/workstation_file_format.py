"""The workstation file: the readings of one workstation, signed by its own key, as JSON.

What is signed is the document without its signature, in canonical form: keys in order, no space,
ASCII only. docs/fichier-de-poste.md describes it, so that anyone can check one without Hygie.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hygie.audit.fields import moment, objects, text
from hygie.audit.json_files import FORMAT, UNCHANGED
from hygie.audit.readings_format import read_reading, write_reading
from hygie.audit.workstation_file_limits import check_reading, check_words
from hygie.audit.workstation_file_words import absent, known_system, with_our_words
from hygie.audit.workstation_key import Key, is_signed_by
from hygie.core.errors import MisusedError
from hygie.core.readings import Fact, Reading

KIND = "fichier-de-poste"
CONTEXT = b"hygie fichier-de-poste 1\n"
"""Put before what is signed: a signature made for something else is worth nothing here."""

DEEPEST = 6
MOST_READINGS = 1000
WHAT = "Le fichier de poste"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkstationFile:
    """What one workstation said of itself. ``ignored`` counts the facts this Hygie has not."""

    workstation: str
    system: str
    version: str
    at: datetime
    public: bytes
    readings: tuple[Reading, ...]
    ignored: int = 0


def write_file(file: WorkstationFile, key: Key) -> dict[str, Any]:
    """Return the signed document. ``key`` is that of ``file.public``."""
    document = write_content(file)
    return {**document, "signature": key.sign(signed_bytes(document)).hex()}


def write_content(file: WorkstationFile) -> dict[str, Any]:
    """Return the document without its signature."""
    return {
        "format": FORMAT,
        "genre": KIND,
        "poste": file.workstation,
        "systeme": file.system,
        "hygie": file.version,
        "ecrit_le": file.at.isoformat(),
        "cle": file.public.hex(),
        "releves": [write_reading(reading) for reading in file.readings],
    }


def signed_bytes(document: Mapping[str, Any]) -> bytes:
    """Return the bytes that are signed: all of the document but its signature."""
    content = {key: value for key, value in document.items() if key != "signature"}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return CONTEXT + canonical.encode("ascii")


def read_file(document: Mapping[str, Any], vocabulary: Mapping[str, Fact]) -> WorkstationFile:
    """Return what a file says, once its signature holds. Whose key it is, it cannot tell.

    Facts this Hygie does not know are left out, those the file has not are unreadable, and words
    that are not of our tables are replaced. Raises MisusedError on anything else than the
    document a workstation signed.
    """
    if document.get("genre") != KIND:
        raise MisusedError(
            f"{WHAT} attendu n'en est pas un.",
            hint=f"Sur l'autre poste : hygie poste --sortie FICHIER. {UNCHANGED}",
        )
    public = _checked(document)
    try:
        return read_content(document, vocabulary, public)
    except (KeyError, ValueError, TypeError) as error:
        raise MisusedError(
            f"{WHAT} n'a pas la forme attendue.",
            hint=f"Mettez Hygie à jour sur les deux postes, puis refaites le fichier. {UNCHANGED}",
        ) from error


def read_content(
    document: Mapping[str, Any], vocabulary: Mapping[str, Fact], public: bytes
) -> WorkstationFile:
    """Read a document whose signature is known to hold. Raises KeyError, ValueError, TypeError."""
    workstation, at = check_words(document), moment(document, "ecrit_le")
    entries = objects(document, "releves")
    readings = [read_reading(entry) for entry in entries if entry.get("fait") in vocabulary]
    facts = [reading.fact for reading in readings]
    if len(entries) > MOST_READINGS or len(set(facts)) < len(facts):
        raise ValueError(len(entries))
    for reading in readings:
        check_reading(reading, vocabulary[reading.fact], workstation, at)
    system = known_system(text(document, "systeme"))
    kept = [with_our_words(reading, vocabulary[reading.fact], system) for reading in readings]
    # A file that says nothing stays so: it is refused, or counts as unread.
    missing = absent(kept, vocabulary, workstation, at) if kept else ()
    return WorkstationFile(
        workstation=workstation,
        system=system,
        version=text(document, "hygie"),
        at=at,
        public=public,
        readings=(*kept, *missing),
        ignored=len(entries) - len(readings),
    )


def _checked(document: Mapping[str, Any]) -> bytes:
    """Return the public key of the document, whose signature holds. Raises MisusedError."""
    try:
        _check_depth(document)
        public, signature = _bytes(document, "cle"), _bytes(document, "signature")
        holds = is_signed_by(public, signature, signed_bytes(document))
    except (KeyError, ValueError, TypeError):
        holds, public = False, b""
    if not holds:
        raise MisusedError(
            f"{WHAT} a été modifié depuis qu'il a été écrit, ou il est abîmé.",
            hint=f"Refaites-le sur l'autre poste : hygie poste --sortie FICHIER. {UNCHANGED}",
        )
    return public


def _bytes(document: Mapping[str, Any], key: str) -> bytes:
    written = text(document, key)
    value = bytes.fromhex(written)
    if value.hex() != written:  # one writing only, or two files would be the same one
        raise ValueError(key)
    return value


def _check_depth(document: Mapping[str, Any]) -> None:
    level: list[Any] = [document]
    for _ in range(DEEPEST):
        level = [inner for value in level for inner in _inside(value)]
    if level:
        raise ValueError(DEEPEST)


def _inside(value: object) -> list[Any]:
    if isinstance(value, Mapping):
        return list(value.values())
    return value if isinstance(value, list) else []
