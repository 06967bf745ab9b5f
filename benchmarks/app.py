"""How fast the local app answers with five years behind it, beside a bare page of the same server.

``python benchmarks/app.py``: 260 weekly audits and 2 000 pieces of evidence. Bounds: a page within
30 ms (95 in 100), the first page 1.2 s after the program starts, 120 MB, renders apart.
"""

import http.client
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from waitress import create_server  # type: ignore[import-untyped]  # it has no types

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support.app import App, Visitor, start  # after the path of the tests
from support.practices import with_a_past  # the same

WEEKS, EVIDENCE, ASKED, STARTS = 260, 2000, 60, 5
PAGE_MS, FIRST_S, MEGABYTES = 30.0, 1.2, 120.0
PAGES = (
    *("/", "/mesures", "/mesures/complements", "/mesures/sauvegarde", "/plan", "/postes"),
    *("/equipe", "/journal", "/documents", "/reglages", "/historique", "/probleme"),
    "/questions/acces-lieu",
)


def main() -> int:
    """Measure, print, and say by the exit code whether the bounds hold."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "hygie"
        with_a_past(home, weeks=WEEKS, evidence=EVIDENCE)
        ended(start(home))  # the records are encrypted here, once
        first = statistics.median(_first_page(home) for _ in range(STARTS))
        app = start(home)
        visitor = app.visitor()
        bare = _bare()
        print(f"page nue du même serveur : {bare:.1f} ms (95 sur 100)")
        slowest = max(_page(visitor, page, bare) for page in PAGES)
        memory = _memory(app)
        ended(app)
    print(f"première page : {first:.2f} s (borne {FIRST_S})")
    print(f"mémoire : {memory:.0f} Mo (borne {MEGABYTES:.0f})")
    return int(slowest > PAGE_MS or first > FIRST_S or memory > MEGABYTES)


def ended(app: App) -> None:
    """Stop an app and let go of its output."""
    app.stop()
    if app.process.stdout is not None:
        app.process.stdout.close()


def _first_page(home: Path) -> float:
    began = time.perf_counter()
    app = start(home)
    visitor = Visitor(app.port)
    visitor.get(f"/entrer?{app.address.partition('?')[2]}")
    visitor.get("/")
    took = time.perf_counter() - began
    ended(app)
    return took


def _page(visitor: Visitor, page: str, bare: float) -> float:
    found = _percentile(lambda: visitor.get(page))
    print(
        f"{page:24} {found:6.1f} ms, {found / bare:.1f} fois la page nue (borne {PAGE_MS:.0f} ms)"
    )
    return found


def _percentile(ask: Callable[[], object]) -> float:
    took = []
    for _ in range(ASKED):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.quantiles(took, n=20)[18]


def _bare() -> float:
    """Time a page that does nothing, on the same kind of server."""

    def nothing(_environ: object, answer: Callable[..., object]) -> list[bytes]:
        answer("200 OK", [("Content-Type", "text/plain")])
        return [b"Hygie"]

    server = create_server(nothing, host="127.0.0.1", port=0, threads=6)
    threading.Thread(target=server.run, daemon=True).start()

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.effective_port)
        connection.request("GET", "/")
        connection.getresponse().read()
        connection.close()

    found = _percentile(ask)
    server.close()
    return found


def _memory(app: App) -> float:
    """Return the resident memory of the app, in megabytes."""
    status = Path(f"/proc/{app.process.pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


if __name__ == "__main__":
    sys.exit(main())
