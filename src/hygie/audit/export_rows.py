"""An audit as tables for spreadsheets: findings, plan, readings, sources."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from hygie.audit.words import ACTORS, BASES, SIGNS, say_value
from hygie.core.audits import Audit
from hygie.core.findings import Finding, Outcome
from hygie.core.measures import SOURCE_STATUS_LABELS, Origin, Role
from hygie.core.plan import Task
from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.core.records import Answer
from hygie.documents.calendar_days import due_days
from hygie.documents.tables import Cell, Column, Sheet

ORIGINS: Mapping[Origin, str] = {Origin.MEMENTO: "Mémento", Origin.COMPLEMENT: "Complément"}
ANSWERS: Mapping[Answer, str] = {
    Answer.YES: "oui",
    Answer.PARTLY: "en partie",
    Answer.NO: "non",
    Answer.UNKNOWN: "je ne sais pas",
    Answer.NOT_CONCERNED: "sans objet",
}
TASKS: Mapping[Task, str] = {Task.DO: "faire", Task.FIND_OUT: "savoir"}
STATES: Mapping[type, str] = {
    Observed: "lu",
    Unreadable: "illisible",
    Inapplicable: "sans objet",
}

Row = tuple[Cell, ...]
Heading = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The four tables of an audit; days and hours are those of ``zone``."""

    audit: Audit
    zone: tzinfo | None

    def findings(self) -> Sheet:
        """Return one row per measure judged."""
        rows = [self._finding(finding) for finding in self.audit.findings]
        return _sheet("Constats", _FINDINGS, rows)

    def plan(self) -> Sheet:
        """Return one row per action, in the plan's order."""
        actions = self.audit.plan
        days = due_days(actions, self._day(self.audit.at))
        rows = [
            (
                rank,
                action.title,
                TASKS[action.task],
                ACTORS[action.who],
                action.minutes,
                day,
                self.audit.catalogue.measures[action.measure].short,
                _yes(action.contradiction),
                "\n".join(action.reasons),
                "\n".join(action.how),
                action.measure,
            )
            for rank, (action, day) in enumerate(zip(actions, days, strict=True), start=1)
        ]
        return _sheet("Plan", _PLAN, rows)

    def readings(self) -> Sheet:
        """Return one row per fact and workstation, what could not be read included."""
        rows = [self._reading(reading) for reading in self.audit.readings]
        return _sheet("Relevés", _READINGS, rows)

    def sources(self) -> Sheet:
        """Return one row per source, with how far it was checked."""
        rows = [
            (
                source.title,
                source.publisher,
                SOURCE_STATUS_LABELS[source.status],
                source.url,
                source.note,
                source.id,
            )
            for source in self.audit.catalogue.sources.values()
        ]
        return _sheet("Sources", _SOURCES, rows)

    def _finding(self, finding: Finding) -> Row:
        measure = self.audit.catalogue.measures[finding.measure]
        return (
            measure.number,
            ORIGINS[measure.origin],
            measure.short,
            SIGNS[finding.verdict][1],
            "" if finding.basis is None else BASES[finding.basis],
            self._day_if(finding.since),
            self._day_if(finding.expires),
            "" if finding.answer is None else ANSWERS[finding.answer],
            _yes(finding.contradiction),
            _yes(finding.lapsed),
            finding.unread,
            "oui" if finding.applicable else "non",
            "\n".join(_reasons(finding)),
            measure.title,
            measure.id,
        )

    def _reading(self, reading: Reading) -> Row:
        fact = self.audit.catalogue.facts.get(reading.fact)
        value, source = "", ""
        if isinstance(reading, Observed):
            value, source = say_value(fact, reading.value), reading.source
        return (
            reading.workstation,
            fact.label if fact else reading.fact,
            STATES[type(reading)],
            value,
            "" if isinstance(reading, Observed) else reading.reason,
            reading.remedy if isinstance(reading, Unreadable) else "",
            source,
            reading.at.astimezone(self.zone),
            reading.fact,
        )

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def _day_if(self, at: datetime | None) -> date | None:
        return None if at is None else self._day(at)


_FINDINGS: tuple[Heading, ...] = (
    ("N°", 6),
    ("Origine", 12),
    ("Mesure", 36),
    ("Verdict", 12),
    ("Fondé sur", 20),
    ("Depuis", 12),
    ("Jusqu'au", 12),
    ("Réponse", 14),
    ("Contradiction", 14),
    ("Preuve ou réponse périmée", 14),
    ("Postes non lus", 10),
    ("Dans les colonnes L et C", 14),
    ("Explications", 50),
    ("Titre", 60),
    ("Identifiant", 26),
)
_PLAN: tuple[Heading, ...] = (
    ("Rang", 6),
    ("Action", 50),
    ("Faire ou savoir", 12),
    ("Qui", 18),
    ("Minutes", 9),
    ("Jour proposé", 13),
    ("Mesure", 36),
    ("Contradiction", 14),
    ("Raisons", 50),
    ("Comment", 70),
    ("Identifiant", 26),
)
_READINGS: tuple[Heading, ...] = (
    ("Poste", 18),
    ("Fait", 40),
    ("État", 12),
    ("Valeur", 36),
    ("Raison", 36),
    ("Où regarder", 40),
    ("Lu par", 26),
    ("Lu le", 17),
    ("Identifiant", 28),
)
_SOURCES: tuple[Heading, ...] = (
    ("Titre", 60),
    ("Éditeur", 30),
    ("Statut", 16),
    ("Adresse", 50),
    ("Note", 50),
    ("Identifiant", 26),
)


def _sheet(name: str, headings: Iterable[Heading], rows: Iterable[Row]) -> Sheet:
    columns = tuple(Column(title=title, width=width) for title, width in headings)
    return Sheet(name=name, columns=columns, rows=tuple(rows))


def _reasons(finding: Finding) -> Iterable[str]:
    """Return each failing sentence once; a hint, which decides nothing, says that it is one."""
    return dict.fromkeys(
        f"Indice : {item.failing}" if item.role is Role.HINT else item.failing
        for item in finding.because
        if item.outcome is Outcome.BAD and item.failing
    )


def _yes(holds: bool) -> str:  # noqa: FBT001  # a flag is what it words
    return "oui" if holds else ""
