"""What changed between two audits: closed, opened, expired, read for the first time."""

from dataclasses import dataclass
from enum import StrEnum

from hygie.core.audits import Audit
from hygie.core.findings import Finding, Verdict
from hygie.core.readings import Observed


class Change(StrEnum):
    """The ways a measure may have moved."""

    CLOSED = "ferme"
    OPENED = "ouvert"
    EXPIRED = "perime"
    OTHER = "change"
    APPEARED = "nouveau"
    GONE = "disparu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One measure whose verdict is not what it was; None where it was not judged."""

    measure: str
    change: Change
    before: Verdict | None
    after: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """``first_read``: (workstation, fact) pairs that had never been read before."""

    moved: tuple[Moved, ...]
    first_read: tuple[tuple[str, str], ...]


def compare(before: Audit, after: Audit) -> Comparison:
    """Compare two audits of the same practice, the older first."""
    old = {finding.measure: finding for finding in before.findings}
    new = {finding.measure: finding for finding in after.findings}
    every = list(dict.fromkeys([*old, *new]))
    moves = (_move(measure, old.get(measure), new.get(measure)) for measure in every)
    return Comparison(
        moved=tuple(move for move in moves if move is not None),
        first_read=tuple(sorted(_seen(after) - _seen(before))),
    )


def _seen(audit: Audit) -> set[tuple[str, str]]:
    return {
        (reading.workstation, reading.fact)
        for reading in audit.readings
        if isinstance(reading, Observed)
    }


def _move(measure: str, old: Finding | None, new: Finding | None) -> Moved | None:
    before = None if old is None else old.verdict
    after = None if new is None else new.verdict
    if before == after:
        return None
    return Moved(measure=measure, change=_change(old, new), before=before, after=after)


def _change(old: Finding | None, new: Finding | None) -> Change:
    """Name the move. Outside the columns a measure is only judged while something is wrong."""
    if new is None:
        return Change.GONE if old is None or old.applicable else Change.CLOSED
    if old is None:
        return Change.APPEARED if new.applicable else Change.OPENED
    if new.verdict is Verdict.TO_CHECK and new.lapsed:
        return Change.EXPIRED
    if new.verdict is Verdict.MET and old.verdict is not Verdict.NOT_CONCERNED:
        return Change.CLOSED
    return Change.OPENED if new.verdict is Verdict.TO_DO else Change.OTHER
