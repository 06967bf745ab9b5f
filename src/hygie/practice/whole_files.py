"""Writes a file entirely or not at all: what was there stays until the new one is whole."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

from hygie.core.errors import MisusedError, StorageError

NOT_THERE = (FileNotFoundError, NotADirectoryError, IsADirectoryError)
UNCHANGED = "Ce qui existait est resté tel quel."


def write_whole(target: Path, content: bytes) -> None:
    """Put content at target entirely, or leave what was there.

    Raises MisusedError when the folder is not there, StorageError when the disk refuses.
    """
    draft = target.parent / f".{target.name}.part"
    try:
        _check_is_a_name(target)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        if isinstance(error, NOT_THERE) or error.errno == errno.EINVAL:
            raise MisusedError(
                "Le fichier ne peut pas être écrit à cet endroit.",
                hint="Donnez un nom de fichier dans un dossier qui existe. Rien n'a été modifié.",
            ) from error
        raise StorageError(
            "Le fichier n'a pas pu être écrit : le disque l'a refusé.",
            hint=f"{_what_to_look_at()} {UNCHANGED}",
        ) from error


def sync_folder(folder: Path) -> None:
    """Put on the disk the names a folder holds: after a power cut, a new file is still there.

    Windows does so by itself, and some disks do not know how to.
    """
    if sys.platform == "win32":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _what_to_look_at() -> str:
    # Windows replaces no file that another program holds open, a PDF being read for instance.
    if sys.platform == "win32":
        return "Fermez ce fichier dans les autres programmes ; vérifiez la place et les droits."
    return "Vérifiez la place et les droits."


def new_file(name: str) -> Path:
    """Return the path of a file to write, which must not be there: it may be somebody's only one.

    Raises MisusedError when something has that name, be it a link, a pipe or a device, and for
    «-», which other tools take for standard output.
    """
    target = Path(name)
    if name == "-" or (os.path.lexists(target) and not target.is_dir()):
        raise MisusedError(
            f"Ce fichier existe déjà : « {target} »."
            if name != "-"
            else "« - » n'est pas un nom de fichier.",
            hint="Donnez un autre nom, ou effacez-le d'abord. Rien n'a été modifié.",
        )
    return target


def _check_is_a_name(target: Path) -> None:
    if target.name in {"", ".."} or target.is_dir():
        raise IsADirectoryError(target)
