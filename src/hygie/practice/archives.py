"""Looks inside a zip, and what is made of one (docx, xlsx…), for what would drown a computer."""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from hygie.core.errors import MisusedError
from hygie.practice.media import begins_archive, holds_archive

MOST_UNPACKED = 200 << 20
MOST_RATIO = 100
SMALL = 1 << 20
"""Under this, unpacked, no ratio is a danger: an empty form packs very well."""

MOST_MEMBERS = 10_000
MOST_LEVELS = 3
LARGEST_INSIDE = 20 << 20
"""The largest archive looked at inside another one."""

PIECE = 1 << 16
ENCRYPTED = 0x1
UNREADABLE = (
    *(BadZipFile, zlib.error, struct.error),
    *(EOFError, IndexError, NotImplementedError, OSError, OverflowError, RuntimeError, ValueError),
)
HINT = "Donnez plutôt le document lui-même, en PDF ou en photo. Rien n'a été gardé."


@dataclass(slots=True)
class _Budget:
    """What may still be unpacked, and looked at."""

    unpacked: int = MOST_UNPACKED
    members: int = MOST_MEMBERS

    def spend(self, size: int) -> None:
        self.unpacked -= size
        if self.unpacked < 0:
            raise _too_big()


def check_archive(content: bytes) -> None:
    """Refuse an archive that unpacks to too much, too deep, or cannot be looked at.

    Raises MisusedError. A file that holds no archive is let through.
    """
    if holds_archive(content):
        _look(content, _Budget(), level=1)


def _look(content: bytes, budget: _Budget, level: int) -> None:
    if level > MOST_LEVELS:
        raise _refused("Ce fichier contient des archives les unes dans les autres, trop profond.")
    try:
        archive = _opened(content)
        if archive is None:
            return
        with archive:
            members = archive.infolist()
            _check_declared(members, len(content), budget)
            before = budget.unpacked
            for member in members:
                _look_inside(archive, member, budget, level)
            _check_ratio(before - budget.unpacked, len(content))
    except UNREADABLE as error:
        raise _refused("Cette archive est abîmée, ou d'un genre que Hygie ne lit pas.") from error


def _opened(content: bytes) -> ZipFile | None:
    """Open an archive; None when the end of another kind of file only looked like one."""
    try:
        return ZipFile(BytesIO(content))
    except BadZipFile:
        if begins_archive(content):
            raise
        return None


def _check_declared(members: list[ZipInfo], packed: int, budget: _Budget) -> None:
    budget.members -= len(members)
    declared = sum(member.file_size for member in members)
    if budget.members < 0 or declared > budget.unpacked:
        raise _too_big()
    _check_ratio(declared, packed)
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise _refused(
            "Cette archive est protégée par un mot de passe : Hygie ne peut la vérifier."
        )
    if any(member.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for member in members):
        raise NotImplementedError


def _look_inside(archive: ZipFile, member: ZipInfo, budget: _Budget, level: int) -> None:
    """Unpack one member for its size alone; what is an archive too is looked at in turn."""
    kept = bytearray()
    with archive.open(member) as file:
        while piece := file.read(PIECE):
            budget.spend(len(piece))
            # What was declared may be a lie: only what comes out counts.
            if len(kept) <= LARGEST_INSIDE:
                kept += piece
    inside = bytes(kept)
    if not holds_archive(inside):
        return
    if len(inside) > LARGEST_INSIDE:
        raise _too_big()
    _look(inside, budget, level + 1)


def _check_ratio(unpacked: int, packed: int) -> None:
    if unpacked > max(SMALL, packed * MOST_RATIO):
        raise _too_big()


def _too_big() -> MisusedError:
    return _refused(
        "Ce fichier est une archive qui, ouverte, prendrait une place démesurée : 200 Mo au plus."
    )


def _refused(message: str) -> MisusedError:
    return MisusedError(message, hint=HINT)
