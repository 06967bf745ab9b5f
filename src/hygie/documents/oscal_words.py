"""The small forms OSCAL is made of: identifiers, tokens, lines, moments, properties. Pure."""

import json
import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from hygie.core.audits import Audit
from hygie.documents.tables_text import legible, one_line

OURS = UUID("8f1c2b54-6f0e-5f0a-9a53-2c9d5f0f7b61")
"""The root of every identifier we make: for ever."""

NAMESPACE = f"urn:uuid:{OURS}"
"""Marks our own properties among those OSCAL defines."""

_NOT_A_TOKEN = re.compile(r"[^A-Za-z0-9._-]")
_BEGINS_BADLY = re.compile(r"^(?![A-Za-z_])")
_FINGERPRINT = 8


def identifier(audit: Audit, *parts: str) -> str:
    """Return the identifier of a part of this audit: the same for the same audit."""
    return lasting_identifier(audit, audit.at.isoformat(), *parts)


def lasting_identifier(audit: Audit, *parts: str) -> str:
    """Return an identifier that stays from one audit of the practice to the next.

    A practice has no name here: its first workstation stands for it.
    """
    practice = audit.readings[0].workstation if audit.readings else ""
    return _made_of(practice, *parts)


def _made_of(*parts: str) -> str:
    # JSON has one spelling of any text, in ASCII, whatever Python writes it.
    return str(uuid5(OURS, json.dumps(parts)))


def token(text: str) -> str:
    """Return the text as an OSCAL token; a text that had to change keeps a mark of its own."""
    plain = _BEGINS_BADLY.sub("_", _NOT_A_TOKEN.sub("_", text))
    return plain if plain == text else f"{plain}_{_made_of(text)[:_FINGERPRINT]}"


def line(text: str) -> str:
    """Return a text on one line, never empty."""
    return one_line(text)


def paragraphs(*texts: str) -> str:
    """Return several texts under one another, the empty ones left out."""
    return "\n\n".join(legible(text) for text in texts if text.strip())


def moment(at: datetime) -> str:
    """Return a date and hour in universal time."""
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def prop(name: str, value: str) -> dict[str, Any]:
    """Return one of our own properties."""
    return {"name": name, "ns": NAMESPACE, "value": line(value)}


def told(**values: Any) -> dict[str, Any]:  # noqa: ANN401  # whatever JSON holds
    """Return the object without its empty parts: OSCAL refuses empty lists and texts."""
    return {name.replace("_", "-"): value for name, value in values.items() if value}
