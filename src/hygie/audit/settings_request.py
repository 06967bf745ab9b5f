"""What the Hygie of a person asks of the one that Windows opens as administrator: one setting.

What is asked was shown and agreed to; its digest goes by the command line, which nobody changes
between the yes and the act. What it says is not enough: only a known setting, at its own places,
with values such a place may hold, and at once.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from hygie.audit.json_files import FORMAT
from hygie.audit.settings_records import read_place, write_place
from hygie.core.errors import MisusedError
from hygie.workstation.settings.door import Change
from hygie.workstation.settings.elevating import may_hold
from hygie.workstation.settings.known import by_id

LIFETIME = timedelta(minutes=5)
"""Windows' own question waits two minutes."""

LONGEST_WAIT = 600.0
NOT_OURS = "Cette demande n'est pas de celles que Hygie fait en administrateur."
TOO_OLD = "Cette demande a été faite il y a trop longtemps."
NOTHING_DONE = "Rien n'a été modifié."


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One setting to write now; ``wait`` seconds for somebody to vouch for it, none for an undo."""

    setting: str
    changes: tuple[Change, ...]
    at: datetime
    wait: float


def write_request(request: Request, token: str) -> bytes:
    """Return the request as it is kept; ``token`` makes it like no other."""
    document = {
        "format": FORMAT,
        "unique": token,
        "reglage": request.setting,
        "le": request.at.isoformat(),
        "attend": request.wait,
        "valeurs": [write_place(change) for change in request.changes],
    }
    return json.dumps(document).encode()


def digest_of(content: bytes) -> str:
    """Return what tells a request from any other."""
    return sha256(content).hexdigest()


def read_request(content: bytes, *, system: str, now: datetime) -> Request:
    """Read a request whose digest was checked. Raises MisusedError unless it may be obeyed."""
    try:
        document = json.loads(content)
        request = _read(document)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _refused(NOT_OURS) from error
    if document["format"] != FORMAT or not _is_ours(request, system):
        raise _refused(NOT_OURS)
    if not timedelta(0) <= now - request.at <= LIFETIME:
        raise _refused(TOO_OLD)
    return request


def _read(document: Mapping[str, Any]) -> Request:
    at = datetime.fromisoformat(document["le"])
    if at.tzinfo is None or not isinstance(document["valeurs"], Sequence):
        raise ValueError
    return Request(
        setting=str(document["reglage"]),
        changes=tuple(read_place(value) for value in document["valeurs"]),
        at=at,
        wait=float(document["attend"]),
    )


def _is_ours(request: Request, system: str) -> bool:
    setting = by_id().get(request.setting)
    if setting is None or not request.changes or not 0 <= request.wait <= LONGEST_WAIT:
        return False
    places = [change.place for change in request.changes]
    return len(set(places)) == len(places) and all(
        setting.declares(system, change.place) and may_hold(change.place, change.after)
        for change in request.changes
    )


def _refused(reason: str) -> MisusedError:
    return MisusedError(reason, hint=NOTHING_DONE)
