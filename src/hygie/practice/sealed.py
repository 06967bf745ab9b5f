"""Sealed files: encrypted and authenticated piece by piece, so that nothing is read unproved.

A file is its heading (mark, version, chance), then pieces of 64 KiB under AES-256-GCM. The key is
the file's own, drawn from the practice's and the chance. The number of each piece and whether it is
the last are part of how it is sealed: a file that was cut, lengthened, or whose pieces were moved
does not open. ``context`` says what the file is: one put in the place of another does not open.
"""

import io
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from hygie.core.errors import HygieError, MisusedError
from hygie.practice.whole_streams import new_whole_file, refusal_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"HygieSc\n"
VERSION = b"\x01"
SALT_BYTES = 32
HEADING_BYTES = len(MAGIC) + len(VERSION) + SALT_BYTES
KEY_BYTES = 32
PIECE = 1 << 16
TAG = 16
MOST_PIECES = 1 << 40
PURPOSE = b"hygie fichier 1:"

Chance = Callable[[int], bytes]
"""Gives as many random bytes as it is asked for."""


class BrokenSealError(MisusedError):
    """The file is damaged, was changed, or was sealed with another key."""


class Sink(Protocol):
    """What can be written to."""

    def write(self, content: bytes, /) -> object:
        """Take these bytes."""


class Source(Protocol):
    """What can be read from, at most so many bytes at a time; nothing at its end."""

    def read(self, size: int, /) -> bytes:
        """Give the next bytes."""


class SealedWriter:
    """Seals what it is given; the file is whole only once ``finish`` was called."""

    def __init__(self, target: Sink, key: bytes, *, context: bytes, chance: Chance) -> None:
        salt = chance(SALT_BYTES)
        heading = MAGIC + VERSION + salt
        self._target = target
        self._cipher = _cipher(key, salt, context)
        self._waiting = bytearray()
        self._count = 0
        target.write(heading)

    def write(self, content: bytes) -> int:
        """Seal these bytes after the others."""
        self._waiting += content
        # A full piece waits for the next byte: only the last one may say that it is.
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(content)

    def finish(self) -> None:
        """Seal what is left, as the end."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._count, last=last), piece, None))
        self._count += 1


class SealedReader(io.RawIOBase):
    """Gives back what was sealed, each piece once it is proved; BrokenSealError otherwise.

    What comes before a damaged piece has been given by then: act on nothing before the end.
    """

    def __init__(self, source: Source, key: bytes, *, context: bytes) -> None:
        super().__init__()
        heading = _read_exactly(source, HEADING_BYTES)
        if len(heading) < HEADING_BYTES or not heading.startswith(MAGIC + VERSION):
            raise _not_sealed(heading)
        self._source = source
        self._cipher = _cipher(key, heading[-SALT_BYTES:], context)
        self._ahead = _read_exactly(source, PIECE + TAG)
        self._ready = memoryview(b"")
        self._count = 0
        self._ended = False

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401  # any writable memory: no public type says it before Python 3.12
        """Fill the buffer with what comes next."""
        while not self._ready and not self._ended:
            self._ready = memoryview(self._next())
        view = memoryview(buffer).cast("B")
        given = min(len(view), len(self._ready))
        view[:given] = self._ready[:given]
        self._ready = self._ready[given:]
        return given

    def close(self) -> None:
        """Close the file that was read."""
        closing = getattr(self._source, "close", None)
        if closing is not None:
            closing()
        super().close()

    def _next(self) -> bytes:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415  # heavy

        sealed, self._ahead = self._ahead, _read_exactly(self._source, PIECE + TAG)
        self._ended = not self._ahead
        nonce = _nonce(self._count, last=self._ended)
        try:
            piece = self._cipher.decrypt(nonce, sealed, None)
        except (InvalidTag, ValueError) as error:
            raise _broken() from error
        # An end with nothing in it is that of an empty file; elsewhere, it is none of ours.
        if not piece and self._count:
            raise _broken()
        self._count += 1
        return piece


@contextmanager
def new_sealed_file(
    target: Path, key: bytes, *, context: bytes, chance: Chance
) -> Iterator[SealedWriter]:
    """Write a sealed file entirely or not at all; see new_whole_file."""
    with new_whole_file(target) as file:
        writer = SealedWriter(file, key, context=context, chance=chance)
        yield writer
        writer.finish()


def open_sealed(path: Path, key: bytes, *, context: bytes) -> io.BufferedReader:
    """Open a sealed file to read, to be closed; see SealedReader for when to trust it."""
    file = open_regular(path)
    try:
        return io.BufferedReader(SealedReader(file, key, context=context), PIECE)
    except HygieError:
        file.close()
        raise


def check_sealed(path: Path, key: bytes, *, context: bytes) -> None:
    """Read a sealed file to its end. Raises BrokenSealError when a byte of it is not as written."""
    with open_sealed(path, key, context=context) as reader:
        while reader.read(PIECE):
            pass


def open_regular(path: Path) -> BinaryIO:
    """Open a plain file to read: never a pipe, which would wait for ever, nor a link."""
    # O_NONBLOCK: the same, for what was put there between the look and the opening.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise _not_sealed(b"")
        return os.fdopen(os.open(path, flags | getattr(os, "O_NOFOLLOW", 0)), "rb")
    except FileNotFoundError as error:
        raise MisusedError(
            "Ce fichier n'est plus là. Hygie n'a rien changé.",
            hint="Vérifiez son nom, ou reprenez-le d'une sauvegarde.",
        ) from error
    except OSError as error:
        raise refusal_of(error) from error


def _cipher(key: bytes, salt: bytes, context: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  # heavy
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415  # heavy
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415  # heavy

    if len(key) != KEY_BYTES:
        raise ValueError(len(key))
    drawn = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=PURPOSE + context)
    return AESGCM(drawn.derive(key))


def _nonce(count: int, *, last: bool) -> bytes:
    if count >= MOST_PIECES:
        raise ValueError(count)
    return count.to_bytes(11) + bytes([last])


def _read_exactly(source: Source, size: int) -> bytes:
    """Read that many bytes, less only at the end: a pipe gives them as they come."""
    found = b""
    try:
        while len(found) < size and (more := source.read(size - len(found))):
            found += more
    except OSError as error:
        raise refusal_of(error) from error
    return found


def _not_sealed(heading: bytes) -> MisusedError:
    if heading.startswith(MAGIC) and heading[len(MAGIC) :][:1] > VERSION:
        return MisusedError(
            "Ce fichier a été écrit par une version plus récente de Hygie. Rien n'est perdu :"
            " Hygie n'y a pas touché.",
            hint="Mettez Hygie à jour sur ce poste, puis recommencez.",
        )
    return BrokenSealError(
        "Ce fichier n'est pas un fichier scellé par Hygie, ou il est abîmé."
        " Hygie n'y a pas touché.",
        hint="Reprenez-le d'une sauvegarde.",
    )


def _broken() -> BrokenSealError:
    return BrokenSealError(
        "Ce fichier est abîmé, a été changé, ou a été scellé avec une autre clé."
        " Hygie n'y a pas touché.",
        hint="Reprenez-le d'une sauvegarde.",
    )
