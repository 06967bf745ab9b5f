"""Folders of Windows, compared as Windows does, and what Dropbox says of its own."""

from ntpath import normcase, normpath

from hygie.workstation.probes.sync.folders import dropbox_paths
from hygie.workstation.windows_folders import is_absolute


def holds(folder: str, documents: str) -> bool:
    """Tell whether a folder is the Documents folder or is above it, whatever the case."""
    outer, inner = normcase(normpath(folder)), normcase(normpath(documents))
    return inner == outer or inner.startswith(outer.rstrip("\\") + "\\")


def parse_dropbox(content: bytes) -> tuple[str, ...] | None:
    """Return the folder of each account in info.json; None when it does not have that form."""
    given = dropbox_paths(content)
    known = tuple(path for path in given if isinstance(path, str) and is_absolute(path))
    return known if known and len(known) == len(given) else None
