"""What stands between the practice and each threat: measures counted, never a percentage."""

from collections.abc import Iterable
from dataclasses import dataclass

from hygie.core.findings import Finding, Verdict
from hygie.core.measures import THREAT_LABELS, Catalogue, Threat


@dataclass(frozen=True, slots=True, kw_only=True)
class Barrier:
    """The measures that stop one threat: standing, missing and unknown."""

    threat: Threat
    standing: int = 0
    missing: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        """How many barriers there could be."""
        return self.standing + self.missing + self.unknown


def barriers(findings: Iterable[Finding], catalogue: Catalogue) -> tuple[Barrier, ...]:
    """Return one barrier per threat that has at least one measure, gravest threat first."""
    kept = [finding for finding in findings if finding.measure in catalogue.measures]
    found = [_barrier(threat, kept, catalogue) for threat in THREAT_LABELS]
    return tuple(barrier for barrier in found if barrier.total)


def _barrier(threat: Threat, findings: Iterable[Finding], catalogue: Catalogue) -> Barrier:
    verdicts = [
        finding.verdict
        for finding in findings
        if threat in catalogue.measures[finding.measure].threats
    ]
    return Barrier(
        threat=threat,
        standing=verdicts.count(Verdict.MET),
        missing=verdicts.count(Verdict.TO_DO),
        unknown=verdicts.count(Verdict.TO_CHECK),
    )
