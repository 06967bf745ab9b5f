"""The one decision of Hygie: from what is known to a verdict per measure. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hygie.core.declared import Declared, Proved, declared, of_measure, proved
from hygie.core.facts_judged import FactsJudged, is_decided_by_machines, judge_facts
from hygie.core.findings import Basis, Finding, Verdict
from hygie.core.measures import Catalogue, Measure
from hygie.core.readings import Reading, newest
from hygie.core.records import Answer, Record
from hygie.core.situation import Situation

_SAYS_NO = frozenset({Answer.NO, Answer.PARTLY})
_SAYS_FINE = frozenset({Answer.YES, Answer.NOT_CONCERNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """All that is known of one measure; ``absent`` when what it is about is not there at all."""

    facts: FactsJudged
    said: Declared
    proof: Proved
    unread: int
    absent: bool


def judge(
    situation: Situation,
    readings: Iterable[Reading],
    records: Iterable[Record],
    catalogue: Catalogue,
    now: datetime,
) -> tuple[Finding, ...]:
    """Return one finding per measure the situation calls for, in the catalogue's order.

    A measure outside the columns is added only when a reading shows it to be failing. The result
    depends on the arguments alone, never on the order of readings or records.
    """
    latest = newest(reading for reading in readings if reading.at <= now)
    called = _called_for(situation, catalogue)
    workstations = sorted({workstation for workstation, _ in latest})
    kept = tuple(records)
    findings = []
    for measure in catalogue.measures.values():
        own = of_measure(measure, kept)
        known = _Known(
            facts=judge_facts(measure, workstations, latest),
            said=declared(own, workstations, now),
            proof=proved(measure, own, workstations, now),
            unread=_unread(measure, situation, len(workstations)),
            absent=measure.computers_only and not (situation.computers or workstations),
        )
        if measure.id in called:
            findings.append(_conclude(measure, known))
        elif known.facts.failed:
            findings.append(_outside_the_columns(measure, known))
    return tuple(findings)


def _called_for(situation: Situation, catalogue: Catalogue) -> frozenset[str]:
    called = catalogue.called_for(
        local=situation.local, cloud=situation.cloud, several_users=situation.several_users
    )
    return frozenset(measure.id for measure in called)


def _unread(measure: Measure, situation: Situation, read: int) -> int:
    """Count the computers never read, when readings decide this measure."""
    return max(0, situation.computers - read) if is_decided_by_machines(measure) else 0


def _outside_the_columns(measure: Measure, known: _Known) -> Finding:
    return Finding(
        measure=measure.id,
        verdict=Verdict.TO_DO,
        basis=Basis.READING,
        applicable=False,
        contradiction=known.said.answer in _SAYS_FINE,
        because=known.facts.because,
        answer=known.said.answer,
        answered=known.said.since,
        since=known.facts.since,
        proofs=known.proof.each,
    )


def _conclude(measure: Measure, known: _Known) -> Finding:
    verdict, basis = _verdict(known)
    since, expires = (None, None) if known.absent else _dates(basis, known)
    return Finding(
        measure=measure.id,
        verdict=verdict,
        basis=basis,
        contradiction=_contradicts(known, verdict, basis),
        because=known.facts.because,
        answer=known.said.answer,
        answered=known.said.since,
        since=since,
        expires=expires,
        unread=known.unread,
        lapsed=known.said.lapsed or known.proof.lapsed,
        proofs=known.proof.each,
    )


def _verdict(known: _Known) -> tuple[Verdict, Basis | None]:
    """Weigh, from the strongest ground to the weakest; the first that decides is the answer."""
    if known.facts.failed:
        return Verdict.TO_DO, Basis.READING
    if known.absent or known.said.answer is Answer.NOT_CONCERNED:
        return Verdict.NOT_CONCERNED, Basis.DECLARATION
    if known.proof.failed:
        return Verdict.TO_DO, Basis.EVIDENCE
    return _while_unread(known.said) if known.unread else _when_all_read(known)


def _when_all_read(known: _Known) -> tuple[Verdict, Basis | None]:
    if known.facts.met:
        return Verdict.MET, Basis.READING
    if known.proof.holds and not _denied_since(known.said, known.proof):
        return Verdict.MET, Basis.EVIDENCE
    return _from_words(known.said, known.proof)


def _while_unread(said: Declared) -> tuple[Verdict, Basis | None]:
    """Conclude while a computer was never read: nobody's «oui» speaks for a machine unseen."""
    if said.answer in _SAYS_NO:
        return Verdict.TO_DO, Basis.DECLARATION
    return Verdict.TO_CHECK, None


def _from_words(said: Declared, proof: Proved) -> tuple[Verdict, Basis | None]:
    if said.answer in _SAYS_NO:
        return Verdict.TO_DO, Basis.DECLARATION
    # A proof that was needed and is now too old outweighs a general «oui»: silence is the alarm.
    if said.answer is Answer.YES and not proof.lapsed:
        return Verdict.MET, Basis.DECLARATION
    return Verdict.TO_CHECK, None


def _denied_since(said: Declared, proof: Proved) -> bool:
    if said.answer not in _SAYS_NO or said.since is None or proof.since is None:
        return False
    return said.since >= proof.since


def _contradicts(known: _Known, verdict: Verdict, basis: Basis | None) -> bool:
    """Tell whether words say one thing and the machine, or a failed act, another."""
    if basis is Basis.DECLARATION or basis is None:
        return False
    if verdict is Verdict.TO_DO:
        return known.said.answer in _SAYS_FINE
    return basis is Basis.READING and known.said.answer is Answer.NO


def _dates(basis: Basis | None, known: _Known) -> tuple[datetime | None, datetime | None]:
    match basis:
        case Basis.READING:
            return known.facts.since, None
        case Basis.EVIDENCE:
            return known.proof.since, known.proof.expires
        case Basis.DECLARATION:
            return known.said.since, known.said.expires
        case _:
            return None, None
