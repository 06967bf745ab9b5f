"""What people said and proved of a measure, corrected ones included, newest first. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hygie.audit.dossier_words import ANSWERS
from hygie.core.declared import (
    FAILED,
    FILE,
    FINGERPRINT,
    REASON,
    REMOVED,
    RESULT,
    answer_of,
    of_measure,
    removed_files,
    still_there,
)
from hygie.core.measures import Measure
from hygie.core.records import ANSWER, Record
from hygie.practice.media import Media
from hygie.terminal.typography import NO_BREAK, decimal, number
from hygie.web.owners import say_by
from hygie.web.reserved import RESERVED, YES

NAME, MEDIA, SIZE, NOTE = "nom", "media", "taille", "note"
"""Words of the detail of a piece of evidence; for ever."""

STANDS, LAPSED, REPLACED, TRIED, TO_COME = (
    "valable",
    "périmée",
    "remplacée",
    "acte essayé, et échoué",
    "datée dans l'avenir",
)
GONE, TAKEN_AWAY = "fichier retiré", "retirée"
PHOTOS = frozenset(media for media in Media if media.is_photo)
KILOBYTE, MEGABYTE = 1000, 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One answer or piece of evidence. ``state`` is what it is worth today, in words.

    ``file`` is the id of the file Hygie keeps; empty when it has only its print, or none.
    ``added_by`` is what the record bears; ``by`` says it in words.
    """

    what: str
    more: str
    state: str
    stands: bool
    is_answer: bool
    at: datetime
    expires: datetime | None
    by: str
    fingerprint: str = ""
    file: str = ""
    added_by: str = ""
    name: str = ""
    size: int = 0
    photo: bool = False
    reserved: bool = False

    @property
    def weight(self) -> str:
        """Return the size of the file in words: «1,2 Mo»."""
        return say_weight(self.size)


def told_of(
    measure: Measure, records: Iterable[Record], names: Mapping[str, str], now: datetime
) -> tuple[Told, ...]:
    """Return everything that was said and proved of a measure, newest first."""
    own = sorted(of_measure(measure, records), key=lambda record: record.at, reverse=True)
    labels = {kind.id: kind.label for kind in measure.evidence}
    removed = removed_files(own)
    standing = {id(record) for record in _standing(still_there(own), now)}
    return tuple(
        _told(record, labels, removed, standing=id(record) in standing, names=names, now=now)
        for record in own
        if record.kind == ANSWER or record.kind in labels or record.detail.get(FINGERPRINT)
    )


def find_file(records: Iterable[Record], file: str) -> Record | None:
    """Return the record that a file shows; None when there is none, or the file was taken away."""
    shown: Record | None = None
    for record in records:
        if record.detail.get(REMOVED) == file:
            return None
        if shown is None and record.detail.get(FILE) == file:
            shown = record
    return shown


def _standing(newest_first: Sequence[Record], now: datetime) -> list[Record]:
    """Return the last record of each kind and workstation: those before it were corrected."""
    last: dict[tuple[str, str | None], Record] = {}
    for record in newest_first:
        if record.at <= now:
            last.setdefault((record.kind, record.workstation), record)
    return list(last.values())


def _told(  # noqa: PLR0913  # all that a line is made of, each by name
    record: Record,
    labels: Mapping[str, str],
    removed: frozenset[str],
    *,
    standing: bool,
    names: Mapping[str, str],
    now: datetime,
) -> Told:
    is_answer = record.kind == ANSWER
    detail = record.detail
    file = detail.get(FILE, "")
    kept = file if file not in removed else ""
    what = (
        f"« {ANSWERS[answer_of(record)]} »" if is_answer else labels.get(record.kind, record.kind)
    )
    return Told(
        what=what,
        more=detail.get(REASON, "") if is_answer else detail.get(NOTE, ""),
        state=_gone(detail, removed) or _state(record, standing=standing, now=now),
        stands=standing,
        is_answer=is_answer,
        at=record.at,
        expires=record.expires,
        by=say_by(record.by, names),
        fingerprint=detail.get(FINGERPRINT, ""),
        file=kept,
        added_by=record.by,
        name=detail.get(NAME, ""),
        size=_size(detail.get(SIZE, "")),
        reserved=detail.get(RESERVED) == YES,
        photo=bool(kept) and is_photo(detail.get(MEDIA, "")),
    )


def _gone(detail: Mapping[str, str], removed: Collection[str]) -> str:
    """Say that a file was taken away, of the act as of the proof; nothing of the others."""
    if detail.get(REMOVED):
        return GONE
    return TAKEN_AWAY if detail.get(FILE) in removed else ""


def say_weight(size: int) -> str:
    """Say how large a file is: «1,2 Mo», «340 ko»."""
    if size >= MEGABYTE:
        return f"{decimal(size / MEGABYTE)}{NO_BREAK}Mo"
    return f"{number(max(1, round(size / KILOBYTE)))}{NO_BREAK}ko"


def is_photo(media: str) -> bool:
    """Tell whether a kind of file is a picture Hygie drew again."""
    return media in PHOTOS


def _state(record: Record, *, standing: bool, now: datetime) -> str:
    """Say what a record is worth today; an answer and a proof agree in the same words."""
    if record.at > now:
        return TO_COME
    if not standing:
        return REPLACED
    if record.detail.get(RESULT) == FAILED:
        return TRIED
    return STANDS if record.is_current(now) else LAPSED


def _size(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0  # noqa: PLR2004  # no file is larger
