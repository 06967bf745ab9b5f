"""What the card of a measure says besides its verdict: steps by system, figures, sources."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from hygie.catalogue.guidance import SYSTEMS
from hygie.catalogue.show import RECONSTRUCTED
from hygie.catalogue.tables import (
    Correspondence,
    Threshold,
    figures_of,
    load_correspondences,
    load_thresholds,
)
from hygie.catalogue.tables_said import say_correspondence, say_threshold
from hygie.core.measures import (
    SOURCE_STATUS_LABELS,
    THREAT_LABELS,
    Catalogue,
    Guidance,
    Measure,
    Origin,
    Source,
    SourceStatus,
)
from hygie.core.plan import steps

TITLES: Mapping[str, str] = {system: title for title, system in SYSTEMS.items()}
NO_CHAPTER = "Complément"


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What to do on one system; ``shown`` is False where it stays folded."""

    title: str
    lines: tuple[str, ...]
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One source, with what was checked of it; ``site`` is where its address leads."""

    title: str
    publisher: str
    status: str
    note: str
    url: str
    site: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What the data tables say of a measure."""

    figures: tuple[str, ...]
    elsewhere: tuple[str, ...]
    sources: tuple[Read, ...]
    reconstructed: bool


def steps_of(
    guidance: Guidance, system: str, others: Collection[str], failing: Collection[str]
) -> tuple[Steps, ...]:
    """Return the steps for this system, then those of the practice's other systems.

    ``failing`` names the systems of the workstations that a reading shows to be wrong: theirs are
    shown too.
    """
    own = steps(guidance, system)
    found = [Steps(title="", lines=own, shown=True)] if own else []
    return (
        *found,
        *(
            Steps(
                title=f"Sur un poste {TITLES[name]}",
                lines=guidance.how[name],
                shown=name in failing or not own,
            )
            for name in TITLES
            if name in others and name != system and name in guidance.how
        ),
    )


def beside(measure: Measure, guidance: Guidance, catalogue: Catalogue) -> Beside:
    """Return the figures, the same thing asked elsewhere, and every source of a measure."""
    thresholds, lines = _tables()
    figures = figures_of(measure, thresholds)
    elsewhere = [line for line in lines if line.measure == measure.id]
    quoted = [*(line.source for line in figures), *(line.source for line in elsewhere)]
    named = dict.fromkeys([*measure.sources, *guidance.sources, *quoted])
    return Beside(
        figures=tuple(map(say_threshold, figures)),
        elsewhere=tuple(map(say_correspondence, elsewhere)),
        sources=tuple(_read(catalogue.sources[id_]) for id_ in named if id_ in catalogue.sources),
        reconstructed=RECONSTRUCTED in named,
    )


def say_place(measure: Measure, catalogue: Catalogue) -> str:
    """Say where the Mémento has this measure, or what ours goes with."""
    chapter = measure.chapter
    if chapter[:1].isdigit():
        chapter = f"chapitre {chapter}"
    if measure.origin is Origin.MEMENTO:
        return f"Mémento {catalogue.memento}, ligne {measure.number}, {chapter}"
    if measure.chapter == NO_CHAPTER:
        return "Complément de Hygie, compté à part"
    return f"Complément de Hygie, compté à part, près du Mémento {catalogue.memento}, {chapter}"


def say_columns(measure: Measure) -> str:
    """Say the columns of the form in words."""
    columns = {
        (True, True): "données au cabinet et en ligne (L et C)",
        (True, False): "données au cabinet (L)",
        (False, True): "données en ligne (C)",
    }.get((measure.local, measure.cloud), "")
    return f"{columns}, à plusieurs utilisateurs" if measure.several_users_only else columns


def say_threats(measure: Measure) -> str:
    """Say what a measure stops."""
    return _list(THREAT_LABELS[threat].lower() for threat in measure.threats)


def _list(words: Iterable[str]) -> str:
    kept = list(words)
    return " et ".join(part for part in (", ".join(kept[:-1]), kept[-1]) if part) if kept else ""


@cache
def _tables() -> tuple[tuple[Threshold, ...], tuple[Correspondence, ...]]:
    return tuple(load_thresholds()), tuple(load_correspondences())


def _read(source: Source) -> Read:
    word = SOURCE_STATUS_LABELS[source.status]
    return Read(
        title=source.title,
        publisher=source.publisher,
        status=word if source.status is SourceStatus.OURS else f"source {word}",
        note=source.note,
        url=source.url,
        site=source.url.split("/")[2] if source.url.count("/") > 1 else "",
    )
