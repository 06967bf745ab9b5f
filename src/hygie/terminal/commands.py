"""What a room says of its commands, without knowing who will run them.

A room that has some holds a light ``commands.py`` with ``COMMANDS: tuple[Command, ...]``; its
heavy imports stand inside the functions given as ``run``, so that the help stays quick.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from hygie.terminal.console import Console


class ExitCode(IntEnum):
    """How a request ended; an interface, kept equal to docs/codes-de-sortie.md by a test.

    TO_DO and INCOMPLETE are only for those who asked with ``--strict``.
    """

    DONE = 0
    FAILED = 1
    MISUSED = 2
    TO_DO = 3
    INCOMPLETE = 4
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One word after ``hygie``. ``name`` and ``help`` are French; ``help`` is one sentence.

    ``by_default``: what ``hygie`` does when it is given no word; one command at most is.
    """

    name: str
    help: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Console], ExitCode]
    by_default: bool = False
