"""One change at a time: a lock that the system drops by itself when Hygie is killed."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hygie.core.errors import StorageError

FILE_NAME = "reglage.verrou"


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


def _taken(handle: int) -> bool:
    """Take the lock; it goes with the open file, hence with the process, however that ends."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  # only Windows has it

        with suppress(OSError):
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            return True
        return False
    import fcntl  # noqa: PLC0415  # Windows has none

    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
