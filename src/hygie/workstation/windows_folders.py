"""Where Windows programs keep what belongs to the daily user."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress

from hygie.workstation.machine import (
    Context,
    EntryKind,
    Machine,
    MachineRefusedError,
    MissingError,
)
from hygie.workstation.windows_machine import WindowsMachine

LOCAL, ROAMING = "Local", "Roaming"
VARIABLES = {LOCAL: "LOCALAPPDATA", ROAMING: "APPDATA"}
_ABSOLUTE = re.compile(r"[A-Za-z]:[\\/]|\\\\[^\\/]")

STORE = f"{LOCAL}/Packages"
STORE_ROAMING = "LocalCache/Roaming"
"""Where a program of the Store finds what it believes to be its roaming folder."""

SESSION = "HKCU\\Environment"
NO_SESSION = "Le dossier de la session n'a pas été trouvé."

Roots = Mapping[str, tuple[str, ...]]


def is_absolute(path: str) -> bool:
    """Tell whether a path begins with a drive or a network share."""
    return bool(_ABSOLUTE.match(path)) and "\0" not in path


def place(context: Context, folder: str) -> str:
    """Return the whole path of a folder written «Local/…» or «Roaming/…»."""
    base, _, rest = folder.partition("/")
    moved = context.environment.get(VARIABLES[base], "")
    above = moved if is_absolute(moved) else f"{context.home}/AppData/{base}"
    return f"{above}/{rest}"


def require_session(machine: WindowsMachine, context: Context) -> None:
    """Raise MachineRefusedError unless these folders are those of whoever sits there.

    The registry refuses its own half of the session to a program run under another account.
    Windows makes both folders when a session is first opened: without them nothing is an absence.
    """
    with suppress(MissingError):
        machine.registry.open(SESSION)
    for base in VARIABLES:
        with suppress(MissingError):
            machine.entries(place(context, base).rstrip("/"))
            return
    raise MachineRefusedError(NO_SESSION)


def places(context: Context, roots: Roots) -> Iterable[tuple[str, str]]:
    """Return each name with each folder it may use."""
    for name, folders in roots.items():
        for folder in folders:
            yield name, place(context, folder)


def store_folders(machine: Machine, context: Context, publisher: str) -> tuple[str, ...]:
    """Return the roaming folders of the Store programs whose name begins so.

    Raises MachineRefusedError when the folder of the Store programs is refused.
    """
    above = place(context, STORE)
    try:
        entries = machine.entries(above)
    except MissingError:
        return ()
    names = (entry.name for entry in entries if entry.kind is EntryKind.FOLDER)
    return tuple(
        f"{above}/{name}/{STORE_ROAMING}"
        for name in names
        if name.casefold().startswith(publisher.casefold())
    )
