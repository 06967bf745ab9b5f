"""Draws what a command shows as an SVG picture of a terminal, from its own output.

python tools/capture.py --lignes 43 demo --au 2026-11-22T19:41+01:00 > docs/images/demo.svg
"""

import argparse
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from io import StringIO
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from hygie.cli.main import main as answer
from hygie.terminal.console import Console
from hygie.terminal.layout import WIDTH

ADVANCE, LINE, MARGIN = 8.43, 19, 20
"""Pixels from one letter to the next, from one line to the next, and around."""

STYLES: Mapping[str, str] = {
    "32": ' fill="#1a7f37"',
    "33": ' fill="#9a4600"',
    "34": ' fill="#0550ae"',
    "90": ' fill="#57606a"',
    "1": ' font-weight="bold"',
    "1;31": ' fill="#b3261e" font-weight="bold"',
}
PARIS_IN_WINTER = timezone(timedelta(hours=1))
ESCAPE = re.compile("\x1b\\[([0-9;]*)m")


class Screen(StringIO):
    """A stream that takes colours, as a terminal does."""

    def isatty(self) -> bool:
        """Say that somebody looks."""
        return True


def output_of(words: Sequence[str]) -> str:
    """Run a command in an empty practice and return what it shows, colours included."""
    with tempfile.TemporaryDirectory() as folder:
        screen = Screen()
        console = Console(
            stdin=StringIO(),
            stdout=screen,
            stderr=StringIO(),
            environment={"HYGIE_HOME": str(Path(folder, "hygie"))},
            now=lambda: datetime.now(UTC),
            zone=PARIS_IN_WINTER,
        )
        answer(words, console)
        return screen.getvalue()


def picture(text: str, *, title: str, lines: int | None = None) -> str:
    """Return the SVG picture of a text with escape sequences, cut to its first lines."""
    kept = text.rstrip("\n").split("\n")
    if lines is not None and lines < len(kept):
        kept = [*kept[:lines], "…"]
    width, height = round(WIDTH * ADVANCE) + 2 * MARGIN, len(kept) * LINE + 2 * MARGIN
    rows = [
        f'<text y="{MARGIN + rank * LINE - 5}">{"".join(_runs(line))}</text>'
        for rank, line in enumerate(kept, start=1)
        if line
    ]
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" role="img" aria-label={quoteattr(title)}'
        " font-family=\"'DejaVu Sans Mono', Menlo, Consolas, monospace\""
        ' font-size="14" fill="#1f2328" xml:space="preserve">'
    )
    back = '<rect width="100%" height="100%" rx="8" fill="#ffffff" stroke="#d0d7de"/>'
    return "\n".join([opening, f"<title>{escape(title)}</title>", back, *rows, "</svg>", ""])


def _runs(line: str) -> Iterator[str]:
    """Place each run of one colour on the grid, so that no font can shift the columns."""
    column, style = 0, ""
    for rank, piece in enumerate(ESCAPE.split(line)):
        if rank % 2:
            style = STYLES.get(piece, "")
        elif piece:
            yield f'<tspan x="{MARGIN + column * ADVANCE:.1f}"{style}>{escape(piece)}</tspan>'
            column += len(piece)


def main() -> None:
    """Write the picture of the command given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lignes", type=int)
    parser.add_argument("words", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    title = f"hygie {given.words[0]}"
    print(picture(output_of(given.words), title=title, lines=given.lignes), end="")


if __name__ == "__main__":
    main()
