"""A console whose streams are texts in memory."""

from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO, StringIO, TextIOWrapper
from typing import Any, TextIO

from hygie.terminal.console import Console

NOW = datetime(2026, 11, 22, 18, 41, tzinfo=UTC)
PARIS_IN_WINTER = timezone(timedelta(hours=1))


class FakeTerminal(StringIO):
    """A stream that says a person is in front of it."""

    def isatty(self) -> bool:
        return True


class GoneReader(StringIO):
    """A pipe whose other end has been closed, as ``head`` does."""

    def write(self, text: str) -> int:
        raise BrokenPipeError(text)


class FullDisk(StringIO):
    """A file on a disk with no room left."""

    def write(self, text: str) -> int:
        raise OSError(28, text)


class ControlC(StringIO):
    """A keyboard at which somebody presses Ctrl-C."""

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]  # the stubs give StringIO the bytes of its base
        raise KeyboardInterrupt(size)


def encoded_stream(encoding: str) -> TextIOWrapper:
    """Return a stream that refuses what its encoding does not have."""
    return TextIOWrapper(BytesIO(), encoding=encoding, errors="strict", newline="")


def a_console(*, typed: str = "", **changes: Any) -> Console:
    plain: dict[str, Any] = {
        "stdin": StringIO(typed),
        "stdout": StringIO(),
        "stderr": StringIO(),
        "environment": {},
        "now": lambda: NOW,
        "zone": PARIS_IN_WINTER,
    }
    return Console(**{**plain, **changes})


def shown(console: Console) -> str:
    """Return what went to standard output."""
    return _text(console.stdout)


def said(console: Console) -> str:
    """Return what went to standard error."""
    return _text(console.stderr)


def _text(stream: TextIO | None) -> str:
    assert isinstance(stream, StringIO)
    return stream.getvalue()
