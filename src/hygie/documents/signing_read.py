"""Reads one signature of a document, in the process that may be killed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from hygie.documents.signing_certificates import certificate_from
from hygie.documents.signing_limits import within_limits
from hygie.documents.signing_report import (
    NO_STAMP,
    Fault,
    Integrity,
    Later,
    Signature,
    Stamp,
    StampState,
    faults_of,
)

TIME_STAMP = "/DocTimeStamp"
SIGNING = frozenset({"digital_signature", "non_repudiation"})
"""What a certificate may say it is for, to sign a document: either will do."""

STRONG_DIGESTS = frozenset(
    {"sha224", "sha256", "sha384", "sha512", "sha512_224", "sha512_256"}
    | {"sha3_224", "sha3_256", "sha3_384", "sha3_512", "shake256", "shake256_len"}
)
YEARS = range(1990, 2200)
"""A date outside is no date of a signature, and could not be shown everywhere."""


def read_signature(
    embedded: Any,  # noqa: ANN401  # pyHanko's own types are loaded only here
    at: datetime,
    vouched: datetime,
    authorities: Sequence[bytes],
) -> Signature:
    """Describe one signature, looked at on ``at``; it was there on ``vouched`` at the latest.

    A key is judged on the day it signed, when a date somebody trusts proves it.
    """
    stamped = embedded.sig_object_type == TIME_STAMP
    status = _status(embedded, at, vouched, authorities, stamped=stamped)
    stamp = _stamp(status if stamped else status.timestamp_validity, authorities)
    moment = vouched
    if stamp.state is StampState.TRUSTED and stamp.at is not None and not stamped:
        moment = stamp.at
        status = _status(embedded, at, moment, authorities, stamped=False)
    certificate = certificate_from(status.signing_cert, authorities, trusted=status.trusted)
    strong = status.md_algorithm in STRONG_DIGESTS
    faults = faults_of(certificate, moment, strong=strong)
    return Signature(
        integrity=_integrity(status),
        is_time_stamp=stamped,
        later=_later(status),
        covers_all=_covers_all(status),
        signed_at=None if stamped else _moment(embedded.self_reported_timestamp),
        certificate=certificate,
        stamp=stamp,
        strong=strong,
        # An authority's dates are part of whether its stamp is trusted.
        faults=tuple(fault for fault in faults if not stamped or fault is Fault.WEAK),
    )


def _status(
    embedded: Any,  # noqa: ANN401  # see above
    at: datetime,
    moment: datetime,
    authorities: Sequence[bytes],
    *,
    stamped: bool,
) -> Any:  # noqa: ANN401  # see above
    from pyhanko.sign.validation import (  # noqa: PLC0415  # heavy
        validate_pdf_signature,
        validate_pdf_timestamp,
    )
    from pyhanko.sign.validation.settings import KeyUsageConstraints  # noqa: PLC0415  # heavy

    now, then = _trust(at, authorities), _trust(moment, authorities)
    if stamped:
        return within_limits(lambda: validate_pdf_timestamp(embedded, now))
    wanted = KeyUsageConstraints(key_usage=SIGNING)
    return within_limits(
        lambda: validate_pdf_signature(embedded, then, now, key_usage_settings=wanted)
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
