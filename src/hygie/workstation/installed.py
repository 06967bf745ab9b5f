"""Which known programs are on a Linux workstation, and which are running.

Looked at: the packages of the system (dpkg, rpm or pacman), Flatpak and Snap applications, the
usual folders of commands, /opt, and the program folders under the home. Not seen: AppImages and
programs unpacked elsewhere in the home, and those of other people's homes. «Nothing found» means
nothing in those places.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError, MissingError, Program
from hygie.workstation.packages import Packages, read_packages

PROCESSES = 20_000
"""More processes than that is not a workstation: the look is called incomplete."""

COMM_BYTES = 64
NO_PROCESSES = "La liste des programmes en marche n'a pas pu être lue en entier."
PLACES = "paquets, /opt, dossiers de commandes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A known program that is there; ``version`` is empty when only its presence was seen."""

    program: Program
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """The known programs found. Unless ``complete``, others may be there: ``reason`` says why."""

    found: tuple[Found, ...]
    complete: bool
    source: str
    reason: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of what was found, sorted: the value of a fact."""
        return tuple(sorted({each.program.id for each in self.found}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """The known programs seen running. Unless ``complete``, others may run unseen."""

    programs: tuple[Program, ...]
    complete: bool
    source: str = "/proc"
    reason: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of what runs, sorted: the value of a fact."""
        return tuple(sorted({program.id for program in self.programs}))


class _Places:
    """The folders looked at, each listed once, remembering the first refusal."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._listed: dict[str, frozenset[str]] = {}
        self.reason = ""

    def names(self, paths: Iterable[str]) -> frozenset[str]:
        """Return every name in these folders; a folder that is not there holds nothing."""
        return frozenset().union(*(self._names(path) for path in paths))

    def holds(self, path: str) -> bool:
        """Tell whether a folder is there, by looking at the one above it."""
        above, _, name = path.rstrip("/").rpartition("/")
        return name in self._names(above)

    def _names(self, path: str) -> frozenset[str]:
        if path not in self._listed:
            self._listed[path] = self._list(path)
        return self._listed[path]

    def _list(self, path: str) -> frozenset[str]:
        try:
            return frozenset(entry.name for entry in self._machine.entries(path))
        except MissingError:
            return frozenset()
        except MachineRefusedError as refusal:
            self.reason = self.reason or refusal.reason
            return frozenset()


def installed(machine: Machine, context: Context, kind: str) -> Installed:
    """Look for the known programs of one kind."""
    programs = [program for program in context.tables.programs if program.kind == kind]
    packages = read_packages(machine, {name for each in programs for name in each.packages})
    places = _Places(machine)
    found = [_look(program, packages, places, context.home) for program in programs]
    reason = packages.reason or places.reason
    return Installed(
        found=tuple(each for each in found if each is not None),
        complete=not reason,
        source=packages.source or PLACES,
        reason=reason,
    )


def running(machine: Machine, context: Context, kind: str) -> Running:
    """Look for the known programs of one kind among the running ones, by their short names.

    A kernel that hides other people's processes hides the first one too: then the look is partial.
    """
    programs = [program for program in context.tables.programs if program.kind == kind]
    names, complete = process_names(machine)
    return Running(
        programs=tuple(each for each in programs if names & set(each.processes)),
        complete=complete,
        reason="" if complete else NO_PROCESSES,
    )


def as_reading(
    context: Context,
    fact: str,
    look: Installed | Running,
    *,
    remedy: str,
    ids: tuple[str, ...] = (),
) -> Reading:
    """Build the reading of a list fact: what was found counts, «nothing» needs a complete look.

    ``ids`` are what other looks found, added to those of this one.
    """
    found = tuple(sorted({*look.ids, *ids}))
    if not found and not look.complete:
        return unreadable(context, fact, look.reason, remedy)
    return observed(context, fact, found, look.source)


def process_names(machine: Machine) -> tuple[frozenset[str], bool]:
    """Return the short names of the running programs, and whether all of them could be seen."""
    try:
        numbers = [entry.name for entry in machine.entries("/proc") if entry.name.isdecimal()]
    except MachineRefusedError:
        return frozenset(), False
    names: dict[str, str] = {}
    complete = "1" in numbers and len(numbers) <= PROCESSES
    for number in numbers[:PROCESSES]:
        try:
            raw = machine.read(f"/proc/{number}/comm", limit=COMM_BYTES)
        except MissingError:
            continue
        except MachineRefusedError:
            # Ended between the listing and the look, or hidden: only the first one, which never
            # ends, can tell.
            complete = complete and number != "1"
            continue
        names[number] = raw.decode("utf-8", "replace").rstrip("\n")
    return frozenset(names.values()) - {""}, complete and "1" in names


def _look(program: Program, packages: Packages, places: _Places, home: str) -> Found | None:
    present = [name for name in program.packages if name in packages.versions]
    if present:
        return Found(program=program, version=packages.versions[present[0]])
    return Found(program=program) if _is_elsewhere(program, places, home) else None


def _is_elsewhere(program: Program, places: _Places, home: str) -> bool:
    looks: Mapping[tuple[str, ...], tuple[str, ...]] = {
        ("/usr/bin", "/usr/local/bin", "/snap/bin", f"{home}/.local/bin"): program.commands,
        ("/var/lib/flatpak/app", f"{home}/.local/share/flatpak/app"): program.flatpaks,
        ("/snap", "/var/lib/snapd/snap"): program.packages,
        ("/opt",): program.opt,
    }
    if any(names and not places.names(paths).isdisjoint(names) for paths, names in looks.items()):
        return True
    return any(places.holds(f"{home}/{folder}") for folder in program.folders)
