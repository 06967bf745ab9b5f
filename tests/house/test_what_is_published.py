"""Nothing of the machines this was written on, nor of where packages come from, is published."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from house.sources import ROOT

# Cut by «(?:)», which matches nothing, or this file would be the first to be found.
FORBIDDEN = {
    "a registry host": r"pypi(?:)\.org|python(?:)hosted\.org|npm(?:)js\.(org|com)|crates(?:)\.io",
    "a choice of registry": "--(extra-)?index-(?:)url|--find-(?:)links|--trusted-(?:)host",
    "a machine path": r"(?<![\w.~/*-])/(?:)(work/|root/\.(pyenv|cache)|opt/(pypi|wheels))",
    "a home folder": r"/home/(?:)(?!(alix|camille|samba)\b|\{|<|\$|\.\.\.|…|\*)[a-z]\w+/",
    "an address of a machine": r"https?://(?:)(?!127\.)(\d+\.){3}\d+",
}
UNTRACKED = frozenset(
    {
        ".git",
        ".venv",
        ".windows",
        ".hypothesis",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        "__pycache__",
    }
    | {"build", "dist", ".coverage", "uv.lock"}
)


def found_in(text: str) -> Iterator[str]:
    for what, pattern in FORBIDDEN.items():
        if found := re.search(pattern, text):
            yield f"{what}: {found[0]}"


def published(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in UNTRACKED or path.name.startswith(".coverage."):
            continue
        if path.is_dir():
            yield from published(path)
        elif path.is_file():
            yield path


def test_no_file_of_ours_tells_where_it_was_made() -> None:
    paths = list(published(ROOT))
    assert len(paths) > 100
    told = {
        str(path.relative_to(ROOT)): complaints
        for path in paths
        if (complaints := list(found_in(path.read_bytes().decode("utf-8", "replace"))))
    }
    assert told == {}


@pytest.mark.parametrize(
    "text",
    [
        "https://py" + "pi.org/project/x",
        "--index-" + "url x",
        "see /" + "work/x",
        "cd /" + "root/.pyenv",
        "PATH=/" + "home/someone/bin",
        "http://" + "10.0.0.1/simple",
    ],
)
def test_what_must_not_be_published_is_seen(text: str) -> None:
    assert list(found_in(text)) != []


@pytest.mark.parametrize(
    "text",
    ["framework/root", "~/travail/", "http://127.0.0.1", "/home/alix/x", "a/travail/b", "PyPI"],
)
def test_what_may_be_published_passes(text: str) -> None:
    assert list(found_in(text)) == []
