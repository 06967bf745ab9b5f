"""Puts restored data in the place of the former: begun, it is always finished.

What was restored waits, whole and checked, in a folder beside. A small file then says what is to be
moved: from that moment on, killed at any step, the next opening of Hygie goes on from there. The
former data is moved aside, and stays there.
"""

import json
import os
from contextlib import suppress
from pathlib import Path

from hygie.core.errors import MisusedError, StorageError
from hygie.practice.folders import private_folder
from hygie.practice.own_data_work import Reached, take_away, unheard
from hygie.practice.own_files import FORMER, MARKER, RESTORING, Nature, known_as, own_things
from hygie.practice.whole_files import write_whole
from hygie.practice.whole_streams import settle

FORMAT = 1
MOST_BYTES = 1 << 20


def begin_swap(folder: Path, *, reached: Reached = unheard) -> None:
    """Decide that what waits in ``restauration`` replaces the data of the folder."""
    take_away(folder / FORMER)
    reached("place faite")
    marker = {
        "format": FORMAT,
        "avant": _moved_in(folder),
        "apres": _moved_in(folder / RESTORING),
    }
    write_whole(folder / MARKER, json.dumps(marker).encode())
    settle(folder)
    reached("décidé")


def finish_swap(folder: Path, *, reached: Reached = unheard) -> bool:
    """Finish what was begun; False when nothing was. To be called before the data is opened."""
    if not os.path.lexists(folder / MARKER):
        return False
    former, after = _read_marker(folder / MARKER)
    aside, waiting = private_folder(folder / FORMER), folder / RESTORING
    try:
        for name in former:
            _move(folder / name, aside / name)
            reached(f"mis de côté {name}")
        settle(aside)
        for name in after:
            _move(waiting / name, folder / name)
            reached(f"en place {name}")
        settle(folder)
    except OSError as error:
        raise _stopped() from error
    take_away(folder / MARKER)
    reached("fini")
    take_away(waiting)
    return True


def _move(source: Path, target: Path) -> None:
    """Move what is not moved yet: what has arrived is never moved over."""
    # Another Hygie may be finishing the same at the same time.
    with suppress(FileNotFoundError):
        if not os.path.lexists(target):
            source.rename(target)


def _moved_in(folder: Path) -> list[str]:
    return [found.path.name for found in own_things(folder) if _is_moved(found.path.name)]


def _is_moved(name: str) -> bool:
    """Tell what goes aside with the former data: all that is saved, and what goes with it."""
    known = known_as(name)
    return known is not None and known.nature is not Nature.PASSING


def _read_marker(path: Path) -> tuple[list[str], list[str]]:
    try:
        with path.open("rb") as file:
            marker = json.loads(file.read(MOST_BYTES))
        return _names(marker["avant"]), _names(marker["apres"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise MisusedError(
            f"Une restauration a été commencée, et le fichier {path} qui dit où elle en est ne peut"
            " pas être lu. Hygie n'a rien changé.",
            hint=f"Les données d'avant sont dans {path.parent}, ou dans son dossier {FORMER}."
            " Gardez une copie du tout, puis demandez de l'aide : hygie diagnostic-technique",
        ) from error


def _names(found: object) -> list[str]:
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise TypeError(found)
    if not all(map(_is_moved, found)):
        raise ValueError(found)
    return found


def _stopped() -> StorageError:
    return StorageError(
        "La restauration s'est arrêtée : le disque ou un autre programme l'a empêchée."
        " Rien n'est perdu.",
        hint="Fermez Hygie dans le navigateur et les autres fenêtres, puis relancez : elle se"
        " terminera d'elle-même.",
    )
