"""What an audit takes from the practice's records, and what it leaves there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from hygie.audit.answers_format import DEFAULT_ROLE
from hygie.audit.audit_format import read_audit, write_audit
from hygie.audit.questionnaire import Choices
from hygie.audit.situation_format import read_situation, write_situation
from hygie.core.audits import Audit
from hygie.core.measures import Catalogue
from hygie.core.records import ANSWER, Record
from hygie.core.situation import Situation
from hygie.practice.records import AUDIT, SITUATION, Draft, Json, Records, as_draft, declared

CHOICES = "choix"
BASE = "base"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSituation:
    """The last situation told, and when.

    ``choices`` are those made at the keyboard, over the ``base`` a file gave.
    """

    situation: Situation
    base: Situation
    choices: Mapping[str, object]
    at: datetime


def load_situation(records: Records) -> SavedSituation | None:
    """Return the last situation saved; None when it was never told."""
    entry = records.last(SITUATION)
    if entry is None:
        return None
    document = {key: value for key, value in entry.detail.items() if key not in {CHOICES, BASE}}
    situation = read_situation(document)
    choices, base = entry.detail.get(CHOICES), entry.detail.get(BASE)
    if not isinstance(choices, Mapping):
        return SavedSituation(situation=situation, base=situation, choices={}, at=entry.at)
    return SavedSituation(
        situation=situation,
        base=read_situation(base if isinstance(base, Mapping) else {}),
        choices=choices,
        at=entry.at,
    )


def save_situation(
    records: Records,
    situation: Situation,
    at: datetime,
    *,
    choices: Choices | None = None,
    base: Situation | None = None,
) -> None:
    """Write the situation down, with what it was made from so that it can be resumed."""
    detail = write_situation(situation)
    if choices is not None:
        detail[CHOICES] = {id_: list(chosen) for id_, chosen in choices.items()}
    if base is not None:
        detail[BASE] = write_situation(base)
    records.append(Draft(at=at, kind=SITUATION, by=DEFAULT_ROLE, detail=detail))


def load_records(records: Records, catalogue: Catalogue) -> tuple[Record, ...]:
    """Return every answer and piece of evidence the catalogue knows the kind of."""
    kinds = {kind.id for measure in catalogue.measures.values() for kind in measure.evidence}
    return declared(records, {ANSWER, *kinds})


def save_answers(records: Records, answers: Iterable[Record]) -> None:
    """Write answers down, all or none."""
    records.append_all([as_draft(answer) for answer in answers])


def save_audit(records: Records, audit: Audit, *, by: str = DEFAULT_ROLE) -> None:
    """Write the whole audit down, with its three counts for the lists."""
    counts = audit.counts
    summary: dict[str, Json] = {
        "respectees": counts.met,
        "a_traiter": counts.to_do,
        "a_verifier": counts.to_check,
        "sans_objet": counts.not_concerned,
        "catalogue": audit.catalogue.version,
    }
    records.append(
        Draft(at=audit.at, kind=AUDIT, by=by, summary=summary, detail=write_audit(audit))
    )


def last_audits(records: Records, many: int, *, until: datetime) -> tuple[Audit, ...]:
    """Return the newest audits made no later than ``until``, the newest last.

    By their own date: one rehearsed for another day (``--au``) is not the last for being written
    last.
    """
    dated = sorted((line.at, line.seq) for line in records.lines(kinds={AUDIT}) if line.at <= until)
    seqs = [seq for _, seq in dated[-many:]]
    if not seqs:
        return ()
    entries = records.entries(kinds={AUDIT}, after=min(seqs) - 1)
    by_seq = {entry.seq: entry for entry in entries if entry.seq in seqs}
    return tuple(read_audit(by_seq[seq].detail) for seq in seqs)
