"""The files of the catalogue as they are written, to check their form."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hygie.catalogue.loader import FOLDER

MEASURES = FOLDER / "measures"
TOML_FILES = sorted(MEASURES.glob("*.toml"))
MARKDOWN_FILES = sorted(MEASURES.glob("*.md"))
HERE = Path(__file__).parent.parent / "content"

MARKS = re.compile(r"\[\^([a-z0-9-]+)\]")
MARKS_AT_END = re.compile(r"(?: \[\^[a-z0-9-]+\])+$")


@dataclass(frozen=True)
class Sentence:
    """One line of the prose of a measure: where it is, what it says, what it rests on."""

    measure: str
    heading: str
    under: str
    raw: str

    @property
    def text(self) -> str:
        """What a person reads: without its number and its source marks."""
        return re.sub(r"^\d+\. ", "", MARKS_AT_END.sub("", self.raw))

    @property
    def marks(self) -> list[str]:
        return MARKS.findall(self.raw)

    def __str__(self) -> str:
        return f"{self.measure} › {self.heading} : {self.raw}"


def entry(path: Path) -> Mapping[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def entries() -> list[Mapping[str, Any]]:
    """Return the TOML of every measure, in the checklist's order."""
    return sorted((entry(path) for path in TOML_FILES), key=lambda measure: measure["number"])


def table(name: str, key: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = entry(FOLDER / name)[key]
    return found


def sentences(path: Path) -> Iterator[Sentence]:
    """Yield the lines of one Markdown that are neither empty nor headings."""
    heading = under = ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("## "):
            heading, under = line[3:], ""
        elif line.startswith("### "):
            under = line[4:]
        elif line:
            yield Sentence(measure=path.stem, heading=heading, under=under, raw=line)


def prose() -> list[Sentence]:
    return [sentence for path in MARKDOWN_FILES for sentence in sentences(path)]


def texts_of(value: object) -> Iterator[str]:
    """Yield every text a piece of TOML holds, however deep; keys are not texts."""
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from texts_of(inner)
        case list():
            for inner in value:
                yield from texts_of(inner)


def said_in_toml() -> list[tuple[str, str]]:
    """Return what the TOML of the measures and of the questions says to a person, and where."""
    ours = ("short", "question", "action", "answers", "wants", "evidence")
    found = []
    for measure in entries():
        parts = {key: measure.get(key, {}) for key in ours}
        parts["wants"] = [wanted.get("failing", "") for wanted in measure.get("wants", [])]
        parts["evidence"] = [kind["label"] for kind in measure.get("evidence", [])]
        parts["title"] = "" if measure["origin"] == "memento" else measure["title"]
        found += [(measure["id"], text) for text in texts_of(parts) if text]
    for question in table("situation.toml", "question"):
        spoken = [question["text"], question["why"], question["look"]]
        spoken += [choice["label"] for choice in question["choice"]]
        found += [(question["id"], text) for text in spoken]
    return found


def all_that_is_said() -> list[tuple[str, str]]:
    """Return every text of ours a practitioner may read; the official titles are not ours."""
    found = said_in_toml() + [(sentence.measure, sentence.text) for sentence in prose()]
    found += [(fact["id"], fact["label"]) for fact in table("facts.toml", "fact")]
    for source in table("sources.toml", "source"):
        found += [(source["id"], source["title"]), (source["id"], source.get("note", ""))]
    return [(where, text) for where, text in found if text]
