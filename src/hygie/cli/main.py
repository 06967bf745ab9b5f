"""The way in. ``entry`` is the only place that ends the process.

Little is imported here: ``hygie --version`` must answer at once.
"""

import errno
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn, TextIO

from hygie.version import VERSION

if TYPE_CHECKING:
    from hygie.terminal.commands import ExitCode
    from hygie.terminal.console import Console

DONE = 0
FAILED = 1
INTERRUPTED = 130


def main(argv: Sequence[str], console: "Console", *, package: str = "hygie") -> "ExitCode":
    """Answer one request and say how it ended. ``package`` is where the rooms are."""
    from hygie.cli.requests import answer_or_report  # noqa: PLC0415  # not needed for --version

    return answer_or_report(argv, console, package=package)


def entry() -> NoReturn:
    """Answer the request the shell made, then end the process."""
    try:
        code = _answer(sys.argv[1:], sys.stdout)
    except KeyboardInterrupt:  # while Hygie was still being loaded
        code = INTERRUPTED
    sys.exit(max(code, _settled(sys.stdout), _settled(sys.stderr)))


def _answer(argv: Sequence[str], stdout: TextIO | None) -> int:
    if list(argv) == ["--version"] and stdout is not None:
        return _written(stdout, f"Hygie {VERSION}\n")
    from hygie.cli.system import this_console  # noqa: PLC0415  # not needed for --version

    return main(argv, this_console())


def _written(stream: TextIO, text: str) -> int:
    try:
        stream.write(text)
        stream.flush()
    except OSError as refusal:
        return _code_of(refusal)
    return DONE


def _settled(stream: TextIO | None) -> int:
    """Write what is left; a stream that refuses is set aside, or Python would complain of it."""
    try:
        if stream is not None:
            stream.flush()
    except OSError as refusal:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1 if stream is sys.stdout else 2)
        return _code_of(refusal)
    return DONE


def _code_of(refusal: OSError) -> int:
    """Tell a reader who left, which is no failure, from a stream that takes nothing more."""
    # Windows says «invalid argument» of a pipe that nobody reads any more.
    left = sys.platform == "win32" and refusal.errno == errno.EINVAL
    return DONE if left or isinstance(refusal, BrokenPipeError) else FAILED
