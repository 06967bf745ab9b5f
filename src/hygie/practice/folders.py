"""Where Hygie keeps its data, and that nobody else may look inside."""

import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

from hygie.core.errors import MisusedError, StorageError

HOME_VARIABLE = "HYGIE_HOME"
FOLDER_MODE = 0o700

ROOT = "C:\\" if sys.platform == "win32" else "/"
ANOTHER_FOLDER = f"Choisissez un autre dossier avec la variable {HOME_VARIABLE}, ou retirez-la."


def data_folder(environment: Mapping[str, str]) -> Path:
    """Say where the data is, without touching the disk: HYGIE_HOME, else the user's data folder."""
    chosen = environment.get(HOME_VARIABLE, "")
    if not chosen:
        return _usual_folder()
    if chosen.startswith("~") or "\0" in chosen:
        raise MisusedError(
            f"{HOME_VARIABLE} vaut « {chosen} », que Hygie ne sait pas suivre.",
            hint=f"Écrivez le chemin complet du dossier, en commençant par « {ROOT} ».",
        )
    return Path(chosen).absolute()


def data_folder_to_read(environment: Mapping[str, str]) -> Path:
    """Return the data folder, which may not be there yet: nothing is created.

    Raises MisusedError when what is there is not ours, or when the disk that held it is unplugged:
    «nothing yet» would be a lie.
    """
    folder = data_folder(environment)
    try:
        there = folder.is_symlink() or folder.exists()
        unplugged = bool(environment.get(HOME_VARIABLE, "")) and not folder.parent.is_dir()
    except OSError as error:
        raise _refused(folder) from error
    if there:
        _check(folder)
    elif unplugged:
        raise _no_parent(folder)
    return folder


def open_data_folder(environment: Mapping[str, str]) -> Path:
    """Return the data folder, created if need be and fit to hold a practice's records.

    A folder chosen with HYGIE_HOME is created in its parent only: on a disk that is not plugged in,
    the data would silently land elsewhere. An existing one keeps its permissions: it may be shared.
    """
    folder = data_folder(environment)
    if environment.get(HOME_VARIABLE, ""):
        return private_folder(folder)
    private_folder(folder, parents=True)
    try:
        folder.chmod(FOLDER_MODE)
    except OSError as error:
        raise _refused(folder) from error
    return folder


def private_folder(folder: Path, *, parents: bool = False) -> Path:
    """Create a folder only its owner can open, or check the one that is there."""
    try:
        if parents:
            folder.parent.mkdir(parents=True, exist_ok=True)
        _make(folder)
    except FileExistsError:
        _check(folder)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _no_parent(folder) from error
    except OSError as error:
        raise _refused(folder) from error
    return folder


def _make(folder: Path) -> None:
    if sys.platform == "win32":
        from hygie.practice.windows_rights import make_private  # noqa: PLC0415  # Windows' only

        make_private(folder)
        return
    folder.mkdir(mode=FOLDER_MODE)
    # mkdir obeys the umask, which may be looser or tighter than what we need.
    folder.chmod(FOLDER_MODE)


def _usual_folder() -> Path:
    # Imported here: most of what starts Hygie never looks at the disk.
    from platformdirs import user_data_path  # noqa: PLC0415  # start-up time

    return user_data_path("hygie", appauthor=False)


def _check(folder: Path) -> None:
    try:
        about, link = folder.stat(), folder.lstat()
    except FileNotFoundError as error:
        raise MisusedError(
            f"{folder} est un lien vers un dossier qui n'existe pas.", hint=ANOTHER_FOLDER
        ) from error
    except OSError as error:
        raise _refused(folder) from error
    if not stat.S_ISDIR(about.st_mode):
        raise MisusedError(
            f"{folder} n'est pas un dossier. Hygie n'y a pas touché.", hint=ANOTHER_FOLDER
        )
    _check_owner(folder, about, link)


def _check_owner(folder: Path, about: os.stat_result, link: os.stat_result) -> None:
    # Windows protects the user's data folder by lists of rights these bits do not show.
    if sys.platform == "win32":
        return
    if {about.st_uid, link.st_uid} != {os.geteuid()}:
        raise MisusedError(
            f"Le dossier {folder} appartient à un autre compte de cet ordinateur."
            " Hygie n'y a pas touché.",
            hint=f"Lancez Hygie depuis votre compte habituel, sans « sudo ». {ANOTHER_FOLDER}",
        )
    if about.st_mode & stat.S_IWOTH:
        raise MisusedError(
            f"Tous les comptes de cet ordinateur peuvent écrire dans le dossier {folder}."
            " Hygie n'y met rien.",
            hint=ANOTHER_FOLDER,
        )


def _no_parent(folder: Path) -> MisusedError:
    return MisusedError(
        f"Le dossier {folder} ne peut pas être créé : {folder.parent} n'existe pas.",
        hint=f"S'il est sur un disque, branchez-le. Sinon : {ANOTHER_FOLDER}",
    )


def _refused(folder: Path) -> StorageError:
    return StorageError(
        f"Le dossier {folder} ne peut pas être créé ou ouvert : le système l'a refusé."
        " Rien n'est perdu.",
        hint="Vérifiez qu'il est à vous, que le disque n'est ni plein ni protégé en écriture.",
    )
