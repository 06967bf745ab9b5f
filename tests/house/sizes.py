"""How long functions and files may be."""

import ast
from collections.abc import Iterable, Iterator
from itertools import groupby

from house.sources import Source

LONGEST_FUNCTION = 60
LONG_FUNCTION = 30
LONG_SHARE = 0.1
"""Nine in ten are shorter than a long one, in each room."""

LONGEST_FILE = 400


def function_lengths(source: Source) -> Iterator[tuple[str, int]]:
    """Return each function's place and its lines, from ``def`` to the last one."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            end = node.end_lineno or node.lineno
            yield f"{source.path}:{node.lineno} {node.name}", end - node.lineno + 1


def long_functions(source: Source) -> Iterator[str]:
    """Complain of a function over the limit."""
    for place, length in function_lengths(source):
        if length > LONGEST_FUNCTION:
            yield f"{place}: {length} lines"


def long_files(source: Source) -> Iterator[str]:
    """Complain of a file over the limit."""
    length = len(source.text.splitlines())
    if length > LONGEST_FILE:
        yield f"{source.path}: {length} lines"


def rooms_of_long_functions(sources: Iterable[Source]) -> Iterator[str]:
    """Complain of a room where more than one function in ten is long."""
    for room, files in groupby(sources, key=lambda source: source.room):
        lengths = [length for file in files for _, length in function_lengths(file)]
        long = sum(length >= LONG_FUNCTION for length in lengths)
        if long > len(lengths) * LONG_SHARE:
            yield f"{room}: {long} functions of {len(lengths)} reach {LONG_FUNCTION} lines"
