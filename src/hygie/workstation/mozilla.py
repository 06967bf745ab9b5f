"""Where Mozilla programs (Firefox, Thunderbird and their kin) keep their profiles."""

from hygie.workstation.machine import EntryKind, Machine, MachineRefusedError, MissingError

PROFILES = 200
"""More folders than that is not a home we can look into in time."""

TOO_MANY = "Il y a trop de profils pour les lire tous."


def profile_folders(machine: Machine, root: str) -> tuple[str, ...]:
    """Return every folder under a root, and those profiles.ini names: a profile may live anywhere.

    Raises MachineRefusedError when the root cannot be looked at; without a root there are none.
    """
    try:
        entries = machine.entries(root)
    except MissingError:
        return ()
    folders = (EntryKind.FOLDER, EntryKind.LINK)
    children = [f"{root}/{entry.name}" for entry in entries if entry.kind in folders]
    named = parse_profiles(_content(machine, f"{root}/profiles.ini"), root)
    found = tuple(dict.fromkeys([*children, *named]))
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


def _content(machine: Machine, path: str) -> bytes:
    try:
        return machine.read(path)
    except MissingError:
        return b""


def _place(path: str, root: str, *, relative: bool) -> list[str]:
    if not path or "\0" in path or (not relative and not path.startswith("/")):
        return []
    return [f"{root}/{path}" if relative else path]
