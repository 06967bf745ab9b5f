"""Which folders each known service sends, as its own settings say."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from posixpath import normpath

from hygie.workstation.machine import Machine, MissingError
from hygie.workstation.section_files import names_in

USER_FOLDERS = ".config/user-dirs.dirs"
"""xdg-user-dirs: the Documents folder has another name in other languages, or place."""

DROPBOX = ".dropbox/info.json"
ONEDRIVE = ".config/onedrive"
ONEDRIVE_SHARED = "/etc/onedrive/config"
ONEDRIVE_DEFAULT = "OneDrive"
ONEDRIVE_TOKEN = "refresh_token"  # noqa: S105  # the name of a file, whose content is not read

_DOCUMENTS = re.compile(r'XDG_DOCUMENTS_DIR="(\$HOME)?(/[^"]{0,4096})"')
_SYNC_FOLDER = re.compile(r'sync_dir\s{0,8}=\s{0,8}"([^"]{1,4096})"')

Folders = Callable[[Machine, str], tuple[str, ...] | None]


def parse_user_folder(text: str, home: str) -> str | None:
    """Return the Documents folder; the home itself means that there is none of its own."""
    found = None
    for line in text.split("\n"):
        match = _DOCUMENTS.fullmatch(line.strip())
        if match:
            found = normpath(f"{home if match[1] else ''}/{match[2].strip('/')}")
    if found is None:
        return f"{home}/Documents"
    return None if found == normpath(home) or "\0" in found else found


def parse_dropbox(content: bytes) -> tuple[str, ...] | None:
    """Return the folder of each account in info.json; None when it does not have that form."""
    paths = dropbox_paths(content)
    return _absolute(paths) if paths else None


def parse_onedrive(text: str, home: str) -> tuple[str, ...] | None:
    """Return the folder set in a configuration of the OneDrive client; none when it sets none."""
    lines = (line.strip() for line in text.split("\n"))
    set_ = [match[1] for match in map(_SYNC_FOLDER.fullmatch, lines) if match]
    expanded = [
        f"{home}{folder[1:]}" if folder == "~" or folder.startswith("~/") else folder
        for folder in set_[-1:]
    ]
    return _absolute(expanded) if expanded else ()


def dropbox_paths(content: bytes) -> list[object]:
    """Return what info.json gives as the folder of each account; nothing for another form."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return []
    accounts = list(document.values()) if isinstance(document, dict) else []
    return [account.get("path") if isinstance(account, dict) else None for account in accounts]


def holds(folder: str, documents: str) -> bool:
    """Tell whether a folder is the Documents folder or is above it."""
    outer, inner = normpath(folder), normpath(documents)
    return inner == outer or inner.startswith(f"{outer.rstrip('/')}/")


def dropbox_folders(machine: Machine, home: str) -> tuple[str, ...] | None:
    """Return what Dropbox sends; None when the client never said it."""
    try:
        return parse_dropbox(machine.read(f"{home}/{DROPBOX}"))
    except MissingError:
        return None


def onedrive_folders(machine: Machine, home: str) -> tuple[str, ...] | None:
    """Return what the OneDrive client sends once it is signed in; None when it never was."""
    if ONEDRIVE_TOKEN not in names_in(machine, f"{home}/{ONEDRIVE}", ONEDRIVE_TOKEN):
        return None
    for path in (f"{home}/{ONEDRIVE}/config", ONEDRIVE_SHARED):
        try:
            folders = parse_onedrive(machine.read(path).decode("utf-8", "replace"), home)
        except MissingError:
            continue
        if folders != ():
            return folders
    return (f"{home}/{ONEDRIVE_DEFAULT}",)


CLIENTS: Mapping[str, Folders] = {"dropbox": dropbox_folders, "onedrive": onedrive_folders}
"""The services whose settings can be read; the others encrypt theirs or do not describe them."""


def _absolute(paths: Iterable[object]) -> tuple[str, ...] | None:
    given = list(paths)
    known = [path for path in given if isinstance(path, str) and path.startswith("/")]
    sound = bool(known) and len(known) == len(given) and not any("\0" in path for path in known)
    return tuple(known) if sound else None
