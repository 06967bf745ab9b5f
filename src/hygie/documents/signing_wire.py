"""A verification, as the child process tells it to its parent."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from hygie.documents.signing_report import (
    Attachment,
    Certificate,
    Fault,
    Integrity,
    Later,
    Program,
    Signature,
    Stamp,
    StampState,
    State,
    Verification,
)


def write_wire(verification: Verification) -> bytes:
    """Write a verification down."""
    return json.dumps(asdict(verification), default=_plain).encode("ascii")


def read_wire(raw: bytes) -> Verification:
    """Read it back. Raises ValueError, KeyError or TypeError when it is not one."""
    document = json.loads(raw)
    return Verification(
        state=State(document["state"]),
        signatures=tuple(_signature(one) for one in document["signatures"]),
        attachments=tuple(_attachment(one) for one in document["attachments"]),
        programs=tuple(Program(one) for one in document["programs"]),
    )


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(value)


def _signature(one: Mapping[str, Any]) -> Signature:
    return Signature(
        integrity=Integrity(one["integrity"]),
        is_time_stamp=one["is_time_stamp"],
        later=Later(one["later"]),
        covers_all=one["covers_all"],
        signed_at=_moment(one["signed_at"]),
        certificate=_certificate(one["certificate"]),
        stamp=Stamp(
            state=StampState(one["stamp"]["state"]),
            at=_moment(one["stamp"]["at"]),
            authority=_certificate(one["stamp"]["authority"]),
        ),
        strong=one["strong"],
        faults=tuple(Fault(fault) for fault in one["faults"]),
    )


def _certificate(one: Mapping[str, Any] | None) -> Certificate | None:
    if one is None:
        return None
    moments = {key: datetime.fromisoformat(one[key]) for key in ("since", "until")}
    return Certificate(**{**one, **moments})


def _attachment(one: Mapping[str, Any]) -> Attachment:
    content = None if one["content"] is None else b64decode(one["content"])
    return Attachment(name=one["name"], size=one["size"], content=content)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
