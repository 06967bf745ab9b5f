"""Reads the Markdown of a measure: fixed headings, one sentence per line."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from hygie.catalogue.loader import FOLDER, damaged
from hygie.core.measures import Catalogue, Guidance

WHY, HOW, CHECK = "Pourquoi", "Comment", "Vérifier"
WHERE, MESSAGE, NOTES = "Où regarder", "Message groupé", "Précisions"
HEADINGS = (WHY, HOW, CHECK, WHERE, MESSAGE, NOTES)
SYSTEMS: Mapping[str, str] = {
    "Windows 11": "windows",
    "macOS": "macos",
    "Linux": "linux",
    "Sans technicien": "anyone",
}
MARK = re.compile(r"\s*\[\^([a-z0-9-]+)\]")
STEP = re.compile(r"^\d+\. ")


def load_guidance(catalogue: Catalogue, folder: Path = FOLDER) -> Mapping[str, Guidance]:
    """Read the prose of every measure of the catalogue. Raises CatalogueError, naming the file."""
    return {id_: read_guidance(folder / "measures" / f"{id_}.md") for id_ in catalogue.measures}


def read_guidance(path: Path) -> Guidance:
    """Read the prose of one measure. Raises CatalogueError when it is missing or out of form."""
    try:
        text = path.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise damaged(path.name, str(error)) from error
    unknown = [title for title in titles(text, "## ") if title not in HEADINGS]
    if unknown:
        raise damaged(path.name, f"titre inconnu « {unknown[0]} »")
    return parse_guidance(text)


def parse_guidance(text: str) -> Guidance:
    """Read the prose of one measure; source marks leave the sentences and are gathered."""
    parts = split(text.splitlines(), "## ")
    how = split(parts.get(HOW, ()), "### ")
    return Guidance(
        why=sentences(parts.get(WHY, ())),
        how={SYSTEMS[title]: steps(lines) for title, lines in how.items() if title in SYSTEMS},
        check=sentences(parts.get(CHECK, ())),
        where_to_look=sentences(parts.get(WHERE, ())),
        message=" ".join(sentences(parts.get(MESSAGE, ()))),
        notes=sentences(parts.get(NOTES, ())),
        sources=tuple(dict.fromkeys(MARK.findall(text))),
    )


def split(lines: Iterable[str], mark: str) -> Mapping[str, list[str]]:
    """Gather lines under their headings; what stands before the first heading is left out."""
    parts: dict[str, list[str]] = {}
    current: list[str] = []
    for line in lines:
        if line.startswith(mark):
            current = parts.setdefault(line.removeprefix(mark).strip(), [])
        else:
            current.append(line)
    return parts


def titles(text: str, mark: str) -> list[str]:
    """List the headings of one level, in order."""
    return [line.removeprefix(mark).strip() for line in text.splitlines() if line.startswith(mark)]


def sentences(lines: Iterable[str]) -> tuple[str, ...]:
    """Keep one sentence per line, without its source marks."""
    return tuple(MARK.sub("", line).strip() for line in lines if line.strip())


def steps(lines: Iterable[str]) -> tuple[str, ...]:
    """Keep the numbered lines, without their numbers."""
    return tuple(MARK.sub("", STEP.sub("", line)).strip() for line in lines if STEP.match(line))
