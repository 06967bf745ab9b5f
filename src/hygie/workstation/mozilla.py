"""Where Mozilla programs (Firefox, Thunderbird and their kin) keep their profiles.

Linux puts them right under the program's folder, Windows and macOS under «Profiles» in it.
"""

import re

from hygie.workstation.machine import EntryKind, Machine, MachineRefusedError, MissingError

PROFILES = 200
"""More folders than that is not a home we can look into in time."""

BELOW = "Profiles"
TOO_MANY = "Il y a trop de profils pour les lire tous."

_ABSOLUTE = re.compile(r"/|[A-Za-z]:[\\/]|\\\\[^\\/]")
"""A path from the root, from a drive, or of a network share."""


def profile_folders(machine: Machine, root: str) -> tuple[str, ...]:
    """Return every folder under a root, and those profiles.ini names: a profile may live anywhere.

    Raises MachineRefusedError when the root cannot be looked at; without a root there are none.
    """
    children = _children(machine, root)
    below = _children(machine, f"{root}/{BELOW}") if f"{root}/{BELOW}" in children else []
    named = parse_profiles(_content(machine, f"{root}/profiles.ini"), root)
    found = tuple({_written(path): path for path in (*named, *below, *children)}.values())
    if len(found) > PROFILES:
        raise MachineRefusedError(TOO_MANY)
    return found


def parse_profiles(content: bytes, root: str) -> tuple[str, ...]:
    """Return the folders profiles.ini names."""
    found: list[str] = []
    path, relative = "", True
    for line in [*content.decode("utf-8", "replace").split("\n"), "["]:
        key, _, value = line.strip().partition("=")
        if key.startswith("["):
            found += _place(path, root, relative=relative)
            path, relative = "", True
        elif key == "Path":
            path = value
        elif key == "IsRelative":
            relative = value != "0"
    return tuple(dict.fromkeys(found))


def _written(path: str) -> str:
    """Return the same text for the same place: Windows ignores case, and has two separators."""
    return path.replace("\\", "/").casefold() if path[1:2] == ":" else path


def _children(machine: Machine, folder: str) -> list[str]:
    try:
        entries = machine.entries(folder)
    except MissingError:
        return []
    folders = (EntryKind.FOLDER, EntryKind.LINK)
    return [f"{folder}/{entry.name}" for entry in entries if entry.kind in folders]


def _content(machine: Machine, path: str) -> bytes:
    try:
        return machine.read(path)
    except MissingError:
        return b""


def _place(path: str, root: str, *, relative: bool) -> list[str]:
    if not path or "\0" in path or (not relative and not _ABSOLUTE.match(path)):
        return []
    return [f"{root}/{path}" if relative else path]
