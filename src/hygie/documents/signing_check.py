"""Checks the signatures of any document, in a process of its own: it may be hostile."""

import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime

from hygie.core.errors import HygieError
from hygie.documents.signing_report import State, Verification
from hygie.documents.signing_wire import read_wire

CHILD = (sys.executable, "-P", "-m", "hygie.documents.signing_child")
SECONDS = 60.0
MEMORY, MEMORY_TIMES = 512 << 20, 15
"""What looking at a document may take: this much, and so many times its length."""

WINDOWS_FAULTS = 0xC0000000
"""Where the codes of a process that Windows itself ended begin; elsewhere a signal is negative."""

MOST_BYTES = 100_000_000


def check(  # noqa: PLR0913  # each by name
    content: bytes,
    *,
    at: datetime,
    authorities: Sequence[bytes] = (),
    seconds: float = SECONDS,
    memory: int | None = None,
    child: Sequence[str] = CHILD,
) -> Verification:
    """Say what a document is. It never raises because of what the document holds.

    ``authorities`` are certificates (DER) to trust; ``seconds`` and ``memory`` (bytes) are limits.
    """
    settings = {
        "at": at.isoformat(),
        "authorities": [b64encode(one).decode("ascii") for one in authorities],
        "memory": MEMORY + MEMORY_TIMES * len(content) if memory is None else memory,
    }
    request = json.dumps(settings).encode("ascii") + b"\n" + content
    try:
        done = subprocess.run(  # noqa: S603  # our own module, with no argument from anybody
            child, input=request, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return Verification(state=State.TOO_HEAVY)
    except OSError as error:
        raise HygieError(
            "Le programme qui vérifie les documents n'a pas pu démarrer.",
            hint="Réinstallez Hygie. Le document n'a pas été touché.",
        ) from error
    return _read(done)


def _read(done: "subprocess.CompletedProcess[bytes]") -> Verification:
    # The child was struck down by its limits, or by the document.
    if done.returncode < 0 or done.returncode >= WINDOWS_FAULTS:
        return Verification(state=State.TOO_HEAVY)
    try:
        return read_wire(done.stdout)
    except (ValueError, KeyError, TypeError) as error:
        raise HygieError(
            "La vérification s'est arrêtée avant la fin : Hygie ne sait rien de ce document.",
            hint="Recommencez. Si cela revient : hygie diagnostic-technique",
        ) from error
