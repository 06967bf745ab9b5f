"""An audit: dated, and carrying all it was judged by, so that an old one still reads the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from hygie.core.ages import DataTable, outdated
from hygie.core.barriers import Barrier, barriers
from hygie.core.findings import Counts, Finding, count
from hygie.core.judgement import judge
from hygie.core.measures import Catalogue, Guidance, Origin
from hygie.core.plan import Action, make_plan
from hygie.core.readings import Reading
from hygie.core.records import Record
from hygie.core.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What was known and concluded at one moment.

    ``catalogue`` holds only what was used: the measures judged, the facts they want, their sources.
    ``outdated`` names the data tables that were already too old on that day.
    """

    at: datetime
    system: str
    situation: Situation
    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]
    plan: tuple[Action, ...]
    catalogue: Catalogue
    outdated: tuple[DataTable, ...] = ()

    @property
    def counts(self) -> Counts:
        """The three counts, of the Mémento's lines only: complements are counted apart."""
        return count(
            finding
            for finding in self.findings
            if self.catalogue.measures[finding.measure].origin is Origin.MEMENTO
        )

    @property
    def complements(self) -> Counts:
        """The counts of our own measures, which the Mémento does not have."""
        return count(
            finding
            for finding in self.findings
            if self.catalogue.measures[finding.measure].origin is Origin.COMPLEMENT
        )

    @property
    def barriers(self) -> tuple[Barrier, ...]:
        """What stands against each threat, complements included."""
        return barriers(self.findings, self.catalogue)


def make_audit(  # noqa: PLR0913  # the inputs of the whole main job, each by name
    *,
    situation: Situation,
    readings: Iterable[Reading],
    records: Iterable[Record],
    catalogue: Catalogue,
    guidance: Mapping[str, Guidance],
    system: str,
    now: datetime,
    tables: Iterable[DataTable] = (),
    systems: Mapping[str, str] | None = None,
) -> Audit:
    """Judge, plan and freeze. Same arguments, same audit.

    ``system`` is this workstation's, ``systems`` those of the others by their id.
    """
    kept = tuple(sorted(readings, key=lambda reading: (reading.workstation, reading.fact)))
    findings = judge(situation, kept, records, catalogue, now)
    return Audit(
        at=now,
        system=system,
        situation=situation,
        readings=kept,
        findings=findings,
        plan=make_plan(
            findings,
            catalogue,
            guidance,
            system,
            systems,
            phones=situation.on_phones_alone and not kept,
        ),
        catalogue=_used(catalogue, findings, kept),
        outdated=outdated(tables, now.date()),
    )


def _used(
    catalogue: Catalogue, findings: Iterable[Finding], readings: Iterable[Reading]
) -> Catalogue:
    judged = {finding.measure for finding in findings}
    measures = {id_: measure for id_, measure in catalogue.measures.items() if id_ in judged}
    wanted = {wanted.fact for measure in measures.values() for wanted in measure.wants}
    facts = wanted | {reading.fact for reading in readings}
    sources = {source for measure in measures.values() for source in measure.sources}
    return replace(
        catalogue,
        measures=measures,
        facts={id_: fact for id_, fact in catalogue.facts.items() if id_ in facts},
        sources={id_: source for id_, source in catalogue.sources.items() if id_ in sources},
    )
