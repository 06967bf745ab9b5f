"""The documents drawn here: the dossier and the exports, sealed, listed with date and print."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from hygie.audit.comparison_format import compare_audits
from hygie.audit.dossier import make_pdf
from hygie.audit.dossier_words import Edition
from hygie.audit.run_export import Chosen, Wish, export_content
from hygie.core.errors import MisusedError
from hygie.practice.evidence_files import EvidenceStore, StoredFile
from hygie.practice.records import ACT, Draft, Json, Line
from hygie.web.evidence_room import sealed_store
from hygie.web.jobs import Job
from hygie.web.world import World

FOLDER = "documents"
DOCUMENT, FILE, NAME, PRINT, SIZE = "document", "fichier", "nom", "sha256", "octets"
NAME_LETTERS = 200
DOSSIER = "dossier"

KINDS: Mapping[str, tuple[str, str]] = {
    DOSSIER: ("Dossier (PDF)", "pdf"),
    "xlsx": ("Classeur (XLSX)", "xlsx"),
    "csv": ("Constats (CSV)", "csv"),
    "ics": ("Échéances (agenda)", "ics"),
    "json": ("Données (JSON)", "json"),
    "oscal": ("OSCAL (JSON)", "json"),
}
"""What can be drawn: its word, and the ending of its file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as it is listed."""

    id: str
    kind: str
    name: str
    at: datetime
    sha256: str
    size: int


def store(world: World) -> EvidenceStore:
    """Return where documents are kept, sealed."""
    return sealed_store(world, FOLDER)


def listed(lines: Iterable[Line]) -> tuple[Document, ...]:
    """Return the documents that were drawn, the newest first."""
    return tuple(_listed(lines))[::-1]


def _listed(lines: Iterable[Line]) -> Iterator[Document]:
    for line in lines:
        kind, size = line.summary.get(DOCUMENT), line.summary.get(SIZE)
        if line.kind == ACT and isinstance(kind, str) and kind in KINDS and isinstance(size, int):
            yield Document(
                id=str(line.summary.get(FILE, "")),
                kind=KINDS[kind][0],
                name=str(line.summary.get(NAME, "")),
                at=line.at,
                sha256=str(line.summary.get(PRINT, "")),
                size=size,
            )


def draw(world: World, kind: str, *, practice: str, by: str) -> Callable[[Job], str]:
    """Return the work that draws a document and keeps it; it returns the document's id."""
    if len(practice) > NAME_LETTERS:
        raise MisusedError(
            f"Le nom du cabinet dépasse {NAME_LETTERS} caractères. Rien n'a été écrit.",
            hint="Donnez un nom plus court.",
        )

    def work(job: Job) -> str:
        job.step(1, 3, "L'audit est jugé")
        desk, now = world.desk, world.now()
        audit = desk.concluded(by=by)
        before = desk.before()
        job.step(2, 3, "Le document se dessine")
        if kind == DOSSIER:
            compared = None if before is None else compare_audits(before, audit)
            edition = Edition(made_at=now, practice=practice, zone=world.zone, compared=compared)
            content = make_pdf(audit, edition)
        else:
            chosen = Chosen(audit=audit)
            wish = Wish(find=lambda: chosen, table="constats", zone=world.zone)
            content = export_content(kind, wish)
        job.step(3, 3, "Le document est rangé")
        here = now.astimezone(world.zone).date().isoformat()
        name = f"hygie-{kind}-{here}.{KINDS[kind][1]}"
        stored = store(world).put(BytesIO(content), name=name)
        desk.append(_record(kind, stored, at=now, by=by))
        return stored.id

    return work


def _record(kind: str, stored: StoredFile, *, at: datetime, by: str) -> Draft:
    summary: dict[str, Json] = {
        DOCUMENT: kind,
        FILE: stored.id,
        NAME: stored.name,
        PRINT: stored.sha256,
        SIZE: stored.size,
    }
    return Draft(at=at, kind=ACT, by=by, summary=summary)
