"""Practices with a past, written straight into their records before the app opens them."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hygie.audit.answers_format import make_answer
from hygie.audit.questionnaire import load_questions, make_situation
from hygie.audit.run_demo import make_demonstration
from hygie.audit.store import save_answers, save_audit, save_situation
from hygie.audit.wiring import this_machine, workstation_id
from hygie.catalogue.loader import load_catalogue
from hygie.core.measures import Measure, Origin
from hygie.core.records import Answer, Record
from hygie.practice.folders import private_folder
from hygie.practice.sqlite_records import SqliteRecords

ALONE = {
    "profession": ("medecin",),
    "exercice": ("seul",),
    "dossiers": ("ici",),
    "lieux": ("cabinet",),
    "personnes": ("1",),
    "appareils": ("ordinateur",),
    "echanges": ("mssante",),
    "depannage": ("moi",),
    "reseau": ("oui",),
}


def known_choices() -> dict[str, tuple[str, ...]]:
    """Return one answer for each question of situation, of those that are offered."""
    found: dict[str, tuple[str, ...]] = {}
    for question in load_questions():
        offered = [option.value for option in question.options]
        wanted = ALONE.get(question.id, ())
        found[question.id] = wanted if set(wanted) <= set(offered) and wanted else (offered[0],)
    return found


def with_a_past(home: Path, *, weeks: int = 3, evidence: int = 0) -> SqliteRecords:
    """Write a practice that told everything, and was audited each week until today."""
    records = SqliteRecords(private_folder(home), token=_tokens())
    catalogue, now = load_catalogue(), datetime.now(UTC)
    choices = known_choices()
    situation = make_situation(choices, load_questions())
    audit, _ = make_demonstration(catalogue, now)
    save_situation(records, situation, now - timedelta(weeks=weeks), choices=choices)
    here = workstation_id(this_machine({}))
    save_answers(records, _answers(catalogue.measures.values(), now - timedelta(weeks=weeks)))
    save_answers(records, _evidence(catalogue.measures.values(), now, evidence))
    for week in range(weeks, -1, -1):
        at = now - timedelta(weeks=week, minutes=5)
        readings = tuple(replace(one, workstation=here, at=at) for one in audit.readings)
        save_audit(records, replace(audit, at=at, situation=situation, readings=readings))
    return records


def never_read(home: Path, **told: tuple[str, ...]) -> None:
    """Write a practice that told its situation, and whose computer was never read."""
    records = SqliteRecords(private_folder(home), token=_tokens())
    choices = known_choices() | told
    situation = make_situation(choices, load_questions())
    save_situation(records, situation, datetime.now(UTC), choices=choices)


def _answers(measures: Iterable[Measure], at: datetime) -> Iterable[Record]:
    for rank, measure in enumerate(measures):
        if measure.origin is Origin.MEMENTO and not measure.deferred:
            yield make_answer(measure, Answer.YES if rank % 3 else Answer.NO, at=at)


def _evidence(measures: Iterable[Measure], now: datetime, many: int) -> Iterable[Record]:
    kinds = [(one.id, kind) for one in measures for kind in one.evidence]
    for rank in range(many):
        measure, kind = kinds[rank % len(kinds)]
        at = now - timedelta(hours=rank)
        yield Record(
            measure=measure,
            kind=kind.id,
            at=at,
            expires=None if kind.days is None else at + timedelta(days=kind.days),
            by="titulaire",
            detail={"note": f"preuve {rank}"},
        )


def _tokens() -> Callable[[], bytes]:
    count = 0

    def token() -> bytes:
        nonlocal count
        count += 1
        return count.to_bytes(16)

    return token
