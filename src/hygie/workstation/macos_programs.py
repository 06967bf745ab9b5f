"""Which known applications are on a Mac, and which are running.

Looked at: the application folders of the computer and of the daily user, and one level of folders
in them. Not seen: applications kept elsewhere, and those of other people's sessions. «Nothing
found» means nothing in those folders.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from hygie.workstation.installed import Found, Installed, Running
from hygie.workstation.machine import (
    Context,
    EntryKind,
    Machine,
    MachineRefusedError,
    MissingError,
    Program,
)
from hygie.workstation.macos_plist import parse_plist, text

APPLICATIONS = "/Applications"
BUNDLE = ".app"
INFO = "Contents/Info.plist"
WRAPPED = "WrappedBundle/Info.plist"
"""Where an application made for the telephone keeps it, on Apple silicon."""

FOLDERS = 200
BUNDLES = 2000
"""More than that is not a workstation we can look into in time."""

PROCESSES = ("ps", "-A", "-o", "comm=")
"""comm is the path of the program on macOS (ps(1)); names only, in no language."""

SOURCE = "Dossiers Applications"
PROCESSES_SOURCE = "ps -A -o comm="
WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How a file in UTF-16 begins; in any other the id is written letter by letter."""

ODD = "La fiche d'une application n'a pas la forme attendue."
TOO_MANY = "Il y a trop d'applications pour les lire toutes."
NO_APPLICATIONS = "Le dossier Applications n'a pas été trouvé."
NO_PROCESSES = "La liste des programmes en marche n'a pas pu être lue."


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """One application: where it is, its id and its version, empty when it does not say."""

    path: str
    id: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Applications:
    """The applications found; unless ``reason`` is empty, some may have been missed."""

    bundles: tuple[Bundle, ...]
    reason: str = ""


def applications(machine: Machine, home: str, wanted: Collection[str]) -> Applications:
    """Find the applications that have one of these ids, for everyone and for the daily user."""
    try:
        paths = _paths(machine, home)
    except MachineRefusedError as refusal:
        return Applications(bundles=(), reason=refusal.reason)
    found: list[Bundle] = []
    reason = ""
    for path in paths:
        try:
            found += _bundle(machine, path, wanted)
        except MissingError:
            continue
        except MachineRefusedError as refusal:
            reason = reason or refusal.reason
    return Applications(bundles=tuple(found), reason=reason)


def installed(machine: Machine, context: Context, kind: str) -> Installed:
    """Look for the known programs of one kind; one found in two versions is given twice."""
    programs = [program for program in context.tables.programs if program.kind == kind]
    seen = applications(machine, context.home, _ids(programs))
    found = [
        Found(program=program, version=version)
        for program in programs
        for version in _versions(program, seen.bundles)
    ]
    return Installed(
        found=tuple(found), complete=not seen.reason, source=SOURCE, reason=seen.reason
    )


def running(machine: Machine, context: Context, kind: str) -> Running:
    """Look for the known programs of one kind among the running ones."""
    programs = [program for program in context.tables.programs if program.kind == kind]
    try:
        paths = running_paths(machine)
    except MachineRefusedError as refusal:
        return Running(programs=(), complete=False, source=PROCESSES_SOURCE, reason=refusal.reason)
    known = applications(machine, context.home, _ids(programs))
    seen = tuple(each for each in programs if _runs(each, known.bundles, paths))
    return Running(
        programs=seen, complete=not known.reason, source=PROCESSES_SOURCE, reason=known.reason
    )


def running_paths(machine: Machine) -> frozenset[str]:
    """Return the paths of the running programs; raises MachineRefusedError when none is given."""
    output = machine.run(PROCESSES)
    paths = frozenset(line.strip() for line in output.text.splitlines() if line.strip())
    if output.code != 0 or not any(path.startswith("/") for path in paths):
        raise MachineRefusedError(NO_PROCESSES)
    return paths


def _runs(program: Program, bundles: Iterable[Bundle], paths: Iterable[str]) -> bool:
    inside = tuple(f"{each.path}/" for each in bundles if each.id in program.bundles)
    names = {path.rpartition("/")[2] for path in paths}
    return not names.isdisjoint(program.mac_processes) or any(
        path.startswith(inside) for path in paths if inside
    )


def _versions(program: Program, bundles: Iterable[Bundle]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.version for each in bundles if each.id in program.bundles))


def _paths(machine: Machine, home: str) -> list[str]:
    """Return the paths of the bundles; raises MachineRefusedError when a folder is refused."""
    found, folders = _listed(machine, APPLICATIONS)
    if not found and not folders:
        raise MachineRefusedError(NO_APPLICATIONS)
    own, below = _listed(machine, f"{home}{APPLICATIONS}")
    for folder in [*folders, *below][: FOLDERS + 1]:
        found += _listed(machine, folder)[0]
    if len(folders) + len(below) > FOLDERS or len(found) + len(own) > BUNDLES:
        raise MachineRefusedError(TOO_MANY)
    return [*found, *own]


def _listed(machine: Machine, folder: str) -> tuple[list[str], list[str]]:
    """Return the bundles of a folder, and the other folders in it."""
    try:
        entries = machine.entries(folder)
    except MissingError:
        return [], []
    kinds = (EntryKind.FOLDER, EntryKind.LINK)
    names = [entry.name for entry in entries if entry.kind in kinds]
    bundles = [f"{folder}/{name}" for name in names if name.endswith(BUNDLE)]
    return bundles, [
        f"{folder}/{entry.name}"
        for entry in entries
        if entry.kind is EntryKind.FOLDER and not entry.name.endswith(BUNDLE)
    ]


def _bundle(machine: Machine, path: str, wanted: Collection[str]) -> list[Bundle]:
    """Return the bundle when its id is wanted. A file where none is written is not even parsed."""
    try:
        raw = machine.read(f"{path}/{INFO}")
    except MissingError:
        raw = machine.read(f"{path}/{WRAPPED}")
    if not raw.startswith(WIDE) and not any(id_.encode() in raw for id_ in wanted):
        return []
    info = parse_plist(raw)
    if not isinstance(info, dict):
        raise MachineRefusedError(ODD)
    id_ = text(info, "CFBundleIdentifier")
    version = text(info, "CFBundleShortVersionString")
    return [Bundle(path=path, id=id_, version=version)] if id_ in wanted else []


def _ids(programs: Iterable[Program]) -> frozenset[str]:
    return frozenset(id_ for program in programs for id_ in program.bundles)
