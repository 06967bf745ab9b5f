"""What a file is, told from its bytes alone: neither its name nor its sender is believed."""

import re
from enum import StrEnum

FTYP = slice(4, 8)
BRANDS = slice(8, 64)
HEIF_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
)
END_OF_ARCHIVE = b"PK\x05\x06"
END_SOUGHT = 1 << 17
NOT_TEXT = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
MARKUP = re.compile(r"<\s*[!?/a-z]", re.IGNORECASE)


class Media(StrEnum):
    """The kinds of file Hygie tells apart; OTHER is everything else, SVG and HTML included."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"
    PDF = "application/pdf"
    TEXT = "text/plain"
    OTHER = "application/octet-stream"

    @property
    def is_photo(self) -> bool:
        """Tell whether it is a picture Hygie can draw again."""
        return self in {Media.JPEG, Media.PNG, Media.WEBP}

    @property
    def only_downloaded(self) -> bool:
        """Tell whether a browser must never be asked to show it."""
        return self in {Media.HEIC, Media.OTHER}


def media_of(content: bytes) -> Media:
    """Tell what a whole file is."""
    if content.startswith(b"\xff\xd8\xff"):
        return Media.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Media.PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Media.WEBP
    if content[FTYP] == b"ftyp" and _brands(content) & HEIF_BRANDS:
        return Media.HEIC
    if content.startswith(b"%PDF-"):
        return Media.PDF
    return Media.TEXT if _is_text(content) else Media.OTHER


def holds_archive(content: bytes) -> bool:
    """Tell whether a file is, or carries at its end, a zip: documents of offices are some."""
    return begins_archive(content) or END_OF_ARCHIVE in content[-END_SOUGHT:]


def begins_archive(content: bytes) -> bool:
    """Tell whether a file begins as a zip does."""
    return content.startswith((b"PK\x03\x04", END_OF_ARCHIVE))


def _brands(content: bytes) -> frozenset[bytes]:
    found = content[BRANDS]
    return frozenset(found[start : start + 4] for start in range(0, len(found), 4))


def _is_text(content: bytes) -> bool:
    """Tell a plain text from anything with marks in it, which a browser might obey."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(text) and not NOT_TEXT.search(text) and not MARKUP.search(text)
