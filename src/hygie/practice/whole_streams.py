"""Writes a long file entirely or not at all, without ever holding it in memory."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from hygie.core.errors import MisusedError, StorageError

PRIVATE = 0o600
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
NOT_A_PLACE = (FileNotFoundError, NotADirectoryError, IsADirectoryError)


@contextmanager
def new_whole_file(target: Path) -> Iterator[BinaryIO]:
    """Give a draft to write, which becomes ``target`` when the block ends well.

    What is at ``target`` by then is never replaced. Raises MisusedError when the place will not do,
    StorageError when the disk refuses; either way nothing is left.
    """
    draft = draft_of(target)
    try:
        with suppress(FileNotFoundError):
            draft.unlink()
        with _created(draft) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _publish(draft, target)
    except OSError as error:
        raise refusal_of(error) from error
    finally:
        with suppress(OSError):
            draft.unlink()


def draft_of(target: Path) -> Path:
    """Return where a file is written before it has its name."""
    return target.parent / f".{target.name}.part"


def sweep_drafts(folder: Path) -> None:
    """Erase what writings that were cut off left; nobody else must be writing in the folder."""
    for draft in folder.glob(".*.part"):
        with suppress(OSError):
            draft.unlink()


def refusal_of(error: OSError) -> MisusedError | StorageError:
    """Say what a refusal of the disk means to a person."""
    if error.errno in NO_ROOM:
        return StorageError(
            "Le disque est plein : rien de nouveau n'a été écrit, rien de l'ancien n'est perdu.",
            hint="Libérez de la place (videz la corbeille, par exemple), puis recommencez.",
        )
    if isinstance(error, FileExistsError):
        return MisusedError(
            "Un fichier de ce nom existe déjà. Hygie n'y a pas touché.",
            hint="Donnez un autre nom. Rien n'a été modifié.",
        )
    if isinstance(error, NOT_A_PLACE) or error.errno == errno.EINVAL:
        return MisusedError(
            "Le fichier ne peut pas être écrit à cet endroit.",
            hint="Donnez un nom de fichier dans un dossier qui existe. Rien n'a été modifié.",
        )
    return StorageError(
        "Le fichier n'a pas pu être écrit ou lu : le disque l'a refusé. Rien n'est perdu.",
        hint="Vérifiez que le disque est branché, qu'il reste de la place, et vos droits.",
    )


def settle(folder: Path) -> None:
    """Put the names of a folder on the disk: a file that was renamed is then there for good."""
    if sys.platform == "win32":
        return
    # A share or a key may refuse to be asked: the file itself is already on it.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _created(draft: Path) -> BinaryIO:
    # O_EXCL: a link somebody left under that name is not followed.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(draft, flags, PRIVATE), "wb")


def _publish(draft: Path, target: Path) -> None:
    """Give the draft its name, unless something has it by now."""
    try:
        os.link(draft, target)
    except FileExistsError:
        raise
    except OSError:
        # No second name on a key in FAT: what is left of chance is the time of one call.
        if os.path.lexists(target):
            raise FileExistsError(target) from None
        draft.rename(target)
    settle(target.parent)
