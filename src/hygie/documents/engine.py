"""Draws a PDF in a process of its own, so that nothing it does can hold or harm ours.

What goes in is data: sentences are never read as Typst, so nothing in them can be obeyed.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from hygie.documents.errors import INTACT, DrawingError, DrawingLateError, MissingFontError

# -P: what lies in the folder Hygie is started from is not ours to run.
CHILD = (sys.executable, "-P", "-m", "hygie.documents.render")
SECONDS = 180.0
"""Hundreds of times what a usual dossier needs; 5 000 findings take about fifteen seconds."""

STANDARDS = ("a-3a", "ua-1")
FAMILIES = ("Libertinus Serif", "DejaVu Sans Mono")
"""The fonts that travel inside the typst package: no font of the computer is ever used."""

BEGINS, ENDS = b"%PDF-", b"%%EOF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file inside the document: the data it shows, readable without us."""

    name: str
    content: str
    description: str
    media_type: str = "application/json"


def draw(  # noqa: PLR0913  # what a document needs, each by name
    *,
    template: str,
    data: Mapping[str, Any],
    at: datetime,
    attached: Attached | None = None,
    seconds: float = SECONDS,
    child: Sequence[str] = CHILD,
    families: Sequence[str] = FAMILIES,
) -> bytes:
    """Return the whole PDF: PDF/A-3a and PDF/UA-1, checked by Typst as it writes.

    ``template`` names one of our .typ files; ``at`` is the date written in the document. Raises
    DrawingError when there is no valid document to return.
    """
    request = make_request(
        template=template, data=data, at=at, attached=attached, families=families
    )
    return _checked(_ask(child, request, seconds))


def make_request(
    *,
    template: str,
    data: Mapping[str, Any],
    at: datetime,
    attached: Attached | None = None,
    families: Sequence[str] = FAMILIES,
) -> bytes:
    """Return what the drawing process is given."""
    request = {
        "template": template,
        "data": data,
        "at": max(int(at.timestamp()), 0),  # Typst counts from 1970
        "families": list(families),
        "standards": list(STANDARDS),
        "attached": None if attached is None else asdict(attached),
    }
    return json.dumps(request).encode("ascii")


def _ask(
    child: Sequence[str], request: bytes, seconds: float
) -> subprocess.CompletedProcess[bytes]:
    try:
        # run() kills the child when its time is over.
        return subprocess.run(  # noqa: S603  # our own module, with no argument from anybody
            child, input=request, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise DrawingLateError(
            f"Le document n'était pas prêt au bout de {seconds:.0f} secondes : Hygie l'a arrêté.",
            hint=f"Fermez d'autres programmes, puis recommencez. {INTACT}",
        ) from error
    except OSError as error:
        raise DrawingError(
            "Le programme qui dessine les documents n'a pas pu démarrer.",
            hint=f"Réinstallez Hygie. {INTACT}",
        ) from error


def _checked(done: subprocess.CompletedProcess[bytes]) -> bytes:
    """Return the PDF, or say why there is none; half a document is none."""
    pdf = done.stdout
    if done.returncode == 0 and pdf.startswith(BEGINS) and pdf.rstrip().endswith(ENDS):
        return pdf
    try:
        refused = json.loads(pdf)
        missing, detail = refused["missing_fonts"], str(refused["detail"])
    except (ValueError, KeyError, TypeError, RecursionError):
        missing, detail = [], f"code {done.returncode}"
    if missing:
        raise MissingFontError(
            f"Il manque une police pour dessiner le document : {', '.join(missing)}.",
            hint=f"Réinstallez Hygie : ses polices viennent avec lui. {INTACT}",
        )
    raise DrawingError(
        f"Le document n'a pas pu être dessiné ({detail[:200]}).",
        hint=f"Recommencez ; si cela se répète : hygie diagnostic-technique. {INTACT}",
    )
