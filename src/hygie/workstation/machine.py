"""The one door to a workstation: run a command, read a file, list a folder.

Nothing else under ``workstation`` touches the system, so a fake of this door is a whole machine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

COMMAND_SECONDS = 5.0
"""How long a command may take: an audit must show something within seconds."""

READ_BYTES = 1 << 20
"""How much of a file is read unless the caller says more; a longer file is refused."""


class EntryKind(StrEnum):
    """What an entry of a folder is; a link is never followed."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a folder. ``modified`` is UTC; ``size`` in bytes; ``mode`` permission bits."""

    name: str
    kind: EntryKind
    modified: datetime
    size: int = 0
    mode: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What a command left: its exit code and its standard output, decoded as UTF-8."""

    code: int
    text: str


class MachineRefusedError(Exception):
    """The machine did not answer: the reading becomes Unreadable. ``reason`` is in French."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class MissingError(MachineRefusedError):
    """The command or the file is not there, which is often an answer in itself."""


class Machine(Protocol):
    """A workstation, through three verbs. Paths are absolute and in the system's own form."""

    def run(self, command: Sequence[str], *, seconds: float = COMMAND_SECONDS) -> Output:
        """Run a command in the C.UTF-8 locale, without standard input.

        Raises MissingError when there is no such command, MachineRefusedError when it was killed
        at its limit, was refused, or printed too much.
        """

    def read(self, path: str, *, limit: int = READ_BYTES) -> bytes:
        """Return the whole content of a regular file.

        Raises MissingError when it is not there, MachineRefusedError when it cannot be read, is
        not a regular file, or is longer than ``limit`` bytes.
        """

    def entries(self, path: str) -> tuple[Entry, ...]:
        """List a folder by name, without following links.

        Raises MissingError when it is not there, MachineRefusedError when it cannot be listed.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What the catalogue knows of the outside world, handed in: this room reads no content.

    ``systems`` maps «debian 12» to the ISO day its security updates end; ``programs`` lists the
    known programs, each with its kind and how to recognise it.
    """

    systems: Mapping[str, str] = field(default_factory=dict)
    programs: tuple["Program", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A known program and how it shows on each system.

    Linux: ``packages`` are package names (dpkg, rpm, pacman), ``flatpaks`` application ids,
    ``commands`` file names found in the usual binary folders, ``processes`` names as in
    /proc/N/comm (15 characters at most), ``folders`` paths under the home folder, ``opt`` names
    under /opt. Windows: ``windows_names`` are names in the list of installed programs and
    ``windows_keys`` its keys, where a star stands for anything; ``windows_publishers`` how the
    publisher beside such a name begins; ``windows_families`` package families of the Store;
    ``windows_processes`` file names in lower case. macOS: ``bundles`` are bundle ids,
    ``mac_processes`` file names of programs that run outside those bundles. ``ended`` maps a
    version prefix to the ISO day its editor stopped mending it.
    """

    id: str
    kind: str
    name: str
    packages: tuple[str, ...] = ()
    flatpaks: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    opt: tuple[str, ...] = ()
    windows_names: tuple[str, ...] = ()
    windows_keys: tuple[str, ...] = ()
    windows_publishers: tuple[str, ...] = ()
    windows_families: tuple[str, ...] = ()
    windows_processes: tuple[str, ...] = ()
    bundles: tuple[str, ...] = ()
    mac_processes: tuple[str, ...] = ()
    ended: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Whose workstation this is and when it is asked. ``system`` is linux, windows or macos.

    ``home`` is the daily user's folder, ``uid`` and ``groups`` that user's; ``environment`` the
    variables a probe may look at; ``workstation`` the anonymous id of the machine.
    """

    system: str
    workstation: str
    now: datetime
    home: str
    user: str
    uid: int
    groups: tuple[str, ...]
    environment: Mapping[str, str]
    tables: Tables
