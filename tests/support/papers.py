"""A PDF looked into: what pikepdf finds of its tags, its metadata, its fonts and what is joined."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

FONTS = "/FontFile", "/FontFile2", "/FontFile3"


class Paper:
    """One document, opened from its bytes."""

    def __init__(self, raw: bytes) -> None:
        self._pdf = pikepdf.open(BytesIO(raw))

    @property
    def root(self) -> Any:
        return self._pdf.Root

    @property
    def pages(self) -> int:
        return len(self._pdf.pages)

    @property
    def language(self) -> str:
        return str(self.root.Lang)

    @property
    def title(self) -> str:
        return str(self.metadata()["dc:title"])

    def metadata(self) -> Any:
        return self._pdf.open_metadata()

    def joined(self) -> dict[str, bytes]:
        return {name: spec.get_file().read_bytes() for name, spec in self._pdf.attachments.items()}

    def relationship(self, name: str) -> str:
        return str(self._pdf.attachments[name].obj.AFRelationship)

    def tags(self) -> Iterator[tuple[str, Any]]:
        """Return every element of the structure with its kind, in reading order."""
        yield from _below(self.root.StructTreeRoot)

    def texts_beside(self, kind: str) -> list[str]:
        """Return the alternative text of each element of a kind, empty when there is none."""
        return [str(node.get("/Alt", "")) for name, node in self.tags() if name == kind]

    def fonts(self) -> list[tuple[str, bool]]:
        """Return every font drawn with, and whether it travels inside."""
        things = (one for one in self._pdf.objects if isinstance(one, pikepdf.Dictionary))
        drawn = [one for one in things if one.get("/Type") == "/FontDescriptor"]
        return [(str(one.FontName), any(name in one for name in FONTS)) for one in drawn]


def _below(node: Any) -> Iterator[tuple[str, Any]]:
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield str(child.S), child
            yield from _below(child)
