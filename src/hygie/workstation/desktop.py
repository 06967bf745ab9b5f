"""The graphical session of the daily user: which desktop, and how to read its settings.

Asked in this order: XDG_CURRENT_DESKTOP when Hygie runs inside the session; logind when it runs
beside (a terminal, a scheduled task); the sockets of the display servers where there is no logind.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from hygie.workstation.machine import Context, Machine, MachineRefusedError, MissingError

SESSIONS = 8
"""Sessions of one user looked at: nobody opens more on a workstation."""

MAX_SESSION_LINES = 200
SHOWN = ("--property=Type", "--property=Desktop", "--property=Class", "--property=Remote")
DISPLAY_MANAGER = ("systemctl", "show", "--property=Id,LoadState", "display-manager.service")
DEFAULT_MANAGER = "/etc/X11/default-display-manager"
NO_SESSION = "Aucune session graphique ouverte pour ce compte."
UNKNOWN_SESSION = "Hygie n'a pas pu savoir si une session graphique est ouverte."
UNKNOWN_DESKTOP = "Ce bureau n'est pas encore lu par Hygie."
OTHER_SESSION = "Hygie ne tourne pas dans la session dont il faut lire les réglages."


class Desktop(StrEnum):
    """The desktops whose settings are known; ``NONE`` is no graphical session at all."""

    GNOME = "gnome"
    CINNAMON = "cinnamon"
    MATE = "mate"
    XFCE = "xfce"
    KDE = "kde"
    OTHER = "other"
    NONE = "none"


NAMES: Mapping[str, Desktop] = {
    "gnome": Desktop.GNOME,
    "gnome-classic": Desktop.GNOME,
    "x-cinnamon": Desktop.CINNAMON,
    "cinnamon": Desktop.CINNAMON,
    "mate": Desktop.MATE,
    "xfce": Desktop.XFCE,
    "kde": Desktop.KDE,
    "plasma": Desktop.KDE,
    "plasmawayland": Desktop.KDE,
    "plasmax11": Desktop.KDE,
    "ubuntu": Desktop.GNOME,
    "xubuntu": Desktop.XFCE,
    "cinnamon2d": Desktop.CINNAMON,
}

FLAVOURS = frozenset({"pop", "zorin", "endless", "debian"})
"""Distributions that write their name before the desktop's, «pop:GNOME»."""


def find_desktop(machine: Machine, context: Context) -> Desktop | None:
    """Return the desktop of the daily user; None when that could not be known."""
    named = context.environment.get("XDG_CURRENT_DESKTOP", "")
    if named:
        return parse_desktop(named)
    try:
        return _by_logind(machine, context)
    except MachineRefusedError:
        return None


def parse_desktop(named: str) -> Desktop:
    """Read XDG_CURRENT_DESKTOP («ubuntu:GNOME»): the first name that is a desktop decides."""
    for name in named.lower().split(":"):
        if name in NAMES and name != "ubuntu":
            return NAMES[name]
        if name not in {*FLAVOURS, "ubuntu"}:
            return Desktop.OTHER
    return Desktop.OTHER


def parse_sessions(text: str, uid: int) -> tuple[str, ...]:
    """Return the session numbers of one user: the first two columns are session and UID."""
    rows = (line.split() for line in text.split("\n")[:MAX_SESSION_LINES])
    return tuple(row[0] for row in rows if len(row) > 1 and row[1] == str(uid) and row[0].isalnum())


def parse_session_properties(text: str) -> Desktop | None:
    """Read one block of properties per session; the first local graphical one decides."""
    blocks = [_properties(block) for block in text.split("\n\n") if block.strip()]
    if not blocks or any("Type" not in block for block in blocks):
        return None
    for block in blocks:
        graphical = block["Type"] in {"x11", "wayland", "mir"} and block.get("Class") == "user"
        if graphical and block.get("Remote") == "no":
            return parse_session_desktop(block.get("Desktop", ""))
    return Desktop.NONE


def parse_session_desktop(name: str) -> Desktop:
    """Read the name of a session file («ubuntu», «plasma»), or an XDG list as some write there."""
    return NAMES.get(name.lower()) or parse_desktop(name)


def gsettings(machine: Machine, context: Context, schema: str) -> Mapping[str, str] | None:
    """Return the keys of a schema as GVariant text; None when the schema is not installed.

    Raises MachineRefusedError when the command is missing, or would read someone else's settings.
    """
    if context.environment.get("HOME", context.home) != context.home:
        raise MachineRefusedError(OTHER_SESSION)
    output = machine.run(("gsettings", "list-recursively", schema))
    return parse_settings(output.text, schema) if output.code == 0 else None


def parse_settings(text: str, schema: str) -> Mapping[str, str]:
    """Read «schema key value» lines; a line of another form is left out."""
    rows = (line.split(" ", 2) for line in text.split("\n"))
    return {
        row[1]: row[2] for row in rows if len(row) > len(("schema", "key")) and row[0] == schema
    }


def as_boolean(value: str | None) -> bool | None:
    """Read a GVariant boolean."""
    return {"true": True, "false": False}.get(value or "")


def as_number(value: str | None) -> int | None:
    """Read a GVariant whole number of zero or more, «uint32 300» or «5»."""
    kind, _, number = (value or "").rpartition(" ")
    known = kind in {"", "uint32", "int32"} and number.isascii() and number.isdecimal()
    return int(number) if known and len(number) <= len("4294967295") else None


def config_folders(context: Context) -> Iterable[str]:
    """Return where a program of the desktop looks for its settings, the user's own first."""
    shared = context.environment.get("XDG_CONFIG_DIRS", "").split(":")[:SESSIONS]
    own = context.environment.get("XDG_CONFIG_HOME", "")
    yield own if own.startswith("/") else f"{context.home}/.config"
    yield from dict.fromkeys([*(each for each in shared if each.startswith("/")), "/etc/xdg"])


def display_manager(machine: Machine) -> str | None:
    """Return the short name of the program that opens sessions, «gdm» or «lightdm».

    Empty when systemd says there is none; None when nobody could say.
    """
    try:
        output = machine.run(DISPLAY_MANAGER)
    except MachineRefusedError:
        return _default_manager(machine)
    if output.code != 0:
        return _default_manager(machine)
    return parse_manager(output.text)


def parse_manager(text: str) -> str | None:
    """Read «Id» and «LoadState»: the alias itself, not found, means there is no such program.

    Some distributions have a real unit of that name, which says nothing of the program.
    """
    shown = _properties(text)
    unit, dot, rest = shown.get("Id", "").partition(".service")
    if not dot or rest:
        return None
    if unit == "display-manager":
        return "" if shown.get("LoadState") == "not-found" else None
    return short_name(unit)


def short_name(program: str) -> str | None:
    """Return the name all distributions share; None for what is not a program's name."""
    if not program.replace("-", "").isalnum():
        return None
    return "gdm" if program in {"gdm", "gdm3"} else program


def _default_manager(machine: Machine) -> str | None:
    try:
        path = machine.read(DEFAULT_MANAGER).decode("utf-8", "replace").strip()
    except MachineRefusedError:
        return None
    return short_name(path.rpartition("/")[2])


def _properties(block: str) -> Mapping[str, str]:
    rows = (line.partition("=") for line in block.split("\n"))
    return {key: value for key, sign, value in rows if sign}


def _by_logind(machine: Machine, context: Context) -> Desktop | None:
    try:
        listed = machine.run(("loginctl", "list-sessions", "--no-legend", "--no-pager"))
    except MachineRefusedError:
        return _by_sockets(machine, context)
    if listed.code != 0:
        return _by_sockets(machine, context)
    own = parse_sessions(listed.text, context.uid)[:SESSIONS]
    if not own:
        return Desktop.NONE
    shown = machine.run(("loginctl", "show-session", *own, *SHOWN))
    return parse_session_properties(shown.text) if shown.code == 0 else None


def _by_sockets(machine: Machine, context: Context) -> Desktop | None:
    """Without logind: a display server always leaves a socket in one of these two folders."""
    running = _names(machine, "/tmp/.X11-unix")  # noqa: S108  # where X servers put their sockets
    running += [
        name for name in _names(machine, f"/run/user/{context.uid}") if name.startswith("wayland-")
    ]
    shown = context.environment.get("DISPLAY") or context.environment.get("WAYLAND_DISPLAY")
    return None if running or shown else Desktop.NONE


def _names(machine: Machine, folder: str) -> list[str]:
    try:
        return [entry.name for entry in machine.entries(folder)]
    except MissingError:
        return []
