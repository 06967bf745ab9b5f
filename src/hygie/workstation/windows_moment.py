"""Moments as Windows keeps them: tenths of a microsecond since 1601, in universal time."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
OLDEST = datetime(2001, 1, 1, tzinfo=UTC)
"""Windows writes zero, or a moment of 1899, for «never»."""

TENTHS = 10
FILETIME_BYTES = 8


def parse_filetime(value: object) -> datetime | None:
    """Read a FILETIME, a number or its eight bytes; None for «never» and for anything else."""
    if isinstance(value, bytes) and len(value) == FILETIME_BYTES:
        value = int.from_bytes(value, "little")
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        return None
    try:
        moment = EPOCH + timedelta(microseconds=value // TENTHS)
    except OverflowError:
        return None
    return moment if moment > OLDEST else None
