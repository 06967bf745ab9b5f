"""Reads the content: one TOML and one Markdown per measure, the facts, the sources."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hygie.catalogue.entries import read_fact, read_measure, read_source
from hygie.core.errors import CatalogueError
from hygie.core.measures import Catalogue, Measure

FOLDER = Path(__file__).parent
VERSION = "2026.11"
"""The edition of our content; an audit carries it."""

MEMENTO = "V2.0"
"""The edition of the official checklist the 33 lines come from."""


def load_catalogue(folder: Path = FOLDER) -> Catalogue:
    """Read the whole catalogue, measures in the checklist's order.

    Raises CatalogueError, naming the file, when the content contradicts its own form.
    """
    facts = [read_fact(entry) for entry in read_toml(folder / "facts.toml").get("fact", ())]
    sources = [read_source(entry) for entry in read_toml(folder / "sources.toml").get("source", ())]
    measures = sorted(_measures(folder / "measures"), key=lambda measure: measure.number)
    return Catalogue(
        version=VERSION,
        memento=MEMENTO,
        measures={measure.id: measure for measure in measures},
        facts={fact.id: fact for fact in facts},
        sources={source.id: source for source in sources},
    )


def read_toml(path: Path) -> Mapping[str, Any]:
    """Read one file of content. Raises CatalogueError when it is missing or malformed."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise damaged(path.name, str(error)) from error


def damaged(name: str, detail: str) -> CatalogueError:
    """Say which file of the content is wrong, and what to do about it."""
    return CatalogueError(
        f"Le contenu livré avec Hygie est abîmé ({name} : {detail}).",
        hint="Réinstallez Hygie ; vos données ne sont pas touchées.",
    )


def _measures(folder: Path) -> list[Measure]:
    found = []
    for path in sorted(folder.glob("*.toml")):
        try:
            measure = read_measure(read_toml(path))
        except (KeyError, ValueError, TypeError) as error:
            raise damaged(path.name, repr(error)) from error
        if measure.id != path.stem:
            raise damaged(path.name, f"identifiant {measure.id}")
        found.append(measure)
    return found
