"""The only place that prints, reads the keyboard and draws colours.

Results go to standard output, talk to standard error. Nothing coloured or moving when piped.
Whatever a text holds, it is neutralised; whatever a terminal can show, no text is refused.
"""

import codecs
import errno
import json
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from threading import Lock
from types import TracebackType
from typing import Self, TextIO

from hygie.core.errors import HygieError
from hygie.terminal.layout import WIDTH, width_of
from hygie.terminal.safe_text import HOSTILE, encodable, is_encodable, neutral
from hygie.terminal.tones import coloured, plain
from hygie.terminal.typography import typeset

CLOSED = "Le résultat n'a pas pu être affiché : la sortie est fermée ou pleine."
REOPEN = "Recommencez sans rediriger la sortie, ou vers un autre emplacement."


class ReaderLeftError(Exception):
    """Whoever read our results has stopped, as ``head`` does: there is nothing more to do."""


@dataclass(slots=True, kw_only=True)
class Console:
    """The streams of one request, given by whoever starts it; None is a closed stream.

    ``zone`` is where the reader is, None for this computer's own; ``width`` in columns.
    """

    stdin: TextIO | None
    stdout: TextIO | None
    stderr: TextIO | None
    environment: Mapping[str, str]
    now: Callable[[], datetime]
    width: int = WIDTH
    zone: tzinfo | None = None
    document_shown: bool = field(default=False, init=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)
    _passing: int = field(default=0, init=False, repr=False)

    @property
    def interactive(self) -> bool:
        """Tell whether somebody is there to read a question and answer it."""
        return _is_terminal(self.stdin) and _is_terminal(self.stderr)

    def show(self, text: str = "") -> None:
        """Write a result, on standard output."""
        self._result(self._fit(text, self.stdout))

    def json(self, document: Mapping[str, object]) -> None:
        """Write the one document of this request, on standard output."""
        if self.document_shown:
            raise ValueError("A request shows one JSON document.")
        text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
        # Other programs read JSON in UTF-8 only; in any other encoding, plain ASCII says the same.
        if not _takes(text, _encoding(self.stdout)):
            text = json.dumps(document, indent=2, allow_nan=False)
        self._result(HOSTILE.sub(lambda found: json.dumps(found[0])[1:-1], text))
        self.document_shown = True

    def say(self, text: str = "") -> None:
        """Talk, on standard error. Nobody listening is not an error."""
        self._talk(self._fit(text, self.stderr) + "\n")

    def listen(self, prompt: str) -> str | None:
        """Ask for a line; None when there is no more to read."""
        self._talk(self._fit(prompt, self.stderr))
        line = _line_from(self.stdin)
        if not line:
            self._talk("\n")
            return None
        return line.rstrip("\r\n")

    def progress(self, title: str) -> "Progress":
        """Return what shows how far a long work is, to be used with ``with``."""
        return Progress(self, title)

    def pass_by(self, text: str) -> None:
        """Show a line that the next one replaces; nothing unless a terminal can erase it."""
        if not (_is_terminal(self.stderr) and self._can_move):
            return
        line = _shortened(self._fit(plain(text), self.stderr).replace("\n", " "), self.width - 1)
        with self._lock:
            _write_quietly(self.stderr, self._erasure() + line)
            self._passing = width_of(line)

    @property
    def _can_move(self) -> bool:
        return self.environment.get("TERM") != "dumb"

    def _has_colour(self, stream: TextIO | None) -> bool:
        refused = self.environment.get("NO_COLOR", "") != ""
        return _is_terminal(stream) and self._can_move and not refused

    def _fit(self, text: str, stream: TextIO | None) -> str:
        ready = typeset(neutral(text))
        drawn = coloured(ready) if self._has_colour(stream) else plain(ready)
        return encodable(drawn, _encoding(stream))

    def _talk(self, text: str) -> None:
        with self._lock:
            _write_quietly(self.stderr, self._erasure() + text)

    def _result(self, text: str) -> None:
        with self._lock:
            if erasure := self._erasure():
                _write_quietly(self.stderr, erasure)
            _write_surely(self.stdout, f"{text}\n")

    def _erasure(self) -> str:
        passing, self._passing = self._passing, 0
        return f"\r{' ' * passing}\r" if passing else ""


class Progress:
    """How far a work is, on one line that leaves no trace; any thread may call ``step``."""

    def __init__(self, console: Console, title: str) -> None:
        self._console = console
        self._title = title

    def step(self, done: int, total: int, label: str) -> None:
        """Say that ``done`` of ``total`` are over, ``label`` being the last one's name."""
        self._console.pass_by(f"{self._title} : {done} sur {total} · {label}")

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Erase the line, however the work ended."""
        self._console.pass_by("")


def _encoding(stream: TextIO | None) -> str:
    return getattr(stream, "encoding", None) or "utf-8"


def _takes(text: str, encoding: str) -> bool:
    return codecs.lookup(encoding).name == "utf-8" and is_encodable(text, encoding)


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # the stream was closed
        return False


def _line_from(stream: TextIO | None) -> str:
    try:
        return stream.readline() if stream is not None else ""
    except (OSError, ValueError):  # closed, or no longer ours: as good as its end
        return ""


def _shortened(text: str, width: int) -> str:
    while width_of(text) > width:
        text = text[:-1]
    return text


def _write_quietly(stream: TextIO | None, text: str) -> None:
    with suppress(OSError, ValueError):
        if stream is not None:
            stream.write(text)
            stream.flush()


def _write_surely(stream: TextIO | None, text: str) -> None:
    if stream is None:
        raise HygieError(CLOSED, hint=REOPEN)
    try:
        stream.write(text)
        stream.flush()
    except (OSError, ValueError) as error:
        if _reader_left(error):
            raise ReaderLeftError from error
        raise HygieError(CLOSED, hint=REOPEN) from error


def _reader_left(error: Exception) -> bool:
    # Windows says «invalid argument» of a pipe that nobody reads any more.
    if sys.platform == "win32" and getattr(error, "errno", 0) == errno.EINVAL:
        return True
    return isinstance(error, BrokenPipeError)
