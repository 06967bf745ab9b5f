"""What is inside a back-up of Hygie's data: files one after the other, then the list of them.

Each begins with a small JSON heading (name, length). Nothing is packed: what comes out is never
longer than the file it comes from. Whoever reads believes no name and no length.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BufferedIOBase
from typing import Any

from hygie.core.errors import MisusedError
from hygie.practice.own_files import may_be_restored
from hygie.practice.sealed import PIECE, Sink, Source

FORMAT = 1
LENGTH_BYTES = 4
HEADING_BYTES = 4096
LIST_BYTES = 32 << 20
MOST_FILES = 100_000
YEARS = range(1970, 3000)
FILE, END = "fichier", "fin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """One file of a back-up."""

    name: str
    size: int
    sha256: str


class PackWriter:
    """Writes a back-up: ``add`` for each file, ``finish`` once."""

    def __init__(self, target: Sink, *, at: datetime, version: str) -> None:
        self._target = target
        self._list: list[Packed] = []
        self._frame({"format": FORMAT, "le": at.isoformat(), "hygie": version})

    def add(self, name: str, size: int, source: Source) -> None:
        """Write one file. Raises MisusedError when it is not as long as it was said to be."""
        self._frame({"genre": FILE, "nom": name, "octets": size})
        seal, left = sha256(), size
        while left:
            piece = source.read(min(left, PIECE))
            if not piece:
                raise MisusedError(
                    "Un fichier a changé pendant la sauvegarde. Rien n'a été écrit.",
                    hint="Fermez Hygie dans le navigateur, puis recommencez.",
                )
            seal.update(piece)
            self._target.write(piece)
            left -= len(piece)
        self._list.append(Packed(name=name, size=size, sha256=seal.hexdigest()))

    def finish(self) -> tuple[Packed, ...]:
        """Write the list, and return it."""
        files = [{"nom": one.name, "octets": one.size, "sha256": one.sha256} for one in self._list]
        self._frame({"genre": END, "fichiers": files})
        return tuple(self._list)

    def _frame(self, document: Mapping[str, object]) -> None:
        content = json.dumps(document, ensure_ascii=False).encode("utf-8")
        self._target.write(len(content).to_bytes(LENGTH_BYTES))
        self._target.write(content)


class PackReader:
    """Reads a back-up that may have been made to harm; every refusal is a MisusedError."""

    def __init__(self, source: BufferedIOBase) -> None:
        self._source = source
        self._list: list[Packed] = []
        try:
            heading = self._frame(HEADING_BYTES)
            if heading["format"] != FORMAT:
                raise _newer()
            self.at = _moment(str(heading["le"]))
        except (KeyError, ValueError) as error:
            raise _unfit() from error

    def files(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Return each file's name and its pieces.

        The list at the end is checked before the last step: a loop that ends has read it all.
        """
        names: set[str] = set()
        while (heading := self._frame(LIST_BYTES)).get("genre") == FILE:
            name, size = _name(heading.get("nom")), _size(heading.get("octets"))
            if name.casefold() in names or len(names) >= MOST_FILES:
                raise _unfit()
            names.add(name.casefold())
            pieces = self._pieces(name, size)
            yield name, pieces
            # What was not looked at is read all the same: the list at the end holds its print.
            for _ in pieces:
                pass
        self._check_end(heading)

    def _pieces(self, name: str, size: int) -> Iterator[bytes]:
        seal, left = sha256(), size
        while left:
            piece = self._source.read(min(left, PIECE))
            if not piece:
                raise _unfit()
            seal.update(piece)
            left -= len(piece)
            yield piece
        self._list.append(Packed(name=name, size=size, sha256=seal.hexdigest()))

    def _check_end(self, heading: Mapping[str, Any]) -> None:
        expected = [
            {"nom": one.name, "octets": one.size, "sha256": one.sha256} for one in self._list
        ]
        if heading != {"genre": END, "fichiers": expected} or self._source.read(1):
            raise _unfit()

    def _frame(self, most: int) -> Mapping[str, Any]:
        length = int.from_bytes(self._exactly(LENGTH_BYTES))
        if not 0 < length <= most:
            raise _unfit()
        try:
            document = json.loads(self._exactly(length))
        except (ValueError, RecursionError) as error:
            raise _unfit() from error
        if not isinstance(document, dict):
            raise _unfit()
        return document

    def _exactly(self, size: int) -> bytes:
        found = self._source.read(size)
        if len(found) != size:
            raise _unfit()
        return found


def _moment(text: str) -> datetime:
    """Read when a back-up was made: in a year that can be counted from in any time zone."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None or at.year not in YEARS:
        raise ValueError(text)
    return at


def _name(value: object) -> str:
    if not isinstance(value, str) or not may_be_restored(value):
        raise _unfit()
    return value


def _size(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _unfit()
    return value


def _newer() -> MisusedError:
    return MisusedError(
        "Cette sauvegarde a été écrite par une version plus récente de Hygie."
        " Rien n'a été modifié.",
        hint="Mettez Hygie à jour sur ce poste, puis recommencez.",
    )


def _unfit() -> MisusedError:
    return MisusedError(
        "Cette sauvegarde est abîmée ou incomplète. Rien n'a été modifié.",
        hint="Prenez une autre sauvegarde, ou une autre copie de celle-ci.",
    )
