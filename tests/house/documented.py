"""The commands our pages tell people to type."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from house.sources import ROOT

CODE = re.compile(r"^```[^\n]*\n(?P<block>.*?)^```|`(?P<inline>[^`\n]+)`", re.MULTILINE | re.DOTALL)
TYPED = re.compile(
    r"(?:^|\| |« )(?:\$ )?(?:\.venv/bin/)?hygie (?P<words>[a-zé-][^|»#\n]*)", re.MULTILINE
)


@dataclass(frozen=True)
class Typed:
    """``hygie`` and what follows, as written on a page."""

    page: str
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.words[0]

    @property
    def options(self) -> tuple[str, ...]:
        return tuple(word.split("=")[0] for word in self.words[1:] if word.startswith("--"))


def pages(root: Path = ROOT) -> tuple[Path, ...]:
    return (*sorted(root.glob("README*.md")), *sorted((root / "docs").rglob("*.md")))


def typed_in(text: str, page: str) -> Iterator[Typed]:
    """Find them in code, in blocks or in a sentence; prose that says «hygie» is not a command."""
    for code in CODE.finditer(text):
        for found in TYPED.finditer(code["block"] or code["inline"]):
            words = tuple(word.strip("[]()…,.") for word in found["words"].split())
            yield Typed(page=page, words=words)
