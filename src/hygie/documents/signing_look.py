"""Looks inside a document, in the process that may be killed. Heavy libraries, hostile bytes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

from hygie.documents.signing_attachments import attachments_of
from hygie.documents.signing_attempt import attempt
from hygie.documents.signing_certificates import only_stamps
from hygie.documents.signing_limits import reading_limits, within_limits
from hygie.documents.signing_programs import programs_of
from hygie.documents.signing_read import read_signature
from hygie.documents.signing_report import (
    Fault,
    Integrity,
    Later,
    Program,
    Shape,
    Signature,
    StampState,
    State,
    Verification,
    conclude,
)
from hygie.documents.signing_shape import is_neat, shape_of

MOST_SIGNATURES = 50


def load_libraries() -> None:
    """Load what ``look`` needs, raising ImportError when it is not there."""
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: F401, PLC0415  # heavy
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: F401, PLC0415  # heavy


def look(content: bytes, *, at: datetime, authorities: Sequence[bytes]) -> Verification:
    """Say what a document is; ``authorities`` are the certificates (DER) held for trusted."""
    reader = attempt(lambda: _open(content))
    if reader is not None and attempt(lambda: bool(reader.encrypted)):
        return Verification(state=State.LOCKED)
    shape = shape_of(content)
    if reader is None:
        found = _before_what_follows(content, shape, at, authorities)
        return Verification(state=conclude(shape, found), signatures=tuple(found or ()))
    found = attempt(lambda: _signatures(reader, content, at, authorities))
    programs = attempt(lambda: programs_of(reader))
    return Verification(
        state=conclude(shape, found),
        signatures=tuple(found or ()),
        attachments=tuple(attempt(lambda: attachments_of(reader)) or ()),
        programs=(Program.UNKNOWN,) if programs is None else programs,
    )


def _before_what_follows(
    content: bytes, shape: Shape, at: datetime, authorities: Sequence[bytes]
) -> list[Signature] | None:
    """Read what was signed in a document that something added at its end made unreadable."""
    end = max(shape.covered, default=0)
    if not 0 < end < shape.length:
        return None
    signed = content[:end]
    found = attempt(lambda: _signatures(_open(signed), signed, at, authorities))
    return found and [replace(one, covers_all=False, later=Later.OTHER) for one in found]


def _open(content: bytes) -> Any:  # noqa: ANN401  # pyHanko's own types are loaded only here
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415  # heavy

    reader = within_limits(
        lambda: PdfFileReader(BytesIO(content), strict=False, decode_limits=reading_limits())
    )
    if not reader.encrypted:
        # Whatever else is wrong, a document without pages is none.
        reader.root["/Pages"].get_object()
    return reader


def _signatures(
    reader: Any,  # noqa: ANN401  # see above
    content: bytes,
    at: datetime,
    authorities: Sequence[bytes],
) -> list[Signature]:
    """Read the last one first: a date certified later vouches for what came before it."""
    found: list[Signature] = []
    for embedded in reversed(list(reader.embedded_signatures)[:MOST_SIGNATURES]):
        moment = next((date for one in reversed(found) if (date := _vouched(one))), at)
        read = attempt(lambda one=embedded, then=moment: read_signature(one, at, then, authorities))  # type: ignore[misc]  # the defaults bind the loop's values
        neat = attempt(lambda one=embedded: is_neat(content, one.byte_range, one.pkcs7_content))  # type: ignore[misc]  # the default binds the loop's value
        if read is not None and read.integrity is Integrity.INTACT and not neat:
            read = replace(read, integrity=Integrity.ALTERED)
        found.append(read or Signature(integrity=Integrity.UNREADABLE))
    return _compared(found[::-1], authorities)


def _vouched(one: Signature) -> datetime | None:
    """Return the date a time-stamp of the whole document proves, None when it proves none."""
    sound = one.is_time_stamp and one.integrity is Integrity.INTACT
    return one.stamp.at if sound and one.stamp.state is StampState.TRUSTED else None


def _compared(found: list[Signature], authorities: Sequence[bytes]) -> list[Signature]:
    """Add what is wrong as to the certificates given: once there is one, no other will do."""
    stamping = [only_stamps(one) for one in authorities]
    dated = any(one.stamp.state is StampState.TRUSTED for one in found)
    return [
        replace(
            one,
            faults=(
                *one.faults,
                *([Fault.BY_ANOTHER] if not all(stamping) and _is_of_another(one) else []),
                *([Fault.DATED_BY_ANOTHER] if any(stamping) and not dated else []),
            ),
        )
        for one in found
    ]


def _is_of_another(one: Signature) -> bool:
    return not one.is_time_stamp and (one.certificate is None or not one.certificate.trusted)
