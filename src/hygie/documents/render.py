"""The process that draws: a request on standard input, a PDF or a refusal on standard output.

``python -m hygie.documents.render``; started by hygie.documents.engine only.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hygie.documents.printable import printable, undrawable, without

FOLDER = Path(__file__).parent
ROUNDS = 5
"""Characters no font has are found by trying; each round finds all those of what could be drawn."""


class Refused(Exception):  # noqa: N818  # the child's answer, not a mistake of its own
    """There is no document, and why."""

    def __init__(self, detail: str, missing_fonts: Sequence[str] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.missing_fonts = tuple(missing_fonts)


def answer(raw: bytes) -> bytes:
    """Return the PDF, or the JSON of a refusal."""
    try:
        return render(json.loads(raw))
    except Refused as refused:
        told = {"detail": refused.detail, "missing_fonts": refused.missing_fonts}
        return json.dumps(told).encode("ascii")


def render(request: Mapping[str, Any]) -> bytes:
    """Compile the template with its data; raises Refused."""
    _check_fonts(request["families"])
    data = printable(request["data"])
    for _ in range(ROUNDS):
        found = _compile(request, data)
        if isinstance(found, bytes):
            return found
        data = without(data, found)
    raise Refused("trop de caractères inconnus")


def _check_fonts(families: Sequence[str]) -> None:
    import typst  # noqa: PLC0415  # heavy

    there = set(typst.Fonts(include_system_fonts=False).families())
    if missing := [family for family in families if family not in there]:
        raise Refused("police", missing)


def _compile(request: Mapping[str, Any], data: object) -> bytes | frozenset[str]:
    """Return the PDF, or the characters that none of the fonts has."""
    import typst  # noqa: PLC0415  # heavy

    attached = request["attached"]
    content = "" if attached is None else attached["content"]
    about = None if attached is None else {**attached, "content": None}
    shared = {"data": data, "families": request["families"], "attached": about}
    files = {
        "main.typ": (FOLDER / request["template"]).read_bytes(),
        "paper.typ": (FOLDER / "paper.typ").read_bytes(),
        "request.json": json.dumps(shared).encode("ascii"),
        "attached": content.encode("utf-8"),
    }
    try:
        pdf = typst.compile(  # type: ignore[call-overload]  # its stub forgets a mapping of files
            files,
            format="pdf",
            pdf_standards=request["standards"],
            ignore_system_fonts=True,
            timestamp=request["at"],
        )
    except typst.TypstError as error:
        if found := undrawable(error.diagnostic):
            return found
        raise Refused(error.message) from error
    if not isinstance(pdf, bytes):
        raise Refused("pas de document")
    return pdf


def main() -> None:
    """Answer the one request of this process."""
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
