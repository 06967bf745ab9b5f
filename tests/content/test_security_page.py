"""docs/securite.md judges each requirement of the ASVS once, and the tests it names are there."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parent / "docs" / "securite.md").read_text("utf-8")
LEVELS = dict(
    line.split() for line in (TESTS / "content" / "asvs_ids.txt").read_text("ascii").splitlines()
)
"""The requirements of levels 1 and 2 of the ASVS 5.0.0, with their level."""

JUDGED = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.splitlines()
    if re.match(r"\| \d+\.\d+\.\d+ \| [12] \|", line)
]
"""Requirement, level, what is asked, state, how, test."""

PUT_ASIDE = re.findall(r"^\| ((?:\d+\.\d+\.\d+(?:, )?)+) \| [^|]+ \|$", PAGE, re.MULTILINE)
STATES = {"tenu", "en partie", "non tenu"}
READ = "relu"


def put_aside() -> list[str]:
    return [one for group in PUT_ASIDE for one in group.split(", ")]


@cache
def functions_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_each_requirement_is_judged_once() -> None:
    said = Counter([row[0] for row in JUDGED] + put_aside())
    assert said == Counter(LEVELS.keys())


def test_each_line_has_its_level_its_state_and_its_reason() -> None:
    for row in JUDGED:
        requirement, level, asked, state, how, shown = row
        assert level == LEVELS[requirement], row
        assert state in STATES, row
        assert asked, row
        assert how, row
        assert shown == READ or shown.startswith("`"), row


def test_each_test_it_names_exists() -> None:
    named = [row[5].strip("`").partition("::") for row in JUDGED if row[5] != READ]
    assert named
    missing = [
        f"{file}::{name}"
        for file, _, name in named
        if not (TESTS / file).is_file() or name not in functions_in(TESTS / file)
    ]
    assert missing == []


def test_the_count_is_the_one_it_says() -> None:
    states = Counter(row[3] for row in JUDGED)
    said = (
        f"{len(LEVELS)} exigences : {states['tenu']} tenues, {states['en partie']} en partie,"
        f" {states['non tenu']} non tenues, {len(put_aside())} sans objet ici."
    )
    assert said in PAGE


def test_what_is_missing_comes_first() -> None:
    states = [row[3] for row in JUDGED]
    assert states == sorted(states, key=["non tenu", "en partie", "tenu"].index)
