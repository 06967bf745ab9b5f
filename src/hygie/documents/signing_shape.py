"""What the bytes of a document tell before anything is understood of them."""

import re
from collections.abc import Sequence

from hygie.documents.signing_report import Shape

HEAD = 1024
"""Where the first words of a PDF must be, as its readers agree."""

BLANKS = b"\0\t\n\f\r "
MOST_RANGES = 1000

_RANGE = re.compile(
    rb"/ByteRange\s{0,8}\[\s{0,8}(\d{1,12})\s{1,8}(\d{1,12})\s{1,8}(\d{1,12})\s{1,8}(\d{1,12})"
)

_UPDATE = re.compile(
    rb"\s{0,9}(?:\d{1,10}\s{1,9}\d{1,5}\s{1,9}obj\b|xref\s)"
    # or the end comes before it says what it is
    rb"|\s{0,9}\d{1,10}(?:\s{1,9}(?:\d{1,5}(?:\s{1,9}(?:o|ob|obj)?)?)?)?\Z"
)
"""How what was added begins, when it is an update of the document."""


def is_pdf(content: bytes) -> bool:
    """Tell whether it begins like a PDF."""
    return b"%PDF-" in content[:HEAD]


def shape_of(content: bytes) -> Shape:
    """Look at the end of a document, and at what its signatures say they cover."""
    found = [found for _, found in zip(range(MOST_RANGES), _RANGE.finditer(content), strict=False)]
    covered = tuple(int(one[3]) + int(one[4]) for one in found)
    return Shape(
        length=len(content),
        ends_whole=content[-HEAD:].rstrip(BLANKS).endswith(b"%%EOF"),
        covered=covered,
        broken_off=_UPDATE.match(content, max(covered, default=0)) is not None,
    )


def is_neat(content: bytes, byte_range: Sequence[int], signature: bytes) -> bool:
    """Tell whether the place left for a signature holds it, zeros, and nothing else.

    No signature covers its own place: something could be hidden there.
    """
    _, before, after, _ = byte_range
    place = content[before:after]
    return place[:1] == b"<" and place[-1:] == b">" and _is_only(place[1:-1], signature)


def _is_only(written: bytes, signature: bytes) -> bool:
    if not re.fullmatch(rb"[0-9a-fA-F]*", written):
        return False
    rest = bytes.fromhex(written.decode("ascii"))[_der_length(signature) :]
    return rest.strip(b"\0") == b""


def _der_length(signature: bytes) -> int:
    """Return how many bytes a DER value takes, its own heading included."""
    first = signature[1]
    if first < 0x80:  # noqa: PLR2004  # the length itself, in the short form
        return 2 + first
    count = first & 0x7F
    return 2 + count + int.from_bytes(signature[2 : 2 + count], "big")
