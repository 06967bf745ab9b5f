"""Looks inside a document, in the process that may be killed. Heavy libraries, hostile bytes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from hygie.documents.signing_attachments import attachments_of
from hygie.documents.signing_attempt import attempt
from hygie.documents.signing_certificates import certificate_from
from hygie.documents.signing_report import (
    NO_STAMP,
    Integrity,
    Later,
    Shape,
    Signature,
    Stamp,
    StampState,
    State,
    Verification,
    conclude,
)
from hygie.documents.signing_shape import is_neat, shape_of

MOST_SIGNATURES = 50
TIME_STAMP = "/DocTimeStamp"
YEARS = range(1990, 2200)
"""A date outside is no date of a signature, and could not be shown everywhere."""


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
    return Verification(
        state=conclude(shape, found),
        signatures=tuple(found or ()),
        attachments=tuple(attempt(lambda: attachments_of(reader)) or ()),
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

    reader = PdfFileReader(BytesIO(content), strict=False)
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
    found: list[Signature] = []
    for embedded in list(reader.embedded_signatures)[:MOST_SIGNATURES]:
        read = attempt(lambda one=embedded: _signature(one, at, authorities))  # type: ignore[misc]  # the default binds the loop's value
        neat = attempt(lambda one=embedded: is_neat(content, one.byte_range, one.pkcs7_content))  # type: ignore[misc]  # the default binds the loop's value
        if read is not None and read.integrity is Integrity.INTACT and not neat:
            read = replace(read, integrity=Integrity.ALTERED)
        found.append(read or Signature(integrity=Integrity.UNREADABLE))
    return found


def _signature(embedded: Any, at: datetime, authorities: Sequence[bytes]) -> Signature:  # noqa: ANN401  # see above
    from pyhanko.sign.validation import (  # noqa: PLC0415  # heavy
        validate_pdf_signature,
        validate_pdf_timestamp,
    )

    trust = _trust(at, authorities)
    stamped = embedded.sig_object_type == TIME_STAMP
    status: Any
    if stamped:
        status = validate_pdf_timestamp(embedded, trust)
    else:
        status = validate_pdf_signature(embedded, trust, trust)
    return Signature(
        integrity=_integrity(status),
        is_time_stamp=stamped,
        later=_later(status),
        covers_all=_covers_all(status),
        signed_at=None if stamped else _moment(embedded.self_reported_timestamp),
        certificate=certificate_from(status.signing_cert, authorities, trusted=status.trusted),
        stamp=_stamp(status if stamped else status.timestamp_validity, authorities),
    )


def _trust(at: datetime, authorities: Sequence[bytes]) -> Any:  # noqa: ANN401  # see above
    from asn1crypto.x509 import (  # type: ignore[import-untyped]  # it has no types  # noqa: PLC0415
        Certificate,
    )
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415  # heavy

    roots = [Certificate.load(authority) for authority in authorities]
    return ValidationContext(trust_roots=roots, allow_fetching=False, moment=at)


def _integrity(status: Any) -> Integrity:  # noqa: ANN401  # see above
    if not status.intact:
        return Integrity.ALTERED
    return Integrity.INTACT if status.valid else Integrity.FORGED


def _later(status: Any) -> Later:  # noqa: ANN401  # see above
    from pyhanko.sign.diff_analysis import ModificationLevel  # noqa: PLC0415  # heavy

    level = status.modification_level
    if level is ModificationLevel.NONE:
        return Later.NOTHING
    allowed = {ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING}
    refused = getattr(status, "docmdp_ok", None) is False
    return Later.SIGNATURES if level in allowed and not refused else Later.OTHER


def _covers_all(status: Any) -> bool:  # noqa: ANN401  # see above
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415  # heavy

    return bool(status.coverage is SignatureCoverageLevel.ENTIRE_FILE)


def _stamp(status: Any, authorities: Sequence[bytes]) -> Stamp:  # noqa: ANN401  # see above
    if status is None:
        return NO_STAMP
    if not (status.intact and status.valid):
        return Stamp(state=StampState.FALSE)
    authority = certificate_from(status.signing_cert, authorities, trusted=status.trusted)
    state = StampState.TRUSTED if status.trusted else StampState.BY_UNKNOWN
    return Stamp(state=state, at=_moment(status.timestamp), authority=authority)


def _moment(at: datetime | None) -> datetime | None:
    """Return a date that can be shown, with its zone; one without is of nobody knows where."""
    if at is None or at.year not in YEARS:
        return None
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
