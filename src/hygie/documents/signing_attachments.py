"""The files inside a document: how many, how long, and what those of our size hold."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from hygie.documents.signing_attempt import attempt
from hygie.documents.signing_report import Attachment

MOST_FILES = 20
MOST_BYTES = 4 << 20
"""The longest file whose content is returned: as long as what Hygie accepts to read."""

MOST_IN_ALL = 8 << 20
"""What all of them together may take: their contents go from one process to another."""

DEEPEST = 8
LONGEST_NAME = 200


def attachments_of(reader: Any) -> list[Attachment]:  # noqa: ANN401  # pyHanko's reader, heavy
    """List the embedded files of a document that pyHanko has opened."""
    files = _below(_below(reader.root, "/Names"), "/EmbeddedFiles")
    found = [] if files is None else list(islice(_files(files, 0), MOST_FILES))
    left = MOST_IN_ALL
    kept: list[Attachment] = []
    for one in found:
        left -= len(one.content or b"")
        kept.append(one if left >= 0 else replace(one, content=None))
    return kept


def _below(node: Any, *keys: str) -> Any:  # noqa: ANN401  # see above
    """Follow the first of these keys that is there; only square brackets follow references."""
    return next((node[key] for key in keys if node is not None and key in node), None)


def _files(node: Any, depth: int) -> Iterator[Attachment]:  # noqa: ANN401  # see above
    """Walk a tree of names; one that bites its own tail is left at the limit."""
    if depth > DEEPEST:
        return
    pairs = list(_below(node, "/Names") or ())
    for name, about in zip(pairs[::2], pairs[1::2], strict=False):
        found = attempt(lambda one=name, other=about: _file(one, other))  # type: ignore[misc]  # the defaults bind the loop's values
        yield found or Attachment(name=str(name)[:LONGEST_NAME], size=None, content=None)
    for below in _below(node, "/Kids") or ():
        yield from _files(below.get_object(), depth + 1)


def _file(name: Any, about: Any) -> Attachment:  # noqa: ANN401  # see above
    specification = about.get_object()
    content = bytes(_below(specification["/EF"], "/UF", "/F").data)
    return Attachment(
        name=str(_below(specification, "/UF", "/F") or name)[:LONGEST_NAME],
        size=len(content),
        content=content if len(content) <= MOST_BYTES else None,
    )
