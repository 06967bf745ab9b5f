"""How much may come out of what a document has compressed: a small file may hide a huge one."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from pyhanko.pdf_utils.decode_limits import DecodeLimits

T = TypeVar("T")

MOST_OF_ONE = 32 << 20
"""The longest any one part may be once inflated."""

MOST_OF_ALL = 96 << 20
MOST_TIMES = 4
"""What all parts may take together: this much, or this many times the length of the file."""


def reading_limits() -> "DecodeLimits":
    """Return the limits to open a document with; nothing longer is ever inflated."""
    from pyhanko.pdf_utils.decode_limits import (  # noqa: PLC0415  # heavy
        DecodeLimits,
        DocumentDecodeBudget,
        StreamDecodeLimits,
    )

    return DecodeLimits(
        per_stream=StreamDecodeLimits(max_output_size=MOST_OF_ONE),
        document_budget=DocumentDecodeBudget(base_allowance=MOST_OF_ALL, max_ratio=MOST_TIMES),
    )


def within_limits(work: Callable[[], T]) -> T:
    """Do the work; raise MemoryError, as want of memory would, when the limits are met."""
    from pyhanko.pdf_utils.misc import PdfDecodeLimitError  # noqa: PLC0415  # heavy

    try:
        return work()
    except PdfDecodeLimitError as error:
        raise MemoryError from error
