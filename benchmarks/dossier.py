"""How long a dossier takes to draw, beside WeasyPrint on the same content in the same run.

``python benchmarks/dossier.py``, after ``uv pip install -r requirements/bench.txt``. Each drawing
is a fresh process, its own start included; the median of five, with the peak of its memory.
"""

import html
import importlib.util
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hygie.audit.dossier import TEMPLATE, content, joined
from hygie.audit.dossier_words import Edition
from hygie.audit.run_demo import make_demonstration
from hygie.catalogue.loader import load_catalogue
from hygie.documents.engine import CHILD, make_request

RUNS = 5
PAGES = 20
TYPST, WEASYPRINT = "hygie (Typst)", "WeasyPrint"
LIMIT = 1.0
TIMES = 10.0

PRINTER = """
import sys, weasyprint
page = open(sys.argv[1], encoding="utf-8").read()
data = weasyprint.Attachment(string=open(sys.argv[2], encoding="utf-8").read(), name="audit.json",
    relationship="Data")
weasyprint.HTML(string=page).write_pdf(sys.argv[3], pdf_variant="pdf/a-3a", pdf_tags=True,
    attachments=[data])
"""

STYLE = """
@page { size: A4; margin: 25mm 18mm 20mm 28mm }
@page { @bottom-right { content: counter(page) "/" counter(pages) } }
@page { @top-left { content: string(practice) } @bottom-left { content: string(foot) } }
.practice { string-set: practice content(); font-weight: bold } .foot { string-set: foot content() }
.contents a::after { content: leader(".") target-counter(attr(href), page) }
.post { display: inline-block; width: 6pt; height: 11pt; margin: 1pt; border: 0.7pt solid black }
.standing { background: black } .unknown { border-style: dotted }
body { font: 11pt/1.3 serif; hyphens: auto }
table { font-size: 9.5pt; width: 100%; border-collapse: collapse }
th, td { text-align: left; vertical-align: top; padding: 2pt 4pt; border-bottom: 0.4pt solid #999 }
h1 { font-size: 18pt } h2 { font-size: 13.5pt } h3 { font-size: 11pt }
h1.page { break-before: page }
.card { border-left: 1pt solid #999; padding-left: 9pt; margin: 10pt 0 } .small { font-size: 9pt }
"""


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, peak memory in MiB, size in KiB."""

    wall: float
    memory: float
    size: float


def run(command: tuple[str, ...], given: Path, written: Path) -> Cost:
    """Run a program with a file for its input and one for its output."""
    files = [
        (os.POSIX_SPAWN_OPEN, 0, str(given), os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, str(written), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    began = time.perf_counter()
    process = os.posix_spawn(command[0], list(command), os.environ, file_actions=files)
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - began
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{' '.join(command)[:80]} : échec")
    return Cost(wall=wall, memory=usage.ru_maxrss / 1024, size=written.stat().st_size / 1024)


def as_html(data: Mapping[str, Any]) -> str:
    """Write the blocks of a dossier as a page for a browser."""
    blocks = [*data["cover"]["blocks"], *data["blocks"]]
    body = "".join(part for block in blocks for part in drawn(block))
    title, running = html.escape(data["title"]), data["running"]
    practice = safe(f"{data['banner']} {running['left']} {running['right']}")
    top = f"<p class=practice>{practice}</p><p class=foot>{safe(running['foot'])}</p>"
    parts = [one["text"] for one in blocks if one["kind"] == "heading" and one["level"] == 1]
    links = "".join(f'<li><a href="#{anchor(part)}">{safe(part)}</a></li>' for part in parts)
    head = f"<html lang=fr><meta charset=utf-8><title>{title}</title><style>{STYLE}</style>"
    return f"{head}<h1>{title}</h1>{top}<ol class=contents>{links}</ol>{body}"


def drawn(block: Mapping[str, Any]) -> Iterator[str]:
    match block["kind"]:
        case "heading":
            level = block["level"]
            kind = "page" if block["page"] else "flow"
            opened = f"<h{level} id={anchor(block['text'])} class={kind}>"
            yield f"{opened}{safe(block['text'])}</h{level}>"
        case "text":
            yield f"<p><b>{safe(block['lead'])}</b> {safe(block['text'])}</p>"
        case "list" | "numbers":
            yield f"<ol>{each('li', block['items'])}</ol>"
        case "box":
            yield each("p", block["lines"])
        case "counts":
            yield each(
                "p", (f"{one['sign']} {one['figure']} {one['word']}" for one in block["items"])
            )
        case "table":
            yield table(block["columns"], block["rows"])
        case "barriers":
            yield barriers(block)
        case "card":
            yield from card(block)


def card(block: Mapping[str, Any]) -> Iterator[str]:
    title = f"{block['title']} {block['sign']} {block['word']}"
    yield f"<div class=card><h3>{safe(title)}</h3>"
    yield f"<p><i>{safe(block['official'])}</i></p>"
    yield each("p", (f"{line['lead']} : {line['text']}" for line in block["lines"]))
    yield f"<ul class=small>{each('li', block['facts'])}</ul><ol>{each('li', block['steps'])}</ol>"
    yield f"<p class=small>{safe(block['small'])}</p></div>"


def barriers(block: Mapping[str, Any]) -> str:
    lines = "".join(
        f"<tr><td>{safe(row['label'])}</td><td>{posts(row)}</td><td>{safe(row['words'])}</td></tr>"
        for row in block["rows"]
    )
    return f"<table><thead><tr>{each('th', block['columns'])}</tr></thead>{lines}</table>"


def posts(row: Mapping[str, Any]) -> str:
    kinds = ("standing", "unknown", "missing")
    return "".join(f'<span class="post {kind}"></span>' * row[kind] for kind in kinds)


def anchor(heading: str) -> str:
    return "h" + "".join(letter for letter in heading if letter.isalnum())


def table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = "".join(f"<tr>{each('td', row)}</tr>" for row in rows)
    return f"<table><thead><tr>{each('th', columns)}</tr></thead><tbody>{lines}</tbody></table>"


def each(tag: str, items: Iterable[str]) -> str:
    return "".join(f"<{tag}>{safe(item)}</{tag}>" for item in items)


def safe(text: str) -> str:
    return html.escape(str(text))


def works(folder: Path) -> dict[str, Callable[[], Cost]]:
    now = datetime.now(UTC)
    audit, _ = make_demonstration(load_catalogue(), now)
    edition = Edition(made_at=now, demonstration=True)
    data, attached = content(audit, edition), joined(audit, edition)
    request, page, audit_file = (folder / name for name in ("request", "page.html", "audit.json"))
    request.write_bytes(make_request(template=TEMPLATE, data=data, at=now, attached=attached))
    page.write_text(as_html(data), "utf-8")
    audit_file.write_text(attached.content, "utf-8")
    ours, theirs = folder / "typst.pdf", folder / "weasyprint.pdf"
    printer = (sys.executable, "-c", PRINTER, str(page), str(audit_file), str(theirs))

    def weasyprint() -> Cost:
        cost = run(printer, request, folder / "nothing")
        return Cost(wall=cost.wall, memory=cost.memory, size=theirs.stat().st_size / 1024)

    return {TYPST: lambda: run(CHILD, request, ours), WEASYPRINT: weasyprint}


def pages_of(path: Path) -> int:
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415  # no stubs; after the timing

    document = pypdfium2.PdfDocument(path.read_bytes())
    try:
        return len(document)
    finally:
        document.close()


def measure(folder: Path) -> dict[str, Cost]:
    """Draw with each in turn, several times over: what slows the machine slows both."""
    todo = works(folder)
    costs: dict[str, list[Cost]] = {name: [] for name in todo}
    for _ in range(RUNS):
        for name, work in todo.items():
            costs[name].append(work())
    return {
        name: Cost(
            wall=statistics.median(cost.wall for cost in found),
            memory=max(cost.memory for cost in found),
            size=found[-1].size,
        )
        for name, found in costs.items()
    }


def show(costs: Mapping[str, Cost], pages: Mapping[str, int]) -> None:
    print(f"{'à froid':<16}{'pages':>8}{'horloge':>12}{'mémoire':>12}{'taille':>12}")
    for tool, cost in costs.items():
        figures = f"{cost.wall:>10.2f} s{cost.memory:>8.0f} Mio{cost.size:>8.0f} Kio"
        print(f"{tool:<16}{pages[tool]:>8}{figures}")


def bounds(costs: Mapping[str, Cost], pages: Mapping[str, int]) -> dict[str, bool]:
    scaled = costs[TYPST].wall * PAGES / pages[TYPST]
    ratio = costs[WEASYPRINT].wall / costs[TYPST].wall
    return {
        f"{PAGES} pages en {scaled:.2f} s (limite : {LIMIT:.0f} s)": scaled <= LIMIT,
        f"{ratio:.1f} fois plus vite que WeasyPrint (limite : {TIMES:.0f})": ratio >= TIMES,
    }


def main() -> int:
    if importlib.util.find_spec("weasyprint") is None:
        print("WeasyPrint n'est pas installé : uv pip install -r requirements/bench.txt")
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        costs = measure(folder)
        files = {TYPST: folder / "typst.pdf", WEASYPRINT: folder / "weasyprint.pdf"}
        pages = {tool: pages_of(file) for tool, file in files.items()}
    show(costs, pages)
    kept = bounds(costs, pages)
    for line, holds in kept.items():
        print(f"{line:<50}{'tenue' if holds else 'DÉPASSÉE'}")
    return 0 if all(kept.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
