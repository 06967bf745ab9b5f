"""Builders in the words of the domain: each test says only what it is about."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hygie.core.findings import Finding, Verdict
from hygie.core.measures import (
    Actor,
    Catalogue,
    EvidenceKind,
    Measure,
    Origin,
    Role,
    Source,
    SourceStatus,
    Threat,
    Wanted,
)
from hygie.core.predicates import Operator, Predicate
from hygie.core.readings import Fact, FactType, Inapplicable, Observed, Unreadable, Value
from hygie.core.records import ANSWER, Answer, Record

NOW = datetime(2026, 11, 22, 18, 41, tzinfo=UTC)
POSTE = "poste-1"

LOCKS = "session.lock_enabled"
DELAY = "session.lock_delay"
MANAGER = "passwords.managers"


def is_true(fact: str, role: Role = Role.REQUIRED) -> Wanted:
    return Wanted(
        fact=fact,
        role=role,
        predicate=Predicate(operator=Operator.IS, expected=True),
        failing=f"{fact} n'est pas en place." if role is Role.REQUIRED else "",
    )


def at_most(fact: str, figure: int, role: Role = Role.REQUIRED) -> Wanted:
    return Wanted(
        fact=fact,
        role=role,
        predicate=Predicate(operator=Operator.AT_MOST, expected=figure),
        failing=f"{fact} dépasse {figure}." if role is Role.REQUIRED else "",
    )


def a_measure(**changes: Any) -> Measure:
    plain = Measure(
        id="verrouillage",
        number=10,
        origin=Origin.MEMENTO,
        title="Protéger l'accès au poste",
        short="Verrouiller l'ordinateur",
        section="Protéger le poste",
        chapter="2.3.3",
        local=True,
        cloud=True,
        threats=(Threat.DISCLOSURE, Threat.THEFT),
        who=Actor.YOU,
        minutes=5,
        question="Se verrouille-t-il seul ?",
        action="Activez le verrouillage automatique.",
        answers={Answer.YES: "Oui", Answer.NO: "Non"},
        answer_days=365,
        wants=(
            is_true(LOCKS),
            at_most(DELAY, 900),
            at_most(DELAY, 900, Role.SUFFICIENT),
            is_true(MANAGER, Role.HINT),
        ),
        evidence=(EvidenceKind(id="capture", label="Capture d'écran", days=365),),
        sources=("memento-v2",),
    )
    return replace(plain, **changes)


def a_catalogue(*measures: Measure) -> Catalogue:
    kept = measures or (a_measure(),)
    facts = {wanted.fact for measure in kept for wanted in measure.wants}
    return Catalogue(
        version="2026.11",
        memento="V2.0",
        measures={measure.id: measure for measure in kept},
        facts={
            id_: Fact(id=id_, probe=id_.partition(".")[0], type=FactType.BOOLEAN, label=id_)
            for id_ in sorted(facts)
        },
        sources={
            "memento-v2": Source(
                id="memento-v2",
                title="Mémento",
                publisher="ANS",
                status=SourceStatus.VERIFIED,
            )
        },
    )


def seen(fact: str, value: Value, *, poste: str = POSTE, at: datetime = NOW) -> Observed:
    return Observed(fact=fact, workstation=poste, value=value, source="essai", at=at)


def unseen(fact: str, *, poste: str = POSTE, at: datetime = NOW) -> Unreadable:
    return Unreadable(
        fact=fact, workstation=poste, reason="Le système refuse.", remedy="Regardez.", at=at
    )


def no_object(fact: str, *, poste: str = POSTE, at: datetime = NOW) -> Inapplicable:
    return Inapplicable(fact=fact, workstation=poste, reason="Pas de session.", at=at)


def locked(poste: str = POSTE) -> list[Observed]:
    return [seen(LOCKS, True, poste=poste), seen(DELAY, 300, poste=poste)]


def an_answer(answer: Answer, **changes: Any) -> Record:
    reason = {"motif": "Pas de tel équipement."} if answer is Answer.NOT_CONCERNED else {}
    plain = Record(
        measure="verrouillage",
        kind=ANSWER,
        at=NOW - timedelta(days=1),
        expires=NOW + timedelta(days=364),
        by="titulaire",
        detail={"reponse": answer.value, **reason},
    )
    return replace(plain, **changes)


def a_proof(kind: str = "capture", **changes: Any) -> Record:
    plain = Record(
        measure="verrouillage",
        kind=kind,
        at=NOW - timedelta(days=1),
        expires=NOW + timedelta(days=364),
        by="titulaire",
    )
    return replace(plain, **changes)


def verdicts(findings: Iterable[Finding]) -> dict[str, Verdict]:
    return {finding.measure: finding.verdict for finding in findings}
