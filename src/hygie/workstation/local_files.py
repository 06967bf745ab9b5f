"""Files and folders of this computer, read whole and bounded, the same under every system."""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

from hygie.workstation.machine import Entry, EntryKind, MachineRefusedError, MissingError

FOLDER_ENTRIES = 50_000
"""A folder larger than this is not listed: it would hold the audit up."""

# O_NONBLOCK: opening a named pipe must not wait for a writer that never comes.
# O_BINARY: Windows would change the ends of lines, and stop at a byte 26.
OPENING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

SURROGATE = 0x2000_0000
"""The bit of a Windows reparse tag that says «this leads elsewhere»: junctions, links."""


def read_file(path: str, limit: int) -> bytes:
    """Read a regular file; see Machine.read."""
    try:
        handle = os.open(Path(path), OPENING)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise MissingError("Le fichier n'existe pas.") from error
    # ValueError: a name that no system can have, out of a configuration file.
    except (OSError, ValueError) as error:
        raise MachineRefusedError("Le système refuse la lecture de ce fichier.") from error
    try:
        content = _content(handle, limit + 1)
    except OSError as error:
        raise MachineRefusedError("Le fichier n'a pas pu être lu jusqu'au bout.") from error
    finally:
        os.close(handle)
    if len(content) > limit:
        raise MachineRefusedError("Le fichier est trop long pour être lu sans risque.")
    return content


def list_folder(path: str) -> tuple[Entry, ...]:
    """List a folder by name; see Machine.entries."""
    found: list[Entry] = []
    try:
        with os.scandir(path) as listing:
            for item in listing:
                if len(found) >= FOLDER_ENTRIES:
                    raise MachineRefusedError("Le dossier contient trop d'éléments.")
                found.append(_entry(item))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise MissingError("Le dossier n'existe pas.") from error
    except (OSError, ValueError) as error:
        raise MachineRefusedError("Le système refuse la lecture de ce dossier.") from error
    return tuple(sorted(found, key=lambda entry: entry.name))


def _content(handle: int, most: int) -> bytes:
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        raise MachineRefusedError("Ce n'est pas un fichier ordinaire.")
    with os.fdopen(handle, "rb", closefd=False) as file:
        return file.read(most)


def _entry(item: "os.DirEntry[str]") -> Entry:
    try:
        about = item.stat(follow_symlinks=False)
    except OSError:
        # Removed between the listing and the look: it is there no more, and decides nothing.
        return Entry(name=item.name, kind=EntryKind.OTHER, modified=datetime.fromtimestamp(0, UTC))
    return Entry(
        name=item.name,
        kind=kind_of(about.st_mode, getattr(about, "st_reparse_tag", 0)),
        modified=datetime.fromtimestamp(about.st_mtime, UTC),
        size=about.st_size,
        mode=stat.S_IMODE(about.st_mode),
    )


def kind_of(mode: int, reparse_tag: int = 0) -> EntryKind:
    """Tell what an entry is; a junction of Windows looks like a folder and is a link."""
    if reparse_tag & SURROGATE:
        return EntryKind.LINK
    kinds = {
        stat.S_IFREG: EntryKind.FILE,
        stat.S_IFDIR: EntryKind.FOLDER,
        stat.S_IFLNK: EntryKind.LINK,
    }
    return kinds.get(stat.S_IFMT(mode), EntryKind.OTHER)
