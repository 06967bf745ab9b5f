"""One idea, one word: the glossary and the code name the same things."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "hygie"
PAGE = ROOT / "docs" / "glossaire.md"


def classes_below(folder: Path) -> set[str]:
    trees = (ast.parse(file.read_text("utf-8")) for file in folder.rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    return {node.name for node in nodes if not node.name.startswith("_")}


def lines_of_the_page() -> list[tuple[str, str, str]]:
    found = re.findall(r"^\| (.+) \| (.+) \| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return [row for row in found if set(row[0]) != {"-"} and row[0] != "Dans le code"]


def names_of_the_page() -> list[str]:
    return [code.strip("`") for code, _, _ in lines_of_the_page() if code.startswith("`")]


def test_every_class_of_the_core_has_its_line() -> None:
    classes = classes_below(PACKAGE / "core")
    assert classes
    assert classes - set(names_of_the_page()) == set()


def test_every_class_named_exists_and_is_named_once() -> None:
    names = names_of_the_page()
    assert set(names) - classes_below(PACKAGE) == set()
    assert len(names) == len(set(names))


def test_no_two_classes_share_a_french_word() -> None:
    words = [french for code, french, _ in lines_of_the_page() if code.startswith("`")]
    known = [french for french in words if french != "–"]
    assert len(known) == len(set(known))
