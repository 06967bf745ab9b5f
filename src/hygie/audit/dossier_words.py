"""How the dossier says dates, bases, comparisons and states: with their year, for who files it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from hygie.audit.comparison_format import Compared
from hygie.audit.words import say_reading, say_value
from hygie.core.audits import Audit
from hygie.core.findings import Basis, Finding, Outcome, Verdict
from hygie.core.predicates import Operator, Predicate
from hygie.core.readings import Fact, Observed, Reading
from hygie.core.records import Answer
from hygie.terminal.typography import day, hour


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One printing of an audit: for whom, when, read where, beside which audit of before.

    ``practice`` is a name or empty; ``from_file``: the audit was given, not taken from the records.
    """

    made_at: datetime
    practice: str = ""
    zone: tzinfo | None = None
    demonstration: bool = False
    from_file: bool = False
    compared: Compared | None = None

    def here(self, at: datetime) -> datetime:
        """Return the moment where the reader is; at the ends of time, as it was written."""
        try:
            return at.astimezone(self.zone)
        except OverflowError:
            return at

    def day(self, at: datetime) -> str:
        """Write «22 nov. 2026»."""
        return day(self.here(at))

    def moment(self, at: datetime) -> str:
        """Write «22 nov. 2026 à 19 h 41»."""
        here = self.here(at)
        return f"{day(here)} à {hour(here)}"


BASES: Mapping[Basis, str] = {
    Basis.READING: "Constaté",
    Basis.EVIDENCE: "Prouvé",
    Basis.DECLARATION: "Déclaré",
}

ANSWERS: Mapping[Answer, str] = {
    Answer.YES: "oui",
    Answer.PARTLY: "en partie",
    Answer.NO: "non",
    Answer.UNKNOWN: "je ne sais pas",
    Answer.NOT_CONCERNED: "sans objet",
}

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.GOOD: "conforme",
    Outcome.BAD: "contraire",
    Outcome.UNKNOWN: "non lu",
    Outcome.NOT_CONCERNED: "sans objet",
    Outcome.SHOWN: "pour information",
}


NOTHING_KNOWN = "ni relevé, ni preuve, ni réponse qui suffise"
LAPSED = " Une preuve qu'il faut est trop ancienne."
LAPSED_ANSWER = " La dernière réponse, du {}, est trop ancienne."


def say_read(fact: Fact | None, reading: Reading) -> str:
    """Say a reading; in a file from elsewhere a date may be none, and is shown as it is."""
    try:
        return say_reading(fact, reading)
    except ValueError:
        return str(reading.value) if isinstance(reading, Observed) else ""


def say_expected(fact: Fact | None, predicate: Predicate) -> str:
    """Say what a value is compared with: «au plus 15 min»."""
    value = predicate.expected
    try:
        said = say_value(fact, value)
    except ValueError:
        said = str(value)
    match predicate.operator:
        case Operator.AT_MOST:
            return said if value == 0 else f"au plus {said}"
        case Operator.AT_LEAST:
            return f"au moins {said}"
        case Operator.ONE_OF:
            return f"l'un de : {said}"
        case Operator.NONE_OF:
            return f"aucun de : {said}"
        case Operator.EMPTY:
            return "aucun" if value else "au moins un"
        case Operator.IS:
            return said


NO_COMPUTER = "aucun ordinateur ne sert au cabinet, d'après sa situation."


def basis_line(finding: Finding, edition: Edition) -> tuple[str, str]:
    """Say what a verdict rests on, since when and until when."""
    until = f", valable jusqu'au {edition.day(finding.expires)}" if finding.expires else ""
    if finding.verdict is Verdict.NOT_CONCERNED and finding.since is None:
        return (BASES[Basis.DECLARATION], NO_COMPUTER)
    if finding.basis is None or finding.since is None:
        return ("Non établi", f"{_not_established(finding, edition)}")
    at = edition.moment(finding.since)
    if finding.basis is Basis.DECLARATION and finding.answer is not None:
        return (BASES[finding.basis], f"« {ANSWERS[finding.answer]} », le {at}{until}.")
    return (BASES[finding.basis], f"le {at}{until}.")


def _not_established(finding: Finding, edition: Edition) -> str:
    if finding.answer is not None:
        on = f" du {edition.day(finding.answered)}" if finding.answered else ""
        lapsed = LAPSED if finding.lapsed else ""
        return f"réponse « {ANSWERS[finding.answer]} »{on}.{lapsed}"
    if not finding.lapsed:
        return f"{NOTHING_KNOWN}."
    if finding.answered is None:
        return f"{NOTHING_KNOWN}.{LAPSED}"
    return f"{NOTHING_KNOWN}.{LAPSED_ANSWER.format(edition.day(finding.answered))}"


def numbered_sources(audit: Audit) -> Mapping[str, int]:
    """Give each source the number it is quoted by."""
    return {id_: rank for rank, id_ in enumerate(audit.catalogue.sources, start=1)}


def quoted(ids: Iterable[str], numbers: Mapping[str, int]) -> str:
    """Write «sources 1, 4», the number being the line of the last table."""
    known = sorted(numbers[id_] for id_ in ids if id_ in numbers)
    if not known:
        return ""
    return f"source{'s' if len(known) > 1 else ''} {', '.join(map(str, known))}"
