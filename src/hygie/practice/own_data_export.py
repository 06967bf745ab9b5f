"""Writes all that Hygie keeps in a new folder, readable without Hygie: JSON, tables, files."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from hygie.core.errors import HygieError, MisusedError
from hygie.practice.evidence_files import EvidenceStore, StoredFile
from hygie.practice.folders import private_folder
from hygie.practice.own_data_readme import README, readme
from hygie.practice.own_data_work import take_away
from hygie.practice.records import Chain, Entry, Records
from hygie.practice.sealed import PIECE
from hygie.practice.whole_streams import draft_of, refusal_of, settle

FORMAT = 1
BATCH = 100
OBEYED = ("=", "+", "-", "@", "\t", "|", "%")
"""How a text begins that a spreadsheet would run."""

HEADINGS = ("numero", "le", "genre", "mesure", "poste", "expire", "par", "resume", "contenu")
FILE_HEADINGS = ("fichier", "nom", "genre", "octets", "sha256")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written. ``damaged`` files could not be opened.

    When the journal is not ``whole``, the entries are those before the first that was changed.
    """

    entries: int
    whole: bool
    files: int
    damaged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is exported: the records, and the sealed files by the folder they go to.

    ``people`` gives what is known of each person of the practice.
    """

    records: Records
    stores: dict[str, EvidenceStore]
    people: Callable[[], list[dict[str, object]]]


def export(kept: Kept, target: Path, *, at: datetime) -> Exported:
    """Write everything in ``target``, which must not be there: the folder is whole or absent."""
    draft = draft_of(target)
    take_away(draft)
    try:
        private_folder(draft)
        exported = _write(kept, draft, at)
        settle(draft)
        _name(draft, target)
    except OSError as error:
        raise refusal_of(error) from error
    finally:
        with suppress(HygieError):
            take_away(draft)
    return exported


def _name(draft: Path, target: Path) -> None:
    try:
        # The name is taken by an empty folder first: one that is there already is never replaced.
        target.mkdir(mode=0o700)
    except FileExistsError as error:
        raise MisusedError(
            "Un dossier de ce nom existe déjà. Hygie n'y a pas touché.",
            hint="Donnez un autre nom. Rien n'a été modifié.",
        ) from error
    try:
        draft.replace(target)
    except OSError:
        # Windows replaces no folder, even an empty one.
        target.rmdir()
        draft.rename(target)
    settle(target.parent)


def _write(kept: Kept, folder: Path, at: datetime) -> Exported:
    chain = kept.records.verify()
    _write_records(kept.records, chain, folder)
    (folder / "personnes.json").write_text(_json(kept.people()), "utf-8")
    files = damaged = 0
    for name, store in kept.stores.items():
        done, missed = _write_files(store, private_folder(folder / name))
        files, damaged = files + done, damaged + missed
    exported = Exported(entries=chain.count, whole=chain.whole, files=files, damaged=damaged)
    (folder / README).write_text(readme(at=at, **asdict(exported)), "utf-8", newline="\r\n")
    return exported


def _write_records(records: Records, chain: Chain, folder: Path) -> None:
    with (
        (folder / "enregistrements.json").open("w", encoding="utf-8") as document,
        _table(folder / "enregistrements.csv") as table,
    ):
        rows = csv.writer(table, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        rows.writerow(HEADINGS)
        document.write(f'{{"format": {FORMAT}, "intact": {_json(chain.whole)}, "lignes": [')
        for entry in _entries(records, chain.count):
            document.write(("," if entry.seq > 1 else "") + "\n" + _json(_document(entry)))
            rows.writerow([_cell(value) for value in list(_document(entry).values())[:-1]])
        document.write("\n]}\n")


def _entries(records: Records, count: int) -> Iterator[Entry]:
    """Read what the chain vouches for, a little at a time: together it may not fit in memory."""
    for start in range(0, count, BATCH):
        yield from records.entries(after=start, until=min(start + BATCH, count))


def _document(entry: Entry) -> dict[str, object]:
    return {
        "numero": entry.seq,
        "le": entry.at.isoformat(),
        "genre": entry.kind,
        "mesure": entry.measure,
        "poste": entry.workstation,
        "expire": None if entry.expires is None else entry.expires.isoformat(),
        "par": entry.by,
        "resume": dict(entry.summary),
        "contenu": dict(entry.detail),
        "empreinte": entry.hash,
    }


def _write_files(store: EvidenceStore, folder: Path) -> tuple[int, int]:
    written: list[tuple[str, StoredFile]] = []
    damaged = 0
    for id_ in store.ids():
        try:
            stored = store.about(id_)
            name = f"{id_[:8]}-{stored.name}"
            _unseal(store, id_, folder / name)
            written.append((name, stored))
        except MisusedError:
            damaged += 1
    _write_list(folder / "liste.csv", written)
    return len(written), damaged


def _unseal(store: EvidenceStore, id_: str, path: Path) -> None:
    # Checked to its end before its first byte is written: what is exported is what was given.
    with store.open(id_) as reader, path.open("xb") as file:
        while piece := reader.read(PIECE):
            file.write(piece)


def _write_list(path: Path, written: Iterable[tuple[str, StoredFile]]) -> None:
    with _table(path) as table:
        rows = csv.writer(table, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        rows.writerow(FILE_HEADINGS)
        for name, one in written:
            cells = (name, one.name, str(one.media), one.size, one.sha256)
            rows.writerow([_cell(cell) for cell in cells])


def _table(path: Path) -> IO[str]:
    # With its mark: French spreadsheets take UTF-8 for something else without it.
    return path.open("w", encoding="utf-8-sig", newline="")


def _cell(value: object) -> str:
    """Return a text no spreadsheet runs."""
    text = value if isinstance(value, str) else "" if value is None else _json(value)
    return f"'{text}" if text.lstrip().startswith(OBEYED) else text


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
