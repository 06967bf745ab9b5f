"""What one practitioner keeps to themselves: it counts for the practice, others do not open it."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from hygie.core.declared import FILE, REMOVED, RESULT, removed_files
from hygie.core.records import Record

RESERVED, YES = "reserve", "oui"
"""Words of the detail of a piece of evidence; for ever."""

KEPT = frozenset({RESULT, RESERVED})
"""What the others may know: that there is a proof, and what it is worth."""


def seen_by(record: Record, person: str | None) -> bool:
    """Tell whether somebody may open it; ``person`` is the id of who asks, None alone."""
    if record.detail.get(RESERVED) != YES or person is None:
        return True
    return record.by.partition(":")[2] == person


def as_seen_by(records: Iterable[Record], person: str | None) -> tuple[Record, ...]:
    """Return the records with what is not for this person left out."""
    kept = tuple(records)
    removed = removed_files(kept)
    return tuple(
        record if seen_by(record, person) else replace(record, detail=_known(record, removed))
        for record in kept
    )


def _known(record: Record, removed: Collection[str]) -> dict[str, str]:
    """Return what others may know; that its file was taken away is no secret: it counts no more."""
    known = {key: text for key, text in record.detail.items() if key in KEPT}
    file = record.detail.get(FILE, "")
    return known | {REMOVED: file} if file in removed else known
