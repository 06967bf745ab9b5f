"""What people said and proved of a measure: the last word of each kind, while it is current."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hygie.core.findings import Proof, ProofState
from hygie.core.measures import EvidenceKind, Measure
from hygie.core.records import ANSWER, Answer, Record

RESULT = "resultat"
FAILED = "echec"
"""Under ``resultat`` in a record's detail: the act was tried and did not succeed."""

FINGERPRINT = "empreinte"
"""SHA-256 of the file that shows an act; the file itself stays with who has it."""

FILE, REMOVED = "fichier", "retire"
"""In a record's detail: the file that Hygie keeps, and the one that was taken away."""

REASON = "motif"
ANSWER_KEY = "reponse"

_GRAVITY = {
    Answer.NO: 4,
    Answer.PARTLY: 3,
    Answer.UNKNOWN: 2,
    Answer.YES: 1,
    Answer.NOT_CONCERNED: 0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """The answer that stands today, if any; ``lapsed`` when the last one is too old.

    ``since`` dates that answer, too old or not.
    """

    answer: Answer | None = None
    since: datetime | None = None
    expires: datetime | None = None
    lapsed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """Whether the evidence holds, was contradicted by a failure, or has lapsed.

    ``since`` dates what is said; ``each`` is the last proof of every kind there is.
    """

    holds: bool = False
    failed: bool = False
    lapsed: bool = False
    since: datetime | None = None
    expires: datetime | None = None
    each: tuple[Proof, ...] = ()
    fingerprint: str = ""


def of_measure(measure: Measure, records: Iterable[Record]) -> tuple[Record, ...]:
    """Keep the records of a measure, under its id or a former one."""
    names = {measure.id, *measure.formerly}
    return tuple(record for record in records if record.measure in names)


def removed_files(records: Iterable[Record]) -> frozenset[str]:
    """Return the ids of the files that were taken away."""
    return frozenset(record.detail[REMOVED] for record in records if record.detail.get(REMOVED))


def still_there(records: Iterable[Record]) -> tuple[Record, ...]:
    """Leave out the proofs whose file was taken away: the one before, if any, counts again."""
    kept = tuple(records)
    removed = removed_files(kept)
    return tuple(
        record
        for record in kept
        if not record.detail.get(REMOVED) and record.detail.get(FILE) not in removed
    )


def declared(records: Iterable[Record], workstations: Iterable[str], now: datetime) -> Declared:
    """Return the answer that stands: the worst of the last ones of each workstation.

    An answer for one workstation says nothing of the others; one for the practice covers all.
    """
    last = _standing(records, ANSWER, workstations, now)
    current = [record for record in last if record is not None and record.is_current(now)]
    worst = max(current, key=_rank_of_answer, default=None)
    if worst is not None and answer_of(worst) in {Answer.NO, Answer.PARTLY}:
        return Declared(answer=answer_of(worst), since=worst.at, expires=worst.expires)
    lapsed = [record.at for record in last if record is not None and not record.is_current(now)]
    if lapsed:
        return Declared(lapsed=True, since=min(lapsed))
    if worst is None or None in last:
        return Declared()
    ends = [record.expires for record in current if record.expires is not None]
    return Declared(answer=answer_of(worst), since=worst.at, expires=min(ends, default=None))


def _rank_of_answer(record: Record) -> tuple[int, datetime]:
    return (_GRAVITY[answer_of(record)], record.at)


def answer_of(record: Record) -> Answer:
    """Read the answer of a record; nonsense, or «sans objet» without its reason, is not known."""
    try:
        answer = Answer(record.detail.get(ANSWER_KEY, ""))
    except ValueError:
        return Answer.UNKNOWN
    if answer is Answer.NOT_CONCERNED and not record.detail.get(REASON, "").strip():
        return Answer.UNKNOWN
    return answer


def proved(
    measure: Measure, records: Iterable[Record], workstations: Iterable[str], now: datetime
) -> Proved:
    """Return what the evidence proves: all needed kinds together, else any one."""
    kept, names = still_there(records), tuple(workstations)
    each = {kind: _kind_proved(kind, kept, names, now) for kind in measure.evidence}
    needed = [found for kind, found in each.items() if kind.needed]
    decisive = needed or list(each.values())
    holding = [found for found in decisive if found.holds]
    holds = len(holding) == len(needed) if needed else bool(holding)
    ends = [found.expires for found in holding if found.expires is not None]
    dates = [found.since for found in holding if found.since is not None]
    return Proved(
        holds=holds,
        failed=any(found.failed for found in decisive),
        lapsed=any(found.lapsed for found in needed),
        since=min(dates, default=None) if holds else None,
        expires=min(ends, default=None) if holds else None,
        each=tuple(proof for kind, found in each.items() if (proof := _proof(kind, found))),
    )


def _proof(kind: EvidenceKind, found: Proved) -> Proof | None:
    """Name what a kind of evidence is worth; None when nothing was recorded."""
    if found.since is None:
        return None
    state = ProofState.FAILED if found.failed else ProofState.LAPSED
    return Proof(
        kind=kind.id,
        label=kind.label,
        state=ProofState.HOLDS if found.holds else state,
        at=found.since,
        expires=found.expires,
        fingerprint=found.fingerprint,
    )


def _kind_proved(
    kind: EvidenceKind, records: Iterable[Record], workstations: Iterable[str], now: datetime
) -> Proved:
    last = _standing(records, kind.id, workstations, now)
    present = [record for record in last if record is not None]
    since = min((record.at for record in present), default=None)
    ends = [record.expires for record in present if record.expires is not None]
    expires = min(ends, default=None)
    shown = [record.detail.get(FINGERPRINT, "") for record in present]
    file = shown[0] if len(set(shown)) == 1 else ""
    if any(record.detail.get(RESULT) == FAILED for record in present):
        return Proved(failed=True, since=since, expires=expires, fingerprint=file)
    if any(not record.is_current(now) for record in present):
        return Proved(lapsed=True, since=since, expires=expires, fingerprint=file)
    if not present or None in last:
        return Proved()
    return Proved(holds=True, since=since, expires=expires, fingerprint=file)


def _standing(
    records: Iterable[Record], kind: str, workstations: Iterable[str], now: datetime
) -> list[Record | None]:
    """Return, for each workstation, the last record that speaks of it; None where none does.

    One dated in the future proves nothing today.
    """
    past = [record for record in records if record.kind == kind and record.at <= now]
    named = {record.workstation for record in past if record.workstation is not None}
    scopes: set[str | None] = {*workstations, *named} or {None}
    return [_last(past, scope) for scope in sorted(scopes, key=str)]


def _last(records: Iterable[Record], scope: str | None) -> Record | None:
    spoken = (record for record in records if record.workstation in {None, scope})
    return max(spoken, key=_rank, default=None)


def _rank(record: Record) -> tuple[datetime, bool, int, float, str]:
    """Order records in time; of two of the same instant the graver stands, whatever their order."""
    failed = record.detail.get(RESULT) == FAILED
    end = float("-inf") if record.expires is None else -record.expires.timestamp()
    return (record.at, failed, _GRAVITY[answer_of(record)], end, repr(record))
