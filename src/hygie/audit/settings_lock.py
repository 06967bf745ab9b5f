"""One change at a time: a lock that the system drops by itself when Hygie is killed."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hygie.core.errors import StorageError

FILE_NAME = "reglage.verrou"


def is_waited_for(folder: Path) -> bool:
    """Tell whether another Hygie is changing this workstation; nothing is created to know it."""
    try:
        handle = os.open(folder / FILE_NAME, os.O_RDONLY)
    except OSError:
        return False
    try:
        return not _taken(handle, shared=True)
    finally:
        os.close(handle)


@contextmanager
def only_one(folder: Path) -> Iterator[bool]:
    """Give True to the only one who is changing this workstation, False to whoever comes next."""
    try:
        handle = os.open(folder / FILE_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StorageError(
            "Le dossier de données refuse un fichier dont Hygie a besoin. Rien n'a été modifié.",
            hint="Vérifiez la place et les droits, puis recommencez.",
        ) from error
    try:
        yield _taken(handle)
    finally:
        os.close(handle)


def _taken(handle: int, *, shared: bool = False) -> bool:
    """Take the lock; it goes with the open file, hence with the process, however that ends.

    ``shared``: with whoever only looks, where the system can.
    """
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  # only Windows has it

        with suppress(OSError):
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            return True
        return False
    import fcntl  # noqa: PLC0415  # Windows has none

    with suppress(OSError):
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        return True
    return False
