"""What was concluded of each measure, as OSCAL observations, findings and risks."""

from collections.abc import Mapping
from typing import Any

from hygie.core.audits import Audit
from hygie.core.findings import Basis, Finding, Verdict
from hygie.core.measures import THREAT_LABELS
from hygie.core.plan import Action
from hygie.core.readings import newest
from hygie.documents.oscal_readings import reading_id
from hygie.documents.oscal_words import identifier, line, moment, paragraphs, prop, token, told

STATES: Mapping[Verdict, tuple[str, str]] = {
    Verdict.MET: ("satisfied", "pass"),
    Verdict.TO_DO: ("not-satisfied", "fail"),
}
"""The only verdicts OSCAL has a word for."""

WORDS: Mapping[Verdict, str] = {
    Verdict.MET: "respectée",
    Verdict.TO_DO: "à traiter",
    Verdict.TO_CHECK: "à vérifier",
    Verdict.NOT_CONCERNED: "sans objet",
}
BASES: Mapping[Basis | None, tuple[str, str]] = {
    Basis.READING: ("EXAMINE", "constaté sur le poste"),
    Basis.EVIDENCE: ("EXAMINE", "prouvé"),
    Basis.DECLARATION: ("INTERVIEW", "déclaré"),
    None: ("UNKNOWN", "sans base"),
}
RISKS: Mapping[Verdict, str] = {Verdict.TO_DO: "open", Verdict.TO_CHECK: "investigating"}
"""How a risk stands: open when there is something to do, else being looked into."""


Read = frozenset[tuple[str, str]]
"""The facts that have a reading, each with its workstation."""


def statements(audit: Audit) -> list[dict[str, Any]]:
    """Return one observation per measure: the verdict, what it rests on, until when."""
    return [_statement(audit, finding) for finding in audit.findings]


def findings(audit: Audit) -> list[dict[str, Any]]:
    """Return one finding per measure that is met or to be dealt with."""
    read = frozenset(newest(audit.readings))
    return [
        _finding(audit, finding, read) for finding in audit.findings if finding.verdict in STATES
    ]


def risks(audit: Audit) -> list[dict[str, Any]]:
    """Return one risk per action of the plan."""
    status = {finding.measure: RISKS.get(finding.verdict) for finding in audit.findings}
    return [
        _risk(audit, action, known)
        for action in audit.plan
        if (known := status.get(action.measure)) is not None
    ]


def _statement(audit: Audit, finding: Finding) -> dict[str, Any]:
    measure = audit.catalogue.measures[finding.measure]
    method, basis = BASES[finding.basis]
    return told(
        uuid=_statement_id(audit, finding.measure),
        title=line(measure.short),
        description=f"{line(measure.short)} : {WORDS[finding.verdict]} ({basis}).",
        props=_properties(audit, finding),
        methods=[method],
        types=["control-objective"],
        collected=moment(finding.since or audit.at),
        expires=moment(finding.expires) if finding.expires else "",
        remarks=paragraphs(*dict.fromkeys(item.failing for item in finding.because)),
    )


def _properties(audit: Audit, finding: Finding) -> list[dict[str, Any]]:
    measure = audit.catalogue.measures[finding.measure]
    signs = {
        "contradiction": finding.contradiction,
        "hors-colonnes": not finding.applicable,
        "perime": finding.lapsed,
    }
    return [
        prop("mesure", measure.id),
        prop("numero", str(measure.number)),
        prop("origine", measure.origin.value),
        prop("verdict", finding.verdict.value),
        *([prop("base", finding.basis.value)] if finding.basis else ()),
        *([prop("postes-non-lus", str(finding.unread))] if finding.unread else ()),
        *(prop(name, "oui") for name, holds in signs.items() if holds),
    ]


def _finding(audit: Audit, finding: Finding, read: Read) -> dict[str, Any]:
    measure = audit.catalogue.measures[finding.measure]
    state, reason = STATES[finding.verdict]
    return told(
        uuid=identifier(audit, "constat", finding.measure),
        title=line(measure.short),
        description=paragraphs(measure.title) or line(measure.title),
        props=_properties(audit, finding),
        target={
            "type": "objective-id",
            "target-id": f"{token(finding.measure)}_objectif",
            "title": line(measure.title),
            "status": {"state": state, "reason": reason},
        },
        related_observations=_observed(audit, finding, read),
    )


def _observed(audit: Audit, finding: Finding, read: Read) -> list[dict[str, str]]:
    asked = dict.fromkeys((item.workstation, item.fact) for item in finding.because)
    ids = [reading_id(audit, *key) for key in asked if key in read]
    own = _statement_id(audit, finding.measure)
    return [{"observation-uuid": each} for each in (own, *ids)]


def _risk(audit: Audit, action: Action, status: str) -> dict[str, Any]:
    measure = audit.catalogue.measures[action.measure]
    threats = ", ".join(THREAT_LABELS[threat] for threat in measure.threats) or "non précisées"
    return told(
        uuid=identifier(audit, "risque", action.measure),
        title=line(measure.short),
        description=paragraphs(*action.reasons) or line(measure.short),
        statement=f"Menaces que cette mesure arrête : {threats}.",
        props=[prop("mesure", measure.id), prop("tache", action.task.value)],
        status=status,
        remediations=[_remediation(audit, action)],
        related_observations=[{"observation-uuid": _statement_id(audit, action.measure)}],
    )


def _remediation(audit: Audit, action: Action) -> dict[str, Any]:
    return told(
        uuid=identifier(audit, "action", action.measure),
        lifecycle="recommendation",
        title=line(action.title),
        description=paragraphs(*action.how) or line(action.title),
        props=[prop("qui", action.who.value), prop("minutes", str(action.minutes))],
    )


def _statement_id(audit: Audit, measure: str) -> str:
    return identifier(audit, "mesure", measure)
