"""«Am I in danger today?»: the few things that cannot wait, and nothing when there is nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hygie.core.ages import READING_DAYS
from hygie.core.audits import Audit
from hygie.core.findings import Finding, Outcome, ProofState, Verdict
from hygie.core.measures import Origin, Role

BACKUP, ANTIVIRUS, HOSTING = "sauvegarde", "mises-a-niveau", "hebergement-hds"
ANTIVIRUS_FACTS = "antivirus."
SOON = timedelta(days=30)
NOBODY_ELSE: Mapping[str, datetime] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One danger of today: what is wrong, and the measure that puts it right."""

    text: str
    measure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Something that stops counting soon."""

    label: str
    at: datetime
    measure: str


def alarms(
    audit: Audit,
    *,
    last_read: datetime | None,
    now: datetime,
    others: Mapping[str, datetime] = NOBODY_ELSE,
) -> tuple[Alarm, ...]:
    """Return the dangers of today, the gravest first.

    ``others`` says when each other workstation was last read, by its name.
    """
    found = _of_measures({one.measure: one for one in audit.findings})
    return (*found, *_silences(last_read, others, now))


def _of_measures(findings: dict[str, Finding]) -> Iterator[Alarm]:
    backup = findings.get(BACKUP)
    if backup is not None and _silent(backup):
        yield Alarm(
            text="Sauvegarde silencieuse : la dernière preuve est trop ancienne.", measure=BACKUP
        )
    antivirus = findings.get(ANTIVIRUS)
    if antivirus is not None:
        for line in _wrong_antivirus(antivirus):
            yield Alarm(text=line, measure=ANTIVIRUS)
    for finding in findings.values():
        for proof in finding.proofs:
            if proof.state is ProofState.LAPSED and proof.expires and finding.measure == HOSTING:
                yield Alarm(text=f"{proof.label} : le certificat est périmé.", measure=HOSTING)


def _silences(
    last_read: datetime | None, others: Mapping[str, datetime], now: datetime
) -> Iterator[Alarm]:
    """Say which workstations have not been heard of for too long: they count as unread."""
    limit = timedelta(days=READING_DAYS)
    if last_read is not None and now - last_read > limit:
        days = (now - last_read).days
        yield Alarm(text=f"Cet ordinateur n'a pas été relu depuis {days} jours.", measure="")
    for name, at in others.items():
        if now - at > limit:
            text = f"{name} n'a pas donné de nouvelles depuis {(now - at).days} jours."
            yield Alarm(text=f"{text} Son fichier est à refaire.", measure="")


def _silent(finding: Finding) -> bool:
    """Tell whether backups were once proved, and are not any more."""
    return finding.verdict is not Verdict.MET and any(
        proof.state in {ProofState.LAPSED, ProofState.FAILED} for proof in finding.proofs
    )


def _wrong_antivirus(finding: Finding) -> Iterator[str]:
    said = (
        item.failing
        for item in finding.because
        if item.fact.startswith(ANTIVIRUS_FACTS)
        and item.role is Role.REQUIRED
        and item.outcome is Outcome.BAD
    )
    yield from dict.fromkeys(said)


def endings(audit: Audit, *, now: datetime) -> tuple[Ending, ...]:
    """Return what stops counting within a month, the nearest first."""
    found = [
        Ending(
            label=audit.catalogue.measures[finding.measure].short, at=at, measure=finding.measure
        )
        for finding in audit.findings
        if (at := finding.expires) is not None and now <= at <= now + SOON
    ]
    return tuple(sorted(found, key=lambda one: one.at))


def attention(audit: Audit) -> tuple[str, ...]:
    """Return what the machine alone shows to be wrong: a hint decides nothing.

    Of what a line of the Mémento says, a complement about the same setting says nothing more.
    """
    deciding = [
        (audit.catalogue.measures[finding.measure].origin is Origin.MEMENTO, item)
        for finding in audit.findings
        for item in finding.because
        if item.role is Role.REQUIRED and item.failing
    ]
    said = {item.fact for own, item in deciding if own}
    return tuple(
        dict.fromkeys(item.failing for own, item in deciding if own or item.fact not in said)
    )
