"""The checklist as the paper form has it: its lines, its ticks, what is looked for in it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hygie.core.audits import Audit
from hygie.core.findings import Finding, Verdict
from hygie.core.measures import Catalogue, Measure, Origin
from hygie.terminal.nearest import folded

VERDICTS = frozenset(Verdict)
WORDS_LETTERS = 80
"""What is looked for is short; the rest of a longer text is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the form. ``who`` is an actor, a role or a person's id; ``whose`` is in words."""

    measure: Measure
    finding: Finding
    who: str
    whose: str

    @property
    def verdict(self) -> Verdict:
        """Return what was concluded."""
        return self.finding.verdict

    @property
    def yes(self) -> bool:
        """Tell whether «Oui» is ticked."""
        return self.verdict is Verdict.MET

    @property
    def no(self) -> bool:
        """Tell whether «Non» is ticked: never for what is not known."""
        return self.verdict is Verdict.TO_DO


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The lines of one chapter, under its official title."""

    title: str
    chapters: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What somebody looks for; empty fields let everything through."""

    verdict: Verdict | None = None
    who: str = ""
    words: str = ""

    @property
    def everything(self) -> bool:
        """Tell whether nothing is left out."""
        return self == Sought()

    def keeps(self, line: Line) -> bool:
        """Tell whether a line is among what is looked for."""
        if self.verdict is not None and line.verdict is not self.verdict:
            return False
        if self.who and line.who != self.who:
            return False
        wanted = folded(self.words).split()
        said = _said(line.measure) if wanted else ""
        return all(word in said for word in wanted)


def read_sought(query: Mapping[str, str]) -> Sought:
    """Read the filter of an address; a value nobody offers looks for nothing."""
    asked = query.get("etat", "")
    return Sought(
        verdict=Verdict(asked) if asked in VERDICTS else None,
        who=query.get("qui", "")[:WORDS_LETTERS],
        words=" ".join(query.get("mots", "")[:WORDS_LETTERS].split()),
    )


def lines_of(
    audit: Audit, origin: Origin, owners: Mapping[str, tuple[str, str]], *, applicable: bool = True
) -> tuple[Line, ...]:
    """Return the lines of the form in their official order; ``owners`` says who acts, by measure.

    Without ``applicable``, those no column calls for and that a reading shows to be failing.
    """
    measures = audit.catalogue.measures
    found = [
        Line(
            measure=measures[one.measure],
            finding=one,
            who=owners[one.measure][0],
            whose=owners[one.measure][1],
        )
        for one in audit.findings
        if one.applicable is applicable and measures[one.measure].origin is origin
    ]
    return tuple(sorted(found, key=lambda line: line.measure.number))


def by_section(lines: Iterable[Line]) -> tuple[Section, ...]:
    """Gather the lines under the titles of the form."""
    gathered: dict[str, list[Line]] = {}
    for line in lines:
        gathered.setdefault(line.measure.section, []).append(line)
    return tuple(
        Section(title=title, chapters=_chapters(found), lines=tuple(found))
        for title, found in gathered.items()
    )


def not_called_for(
    audit: Audit, catalogue: Catalogue, origin: Origin = Origin.MEMENTO
) -> tuple[Measure, ...]:
    """Return the measures that this situation does not call for, and that nothing shows failing."""
    judged = {one.measure for one in audit.findings}
    return tuple(
        one for one in catalogue.measures.values() if one.origin is origin and one.id not in judged
    )


def _chapters(lines: Iterable[Line]) -> str:
    """Return the number of the chapter that these lines share: «2.3» for 2.3.1 and 2.3.5."""
    kept = [line.measure for line in lines if line.measure.origin is Origin.MEMENTO]
    if not kept:
        return ""
    chapter = kept[0].chapter
    return ".".join(chapter.split(".")[:2]) if chapter[:1].isdigit() else chapter


def _said(measure: Measure) -> str:
    """Return all the words a measure may be looked for by."""
    return folded(
        f"{measure.number} {measure.title} {measure.short} {measure.section} {measure.chapter}"
        f" {measure.action} {measure.question}"
    )
