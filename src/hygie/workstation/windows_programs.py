r"""Which known programs are on a Windows workstation, and which are running.

Looked at: what Windows itself lists as installed («Uninstall», both views of the registry, for
everyone and for the daily user) and the Store packages of that user. Not seen: programs unpacked
by hand, and those of other people's sessions. «Nothing found» means nothing in those lists.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from hygie.workstation.installed import Found, Installed, Running
from hygie.workstation.machine import Context, MachineRefusedError, MissingError, Program
from hygie.workstation.windows_machine import Processes, RegistryKey, View, WindowsMachine

UNINSTALL = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall"
PACKAGES = (
    "HKCU\\Software\\Classes\\Local Settings\\Software\\Microsoft\\Windows\\CurrentVersion"
    "\\AppModel\\Repository\\Packages"
)
LISTS = (
    (f"HKLM\\{UNINSTALL}", View.NATIVE),
    (f"HKLM\\{UNINSTALL}", View.OLD),
    (f"HKCU\\{UNINSTALL}", View.NATIVE),
)
MOST = 20_000
"""More programs than that is not a workstation: the look is refused."""

SOURCE = "Registre : liste des programmes installés et des applications du Store"
PROCESSES_SOURCE = "Programmes en marche (CreateToolhelp32Snapshot)"
NO_LIST = "La liste des programmes installés de Windows n'a pas pu être lue."
TOO_MANY = "La liste des programmes installés est trop longue pour être lue sans risque."
NO_PROCESS = "Windows n'a donné aucun programme en marche, ce qui ne se peut pas."

NAME_LETTERS = 200
"""No program has a longer name; what follows is not compared."""

_PACKAGE = re.compile(r"([A-Za-z0-9.-]{1,100})_([0-9.]{1,40})_[^_]{0,20}_[^_]{0,60}_([a-z0-9]{13})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One program Windows lists as installed. Only known names ever leave this module's users."""

    key: str
    name: str
    publisher: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One package of the Store: its family, «name_publisher», and its version."""

    family: str
    version: str


def installed_programs(machine: WindowsMachine) -> tuple[Listed, ...]:
    """Return what Windows lists as installed, both views and the daily user's own.

    Raises MachineRefusedError when a list is refused, or when the main one is not there.
    """
    found = [listed for key, view in LISTS for listed in _listed(machine, key, view)]
    if not _is_there(machine, LISTS[0][0]):
        raise MachineRefusedError(NO_LIST)
    return tuple(found)


def store_packages(machine: WindowsMachine) -> tuple[Package, ...]:
    """Return the Store packages of the daily user; a Windows without a Store has none."""
    names = _children(machine, PACKAGES, View.NATIVE)
    matches = (_PACKAGE.fullmatch(name) for name in names)
    return tuple(
        Package(family=f"{match[1]}_{match[3]}", version=match[2]) for match in matches if match
    )


def installed(machine: WindowsMachine, context: Context, kind: str) -> Installed:
    """Look for the known programs of one kind; one found in two versions is given twice."""
    programs = [program for program in context.tables.programs if program.kind == kind]
    listed: tuple[Listed, ...] = ()
    packages: tuple[Package, ...] = ()
    reason = ""
    try:
        packages = store_packages(machine)
        listed = installed_programs(machine)
    except MachineRefusedError as refusal:
        reason = refusal.reason
    found = [
        Found(program=program, version=version)
        for program in programs
        for version in _versions(program, listed, packages)
    ]
    return Installed(found=tuple(found), complete=not reason, source=SOURCE, reason=reason)


def running(machine: WindowsMachine, context: Context, kind: str) -> Running:
    """Look for the known programs of one kind among the running ones, by their file names."""
    programs = [program for program in context.tables.programs if program.kind == kind]
    try:
        names = machine.calls.ask(Processes).names
    except MachineRefusedError as refusal:
        return Running(programs=(), complete=False, source=PROCESSES_SOURCE, reason=refusal.reason)
    seen = tuple(each for each in programs if not names.isdisjoint(each.windows_processes))
    reason = "" if names else NO_PROCESS
    return Running(programs=seen, complete=bool(names), source=PROCESSES_SOURCE, reason=reason)


def is_named(program: Program, name: str, publisher: str = "") -> bool:
    """Tell whether a product's own name is that of a known program."""
    if not any(_fits(name, pattern) for pattern in program.windows_names):
        return False
    known = [maker.casefold() for maker in program.windows_publishers]
    return not known or not publisher or publisher.casefold().startswith(tuple(known))


def _versions(
    program: Program, listed: Iterable[Listed], packages: Iterable[Package]
) -> tuple[str, ...]:
    found = [each.version for each in listed if _is(program, each)]
    families = {family.casefold() for family in program.windows_families}
    found += [each.version for each in packages if each.family.casefold() in families]
    return tuple(dict.fromkeys(found))


def _is(program: Program, listed: Listed) -> bool:
    if any(_fits(listed.key, pattern) for pattern in program.windows_keys):
        return True
    return is_named(program, listed.name, listed.publisher)


def _fits(name: str, pattern: str) -> bool:
    """Compare without case; a star in the pattern, one of our own table, stands for anything."""
    return fnmatchcase(name.strip()[:NAME_LETTERS].casefold(), pattern.casefold())


def _listed(machine: WindowsMachine, key: str, view: View) -> Iterable[Listed]:
    for name in _children(machine, key, view):
        try:
            content = machine.registry.open(f"{key}\\{name}", view=view)
        except MissingError:
            continue
        yield Listed(
            key=name,
            name=_text(content, "DisplayName"),
            publisher=_text(content, "Publisher"),
            version=_text(content, "DisplayVersion"),
        )


def _children(machine: WindowsMachine, key: str, view: View) -> tuple[str, ...]:
    try:
        names = machine.registry.open(key, view=view).keys
    except MissingError:
        return ()
    if len(names) > MOST:
        raise MachineRefusedError(TOO_MANY)
    return names


def _is_there(machine: WindowsMachine, key: str) -> bool:
    try:
        machine.registry.open(key)
    except MissingError:
        return False
    return True


def _text(key: RegistryKey, name: str) -> str:
    return (key.text(name) or "").strip()
