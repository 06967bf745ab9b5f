"""Files given back: never run by the browser, whatever they hold."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse

from hygie.practice.evidence_files import StoredFile

PIECE = 1 << 16
INERT = "application/octet-stream"
ALONE = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""The policy of a file: should it be opened all the same, it can do nothing."""


def attachment(stored: StoredFile, content: BinaryIO) -> StreamingHttpResponse:
    """Give a file to be saved, as bytes without a kind."""
    answer = StreamingHttpResponse(_pieces(content), content_type=INERT)
    answer["Content-Length"] = str(stored.size)
    answer["Content-Disposition"] = disposition("attachment", stored.name)
    answer["Content-Security-Policy"] = ALONE
    return answer


def file_once(path: Path, name: str) -> StreamingHttpResponse:
    """Give a file that is only there to be given: it is gone once it was sent, or not taken."""
    content = path.open("rb")
    length = path.stat().st_size
    if sys.platform != "win32":
        path.unlink()
    answer = StreamingHttpResponse(_pieces(content, path), content_type=INERT)
    answer["Content-Length"] = str(length)
    answer["Content-Disposition"] = disposition("attachment", name)
    answer["Content-Security-Policy"] = ALONE
    return answer


def shown(content: bytes, media: str, name: str) -> HttpResponse:
    """Show what was drawn here: a picture drawn again, or our own PDF."""
    answer = HttpResponse(content, content_type=media)
    answer["Content-Disposition"] = disposition("inline", name)
    return answer


def disposition(how: str, name: str) -> str:
    """Write the header with a plain name, and the exact one beside it (RFC 6266)."""
    plain = "".join(
        letter if letter.isascii() and letter.isprintable() and letter not in '"\\' else "_"
        for letter in name
    )
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _pieces(content: BinaryIO, path: Path | None = None) -> Iterator[bytes]:
    try:
        with content:
            while piece := content.read(PIECE):
                yield piece
    finally:
        # Windows removes no file that is open: there it goes afterwards.
        if path is not None:
            path.unlink(missing_ok=True)
