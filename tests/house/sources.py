"""Our own files, parsed once, as the house tests look at them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "hygie"


WANTS_DJANGO = ("practice/models.py", "practice/migrations/")
"""What only Django may import, once it is configured."""


@dataclass(frozen=True)
class Source:
    """One Python file. ``path`` is relative to where we looked, with slashes."""

    path: str
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        return self.path.split("/")[0].removesuffix(".py")

    @property
    def module(self) -> str:
        return f"hygie.{self.path.removesuffix('.py').replace('/', '.')}"

    @property
    def stands_alone(self) -> bool:
        """Tell whether it can be imported by itself; Django imports some, once it is configured."""
        return not self.path.endswith("__init__.py") and not self.path.startswith(WANTS_DJANGO)


def a_source(text: str, path: str = "core/example.py") -> Source:
    return Source(path=path, text=text, tree=ast.parse(text))


@cache
def read_tree(folder: Path = PACKAGE) -> tuple[Source, ...]:
    """Parse every Python file below; none at all would make every test pass for nothing."""
    found = tuple(
        a_source(file.read_text("utf-8"), file.relative_to(folder).as_posix())
        for file in sorted(folder.rglob("*.py"))
    )
    assert found, folder
    return found


def name_of(node: ast.expr) -> str:
    """Write a chain of names as in the file: ``os.environ.get``; empty for anything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attribute):
            before = name_of(value)
            return f"{before}.{attribute}" if before else ""
        case _:
            return ""


def dotted(tree: ast.AST) -> set[str]:
    """Return every chain of names in a file, its beginnings included."""
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Name | ast.Attribute))
    return {name for node in nodes if (name := name_of(node))}


def calls(tree: ast.AST) -> set[str]:
    """Return the names of what is called."""
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {name for node in found if (name := name_of(node.func))}


def imports(tree: ast.AST) -> Iterator[str]:
    """Return each module or name imported, wherever the import stands: ``time.monotonic``."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                yield from (f"{'.' * level}{module or ''}.{alias.name}" for alias in names)
