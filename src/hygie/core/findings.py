"""What is concluded of each measure, and on what ground."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hygie.core.measures import Role
from hygie.core.records import Answer


class Verdict(StrEnum):
    """The four words of a finding; the last stands outside the three counts."""

    MET = "respectee"
    TO_DO = "a_traiter"
    TO_CHECK = "a_verifier"
    NOT_CONCERNED = "sans_objet"


class Basis(StrEnum):
    """What a verdict rests on, from the strongest to the weakest."""

    READING = "releve"
    EVIDENCE = "preuve"
    DECLARATION = "declaration"


class Outcome(StrEnum):
    """What one wanted fact gives on one workstation."""

    GOOD = "conforme"
    BAD = "contraire"
    UNKNOWN = "inconnu"
    NOT_CONCERNED = "sans_objet"
    SHOWN = "information"


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """One wanted fact, judged on one workstation; ``failing`` is said when the outcome is BAD."""

    fact: str
    workstation: str
    role: Role
    outcome: Outcome
    failing: str = ""


class ProofState(StrEnum):
    """What a proof is worth on the day of the audit."""

    HOLDS = "valable"
    LAPSED = "perimee"
    FAILED = "echec"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The last proof of one kind that was recorded: shown even when it does not decide.

    ``fingerprint`` is the SHA-256 of the file that shows it, in hexadecimal, or empty.
    """

    kind: str
    label: str
    state: ProofState
    at: datetime
    expires: datetime | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The verdict on one measure.

    ``applicable`` is False for a measure outside the columns L and C that a reading shows to be
    failing: it is shown, never counted. ``since`` dates what decided, ``expires`` the day it stops
    deciding. ``answered`` dates the last answer, even one too old. ``unread`` counts the computers
    of the practice that were never read; ``lapsed`` says that a needed proof, or the last answer,
    is too old.
    """

    measure: str
    verdict: Verdict
    basis: Basis | None = None
    applicable: bool = True
    contradiction: bool = False
    because: tuple[Because, ...] = ()
    answer: Answer | None = None
    answered: datetime | None = None
    since: datetime | None = None
    expires: datetime | None = None
    unread: int = 0
    lapsed: bool = False
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The three counts of an audit, and what stands outside them."""

    met: int = 0
    to_do: int = 0
    to_check: int = 0
    not_concerned: int = 0

    @property
    def total(self) -> int:
        """How many measures are counted: those declared without object are not."""
        return self.met + self.to_do + self.to_check


def count(findings: Iterable[Finding]) -> Counts:
    """Count the findings that the columns call for; there is no percentage to be had from this."""
    tally = dict.fromkeys(Verdict, 0)
    for finding in findings:
        tally[finding.verdict] += finding.applicable
    return Counts(
        met=tally[Verdict.MET],
        to_do=tally[Verdict.TO_DO],
        to_check=tally[Verdict.TO_CHECK],
        not_concerned=tally[Verdict.NOT_CONCERNED],
    )
