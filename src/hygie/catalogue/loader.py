"""Reads the content: one TOML and one Markdown per measure, the facts, the sources."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol, TypeVar

from hygie.catalogue.entries import read_fact, read_measure, read_source
from hygie.core.errors import CatalogueError
from hygie.core.measures import Catalogue, Measure

FOLDER = Path(__file__).parent
VERSION = "2026.11"
"""The edition of our content; an audit carries it."""

MEMENTO = "V2.0"
"""The edition of the official checklist the 33 lines come from."""

DETAIL_LETTERS = 200
"""A damaged file may quote itself at length; nobody reads that."""

OUT_OF_FORM = (AttributeError, KeyError, TypeError, ValueError)
"""What reading an entry that has not the expected form raises."""


class Named(Protocol):
    """What an entry becomes: it has an id."""

    @property
    def id(self) -> str:
        """The id, unique in its file."""


T = TypeVar("T", bound=Named)


def load_catalogue(folder: Path = FOLDER) -> Catalogue:
    """Read the whole catalogue, measures in the checklist's order.

    Raises CatalogueError, naming the file, when the content contradicts its own form.
    """
    measures = sorted(_measures(folder / "measures"), key=lambda measure: measure.number)
    by_id = {measure.id: measure for measure in measures}
    _check_replaced(by_id)
    return Catalogue(
        version=VERSION,
        memento=MEMENTO,
        measures=by_id,
        facts=_listed(folder / "facts.toml", "fact", read_fact),
        sources=_listed(folder / "sources.toml", "source", read_source),
    )


def read_toml(path: Path) -> Mapping[str, Any]:
    """Read one file of content. Raises CatalogueError when it is missing or malformed."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise damaged(path.name, str(error)) from error


def damaged(name: str, detail: str) -> CatalogueError:
    """Say which file of the content is wrong, and what to do about it."""
    return CatalogueError(
        f"Le contenu livré avec Hygie est abîmé ({name} : {detail[:DETAIL_LETTERS]}).",
        hint="Réinstallez Hygie ; vos données ne sont pas touchées.",
    )


def _listed(path: Path, key: str, read: Callable[[Mapping[str, Any]], T]) -> Mapping[str, T]:
    entries = read_toml(path).get(key, ())
    try:
        values = [read(entry) for entry in entries]
        found = {value.id: value for value in values}
    except OUT_OF_FORM as error:
        raise damaged(path.name, repr(error)) from error
    if len(found) != len(values):
        raise damaged(path.name, "identifiant en double")
    return found


def _measures(folder: Path) -> list[Measure]:
    found = []
    for path in sorted(folder.glob("*.toml")):
        try:
            measure = read_measure(read_toml(path))
        except OUT_OF_FORM as error:
            raise damaged(path.name, repr(error)) from error
        if measure.id != path.stem:
            raise damaged(path.name, f"identifiant {measure.id}")
        found.append(measure)
    return found


def _check_replaced(measures: Mapping[str, Measure]) -> None:
    """Refuse a measure that stands instead of one that is not there, or that stands for another."""
    for measure in measures.values():
        if not measure.instead_of:
            continue
        replaced = measures.get(measure.instead_of)
        if replaced is None or replaced.instead_of:
            raise damaged(f"{measure.id}.toml", f"instead_of {measure.instead_of}")
