"""The files that show an act: checked, photos drawn again, sealed in one file each.

Each is kept under a name drawn by chance. Inside, sealed together: what it is (name, kind, size,
print), the small picture, the picture at the size of a page, and the file. The name somebody gave
it is thus on the disk for no one to read.
"""

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from io import BufferedReader
from pathlib import Path
from typing import Any

from hygie.core.errors import HygieError, MisusedError
from hygie.practice.archives import check_archive
from hygie.practice.file_names import LONGEST, clean_name
from hygie.practice.folders import private_folder
from hygie.practice.honest_files import check_honest
from hygie.practice.media import Media, media_of
from hygie.practice.photos import Photo, redraw
from hygie.practice.sealed import (
    BrokenSealError,
    Chance,
    Source,
    check_sealed,
    new_sealed_file,
    open_sealed,
)
from hygie.practice.whole_streams import refusal_of, settle

FOLDER = "preuves"
FILE_BYTES = 20_000_000
"""The largest file taken."""

ID_BYTES = 16
ID = re.compile(r"[0-9a-f]{32}")
FORMAT = 1
LENGTH_BYTES = 4
ABOUT_BYTES = 4096
PURPOSE = b"preuve:"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file that is kept. ``size`` and ``sha256`` are those of what is kept, and given back.

    Of a photo that is not the file that was sent: it was drawn again.
    """

    id: str
    name: str
    media: Media
    size: int
    sha256: str


class EvidenceStore:
    """The evidence in ``folder``, sealed with ``key``. Methods raise MisusedError or StorageError.

    A file is there whole or not at all; several threads and processes may use the same folder.
    """

    def __init__(self, folder: Path, key: bytes, *, chance: Chance) -> None:
        self._folder = folder
        self._key = key
        self._chance = chance

    def put(self, stream: Source, *, name: str, limit: int = FILE_BYTES) -> StoredFile:
        """Keep a file; never more than ``limit`` bytes of it are read."""
        content = _read(stream, min(limit, FILE_BYTES))
        check_honest(content, name)
        media = media_of(content)
        photo = redraw(content, media) if media.is_photo else None
        if photo is None:
            check_archive(content)
        kept = content if photo is None else photo.content
        stored = StoredFile(
            id=self._chance(ID_BYTES).hex(),
            name=clean_name(name),
            media=media,
            size=len(kept),
            sha256=sha256(kept).hexdigest(),
        )
        self._write(stored, kept, photo)
        return stored

    def about(self, id_: str) -> StoredFile:
        """Say what a file is."""
        with self._opened(id_) as reader:
            return _Parts.read(reader, id_).stored

    def open(self, id_: str) -> BufferedReader:
        """Open a file to read, wholly checked beforehand: it never stops half-way."""
        check_sealed(self._path(id_), self._key, context=_context(id_))
        reader = self._opened(id_)
        try:
            parts = _Parts.read(reader, id_)
            reader.read(parts.thumbnail + parts.preview)
        except HygieError:
            reader.close()
            raise
        return reader

    def thumbnail(self, id_: str) -> bytes | None:
        """Return the small picture (JPEG) of a photo; None for what is not one."""
        with self._opened(id_) as reader:
            return reader.read(_Parts.read(reader, id_).thumbnail) or None

    def preview(self, id_: str) -> bytes | None:
        """Return the picture (JPEG) of a photo at the size of a page; None for what is not one."""
        with self._opened(id_) as reader:
            parts = _Parts.read(reader, id_)
            reader.read(parts.thumbnail)
            return reader.read(parts.preview) or None

    def remove(self, id_: str) -> None:
        """Take a file away for good; one that is no longer there is no mistake."""
        try:
            with suppress(FileNotFoundError):
                self._path(id_).unlink()
        except OSError as error:
            raise refusal_of(error) from error
        settle(self._folder)

    def ids(self) -> tuple[str, ...]:
        """List what is kept, in no meaningful order."""
        try:
            names = [path.name for path in self._folder.iterdir()]
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise refusal_of(error) from error
        return tuple(sorted(name for name in names if ID.fullmatch(name)))

    def _write(self, stored: StoredFile, kept: bytes, photo: Photo | None) -> None:
        pictures = (b"", b"") if photo is None else (photo.thumbnail, photo.preview)
        about = _about(stored, *map(len, pictures))
        path = private_folder(self._folder) / stored.id
        sealing = new_sealed_file(path, self._key, context=_context(stored.id), chance=self._chance)
        with sealing as writer:
            for part in (len(about).to_bytes(LENGTH_BYTES), about, *pictures, kept):
                writer.write(part)

    def _opened(self, id_: str) -> BufferedReader:
        return open_sealed(self._path(id_), self._key, context=_context(id_))

    def _path(self, id_: str) -> Path:
        if not ID.fullmatch(id_):
            raise MisusedError(
                "Cette preuve n'existe pas.", hint="Revenez à la mesure, et choisissez-la de là."
            )
        return self._folder / id_


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """What the heading of a kept file says: what it is, and how long its pictures are."""

    stored: StoredFile
    thumbnail: int
    preview: int

    @classmethod
    def read(cls, reader: BufferedReader, id_: str) -> "_Parts":
        length = int.from_bytes(reader.read(LENGTH_BYTES))
        try:
            about = json.loads(reader.read(length)) if length <= ABOUT_BYTES else None
            return cls._of(about, id_)
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise BrokenSealError(
                "Cette preuve a été écrite par une autre version de Hygie, ou elle est abîmée.",
                hint="Mettez Hygie à jour, ou reprenez-la d'une sauvegarde. Rien n'a été changé.",
            ) from error

    @classmethod
    def _of(cls, about: Any, id_: str) -> "_Parts":  # noqa: ANN401  # whatever a file held
        if about["format"] != FORMAT:
            raise ValueError(about["format"])
        sizes = [_size(about[name]) for name in ("octets", "vignette", "apercu")]
        stored = StoredFile(
            id=id_,
            name=clean_name(str(about["nom"])),
            media=Media(about["genre"]),
            size=sizes[0],
            sha256=str(about["empreinte"]),
        )
        return cls(stored=stored, thumbnail=sizes[1], preview=sizes[2])


def _about(stored: StoredFile, thumbnail: int, preview: int) -> bytes:
    about = {
        "format": FORMAT,
        "nom": stored.name[:LONGEST],
        "genre": stored.media,
        "octets": stored.size,
        "empreinte": stored.sha256,
        "vignette": thumbnail,
        "apercu": preview,
    }
    return json.dumps(about, ensure_ascii=False).encode("utf-8")


def _size(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1 << 30:
        raise ValueError(value)
    return value


def _context(id_: str) -> bytes:
    return PURPOSE + id_.encode("ascii")


def _read(stream: Source, limit: int) -> bytes:
    found = bytearray()
    try:
        while len(found) <= limit and (more := stream.read(limit + 1 - len(found))):
            found += more
    except OSError as error:
        raise refusal_of(error) from error
    if len(found) > limit:
        raise MisusedError(
            f"Ce fichier est trop gros : {limit // 1_000_000} Mo au plus.",
            hint="Prenez une photo moins grande, ou une seule page. Rien n'a été gardé.",
        )
    if not found:
        raise MisusedError(
            "Ce fichier est vide.", hint="Choisissez celui qui montre l'acte. Rien n'a été gardé."
        )
    return bytes(found)
