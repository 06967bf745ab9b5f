"""What saving, restoring and erasing share: one at a time, and folders that leave no trace."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hygie.core.errors import MisusedError
from hygie.practice.folders import private_folder
from hygie.practice.own_files import APPLICATION_LOCK, OWN_DATA_LOCK
from hygie.practice.whole_streams import refusal_of

SENT, RECEIVED = ".sauvegarde-", ".restauration-"

Reached = Callable[[str], None]
"""Is told each step, by those who interrupt it."""


def unheard(_step: str) -> None:
    """Listen to no step."""


@contextmanager
def own_data_turn(folder: Path) -> Iterator[None]:
    """Do one such work at a time in a data folder."""
    with _held(folder, OWN_DATA_LOCK, "Une sauvegarde ou une restauration est déjà en cours."):
        yield


@contextmanager
def app_closed(folder: Path) -> Iterator[None]:
    """Do something that the app, were it open on this folder, would not bear."""
    with _held(folder, APPLICATION_LOCK, "Hygie est ouvert dans votre navigateur."):
        yield


def passing_file(folder: Path, prefix: str, chance: Callable[[int], bytes]) -> Path:
    """Name a back-up on its way: SENT to the browser, or RECEIVED from it."""
    return folder / f"{prefix}{chance(8).hex()}.hygie"


def sweep_passing(folder: Path) -> None:
    """Erase the back-ups whose way was cut off; the app must be the only one on the folder."""
    for prefix in (SENT, RECEIVED):
        for file in folder.glob(f"{prefix}*.hygie"):
            with suppress(OSError):
                file.unlink()


@contextmanager
def working_folder(path: Path) -> Iterator[Path]:
    """Give an empty folder that is gone afterwards, however the work ended."""
    take_away(path)
    private_folder(path)
    try:
        yield path
    finally:
        with suppress(OSError):
            _take_away(path)


def take_away(path: Path) -> None:
    """Take a file or a folder away, with all it holds; a link goes, not what it leads to."""
    try:
        _take_away(path)
    except OSError as error:
        raise refusal_of(error) from error


def _take_away(path: Path) -> None:
    with suppress(FileNotFoundError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


@contextmanager
def _held(folder: Path, name: str, refusal: str) -> Iterator[None]:
    from filelock import FileLock, Timeout  # noqa: PLC0415  # start-up time

    lock = FileLock(folder / name, mode=0o600)
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise MisusedError(
            f"{refusal} Rien n'a été modifié.", hint="Fermez-le, ou attendez, puis recommencez."
        ) from error
    try:
        yield
    finally:
        lock.release()
