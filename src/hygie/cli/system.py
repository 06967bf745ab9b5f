"""The real streams, clock and screen, gathered once."""

import os
import shutil
import sys
from datetime import UTC, datetime
from io import TextIOWrapper

from hygie.cli.windows_streams import suit
from hygie.terminal.console import Console
from hygie.terminal.layout import WIDTH

NARROWEST = 40


def this_console() -> Console:
    """Return the console of this process."""
    if isinstance(sys.stdin, TextIOWrapper):
        # What is typed or piped in another encoding must be asked again, not stop everything.
        sys.stdin.reconfigure(errors="replace")
    if sys.platform == "win32":
        for stream in (sys.stdout, sys.stderr):
            suit(stream, os.environ)
    columns = shutil.get_terminal_size((WIDTH, 24)).columns
    return Console(
        stdin=sys.stdin,
        stdout=sys.stdout,
        stderr=sys.stderr,
        environment=dict(os.environ),
        now=lambda: datetime.now(UTC),
        width=min(WIDTH, max(NARROWEST, columns)),
    )
