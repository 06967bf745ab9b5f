"""Prints what Windows' other programs can read: Python's own choice is neither theirs nor UTF-8."""

import codecs
import os
import stat
import sys
from collections.abc import Mapping
from io import TextIOWrapper
from typing import TextIO

CHOSEN = ("PYTHONIOENCODING", "PYTHONUTF8")
"""What somebody sets to choose the encoding: it is then left as they want it."""


def suit(stream: TextIO | None, environment: Mapping[str, str]) -> None:
    """Give a redirected stream the encoding of whatever reads it; a screen needs nothing.

    «more», «find» and PowerShell read a pipe as the console writes; a file is ours, in UTF-8.
    """
    if not isinstance(stream, TextIOWrapper) or stream.isatty():
        return
    if any(environment.get(name) for name in CHOSEN):
        return
    piped = stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode)
    encoding = encoding_of(console_page()) if piped else "utf-8"
    stream.reconfigure(encoding=encoding, errors="backslashreplace")


def encoding_of(page: int) -> str:
    """Return the encoding of a Windows code page; UTF-8 without a console (0) or for a rare one."""
    try:
        return codecs.lookup(f"cp{page}").name
    except LookupError:
        return "utf-8"


def console_page() -> int:
    """Return the code page this console writes in, 0 when there is none."""
    if sys.platform != "win32":
        return 0
    import ctypes  # noqa: PLC0415  # start-up time; windll is Windows' only

    return int(ctypes.windll.kernel32.GetConsoleOutputCP())
