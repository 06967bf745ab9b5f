"""Files given back: never run by the browser, whatever they hold."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from hygie.practice.evidence_files import StoredFile

PIECE = 1 << 16
INERT = "application/octet-stream"
PICTURE = "image/jpeg"
ALONE = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""The policy of a file: should it be opened all the same, it can do nothing."""


def attachment(stored: StoredFile, content: BinaryIO, kind: str = INERT) -> StreamingHttpResponse:
    """Give a file to be saved: as bytes without a kind, unless one was made sure of."""
    return _saved(_pieces(content), stored.size, stored.name, kind)


def file_once(path: Path, name: str) -> StreamingHttpResponse:
    """Give a file that is only there to be given: it is gone once it was sent, or not taken."""
    content = path.open("rb")
    length = path.stat().st_size
    if sys.platform != "win32":
        path.unlink()
    return _saved(_pieces(content, path), length, name, INERT)


def picture(content: bytes) -> HttpResponse:
    """Show a photo, which was drawn again here."""
    answer = HttpResponse(content, content_type=PICTURE)
    answer["Content-Security-Policy"] = ALONE
    return answer


def shown(content: bytes, media: str, name: str) -> HttpResponse:
    """Show what was drawn here: a picture drawn again, or our own PDF."""
    answer = HttpResponse(content, content_type=media)
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=False, filename=name) or "inline"
    )
    return answer


def _saved(pieces: Iterator[bytes], length: int, name: str, kind: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(pieces, content_type=kind)
    answer["Content-Length"] = str(length)
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    answer["Content-Security-Policy"] = ALONE
    return answer


def _pieces(content: BinaryIO, path: Path | None = None) -> Iterator[bytes]:
    try:
        with content:
            while piece := content.read(PIECE):
                yield piece
    finally:
        # Windows removes no file that is open: there it goes afterwards.
        if path is not None:
            path.unlink(missing_ok=True)
