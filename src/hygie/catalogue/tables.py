"""The data tables: what Hygie knows of the outside world, each line with its source and date."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import index
from pathlib import Path
from typing import Any, TypeVar

from hygie.catalogue.loader import FOLDER, OUT_OF_FORM, damaged, read_toml
from hygie.core.ages import DataTable
from hygie.core.measures import Measure

LABELS: Mapping[tuple[str, str], str] = {
    ("systems", "system"): "fin des correctifs de sécurité des systèmes",
    ("programs", "program"): "logiciels connus",
    ("thresholds", "threshold"): "délais et longueurs jugés",
    ("correspondences", "correspondence"): "correspondances avec d'autres référentiels",
}
"""Each table, by its file and the name of its lines, with what it holds in French."""

T = TypeVar("T")
Entry = Mapping[str, Any]


class Framework(StrEnum):
    """Where else the same thing is asked for."""

    ANSSI = "anssi-hygiene"
    ISO = "iso-27001"
    MON_AIDE_CYBER = "mon-aide-cyber"


class Basis(StrEnum):
    """What a figure rests on."""

    REGULATION = "regulation"
    RECOMMENDATION = "recommendation"
    OURS = "ours"


class Judged(StrEnum):
    """What a figure is the figure of."""

    READING = "reading"
    EVIDENCE = "evidence"
    ANSWER = "answer"
    TABLE = "table"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """One line of another framework; ``certainty`` says how far the two agree."""

    measure: str
    framework: Framework
    reference: str
    title: str
    certainty: str
    source: str
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """One figure a verdict depends on; ``name`` is a fact, a kind of evidence, or empty for all."""

    of: Judged
    name: str
    value: int
    label: str
    basis: Basis
    note: str
    source: str
    checked: date


def load_systems(folder: Path = FOLDER) -> Mapping[str, str]:
    """Map «debian 12» to the ISO day its free security updates end."""
    read = _lines(folder, "systems", "system", lambda line: (line["id"], line["end"].isoformat()))
    return dict(read)


def load_programs(folder: Path = FOLDER) -> Sequence[Entry]:
    """List the known programs as written in the table; the workstation room knows their form."""
    return _lines(folder, "programs", "program", dict)


def load_correspondences(folder: Path = FOLDER) -> Sequence[Correspondence]:
    """List what asks for the same things elsewhere, in the table's order."""
    return _lines(folder, "correspondences", "correspondence", _correspondence)


def load_thresholds(folder: Path = FOLDER) -> Sequence[Threshold]:
    """List the figures verdicts depend on, in the table's order."""
    return _lines(folder, "thresholds", "threshold", _threshold)


def load_tables(folder: Path = FOLDER) -> Sequence[DataTable]:
    """Tell when each table was last checked. A table without a line is damaged."""
    found = []
    for (name, key), label in LABELS.items():
        days = _lines(folder, name, key, lambda line: _day(line["checked"]))
        if not days:
            raise damaged(f"{name}.toml", "aucune ligne")
        found.append(DataTable(id=name, label=label, checked=max(days)))
    return found


def figures_of(measure: Measure, thresholds: Iterable[Threshold]) -> tuple[Threshold, ...]:
    """Return the figures of this measure alone: those of its facts and of its named evidence."""
    facts = {(Judged.READING, wanted.fact) for wanted in measure.wants}
    kinds = {(Judged.EVIDENCE, kind.id) for kind in measure.evidence}
    return tuple(line for line in thresholds if (line.of, line.name) in facts | kinds)


def _lines(folder: Path, name: str, key: str, read: Callable[[Entry], T]) -> list[T]:
    path = folder / "tables" / f"{name}.toml"
    try:
        return [read(line) for line in read_toml(path)[key]]
    except OUT_OF_FORM as error:
        raise damaged(path.name, repr(error)) from error


def _correspondence(line: Entry) -> Correspondence:
    return Correspondence(
        measure=line["measure"],
        framework=Framework(line["framework"]),
        reference=line["reference"],
        title=line["title"],
        certainty=line["certainty"],
        source=line["source"],
        checked=_day(line["checked"]),
    )


def _threshold(line: Entry) -> Threshold:
    return Threshold(
        of=Judged(line["of"]),
        name=line.get("name", ""),
        value=index(line["value"]),
        label=line["label"],
        basis=Basis(line["basis"]),
        note=line.get("note", ""),
        source=line["source"],
        checked=_day(line["checked"]),
    )


def _day(value: object) -> date:
    if type(value) is date:
        return value
    raise ValueError(value)
