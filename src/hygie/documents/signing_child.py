"""The process that opens a document nobody vouches for; killed when it takes too much.

``python -m hygie.documents.signing_child``; started by hygie.documents.signing_check only. On
standard input, one line of JSON, then the document; on standard output, what was found.
"""

import json
import logging
import sys
import warnings
from base64 import b64decode
from datetime import datetime

from hygie.documents.signing_look import load_libraries, look
from hygie.documents.signing_report import State, Verification
from hygie.documents.signing_wire import write_wire


def main() -> None:
    """Answer the one request of this process."""
    # What the library has to say of a hostile file is for nobody.
    logging.disable()
    warnings.simplefilter("ignore")
    sys.stdout.buffer.write(write_wire(answer(sys.stdin.buffer.read())))
    sys.stdout.buffer.flush()


def answer(request: bytes) -> Verification:
    """Look at the document of a request, within the memory it is given."""
    line, _, content = request.partition(b"\n")
    settings = json.loads(line)
    # A broken installation shows here, before any limit: after it, only memory can be wanting.
    load_libraries()
    _limit_memory(settings["memory"])
    try:
        return look(
            content,
            at=datetime.fromisoformat(settings["at"]),
            authorities=[b64decode(one) for one in settings["authorities"]],
        )
    except (MemoryError, ImportError):
        return Verification(state=State.TOO_HEAVY)


def _limit_memory(most: int) -> None:
    """Bound this process where the system can; elsewhere only time does."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  # absent from Windows

        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    main()
