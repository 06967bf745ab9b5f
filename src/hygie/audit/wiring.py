"""Puts the real world together: this workstation and the catalogue's content."""

import hmac
import os
import platform
import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from hygie.catalogue.loader import damaged
from hygie.catalogue.tables import load_programs, load_systems
from hygie.core.measures import Catalogue
from hygie.core.readings import Reading
from hygie.workstation.local_machine import LocalMachine
from hygie.workstation.machine import Context, Machine, MachineRefusedError, Program, Tables
from hygie.workstation.runner import Progress, read_workstation
from hygie.workstation.windows_machine import Registry

WINDOWS_NUMBER = r"HKLM\SOFTWARE\Microsoft\Cryptography"
MACOS_NUMBER = ("ioreg", "-a", "-r", "-d", "1", "-c", "IOPlatformExpertDevice")

SYSTEMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}


def this_system() -> str:
    """Name the system Hygie runs on: linux, windows or macos, else what Python calls it."""
    return SYSTEMS.get(sys.platform, sys.platform)


def this_machine(environment: Mapping[str, str]) -> Machine:
    """Return the door to this computer: under Windows it also opens the registry and the calls."""
    if this_system() == "windows":
        # Imported here: it loads ctypes, which the other systems have no use for.
        from hygie.workstation.local_windows import LocalWindowsMachine  # noqa: PLC0415  # Windows

        return LocalWindowsMachine(environment=environment)
    return LocalMachine(environment=environment)


def read_this_workstation(
    catalogue: Catalogue,
    environment: Mapping[str, str],
    now: datetime,
    progress: Progress | None = None,
) -> tuple[Reading, ...]:
    """Ask this workstation for every fact of the vocabulary. Never raises for a probe's sake."""
    machine = this_machine(environment)
    context = this_context(machine, environment, now)
    told = None if progress is None else _InFrench(progress, catalogue)
    return read_workstation(catalogue.facts.values(), machine, context, progress=told)


class _InFrench:
    """Progress that names a probe by the first fact it reads: its own name is for programmers."""

    def __init__(self, progress: Progress, catalogue: Catalogue) -> None:
        self._progress = progress
        self._labels: dict[str, str] = {}
        for fact in catalogue.facts.values():
            self._labels.setdefault(fact.probe, fact.label)

    def step(self, done: int, total: int, label: str) -> None:
        """Pass on how far the reading is."""
        self._progress.step(done, total, self._labels.get(label, label))


def this_context(machine: Machine, environment: Mapping[str, str], now: datetime) -> Context:
    """Say whose workstation this is; names serve to look around and never leave as values."""
    user, uid, groups, home = _user(environment)
    return Context(
        system=this_system(),
        workstation=workstation_id(machine),
        now=now,
        home=home,
        user=user,
        uid=uid,
        groups=groups,
        environment=environment,
        tables=tables(),
    )


def tables() -> Tables:
    """Hand the catalogue's tables to the room that reads workstations."""
    return Tables(systems=load_systems(), programs=tuple(_programs(load_programs())))


def workstation_id(machine: Machine, *, system: str | None = None) -> str:
    """Return an id that stays the same and says nothing of the machine it names."""
    try:
        seed = _own_number(machine, system or this_system()).strip()
    except MachineRefusedError:
        seed = b""
    # machine-id(5) asks that the id itself stay on the machine: a keyed hash of it may leave.
    named = seed or platform.node().encode("utf-8", "replace")
    return "poste-" + hmac.new(b"hygie", named, sha256).hexdigest()[:8]


def _own_number(machine: Machine, system: str) -> bytes:
    """Read the number the system gave this computer when it was installed."""
    registry: Registry | None = getattr(machine, "registry", None)
    if registry is not None:
        return (registry.open(WINDOWS_NUMBER).text("MachineGuid") or "").encode()
    if system == "macos":
        # Imported here: it loads a reader of XML, which the other systems have no use for.
        from hygie.workstation.macos_plist import run_plist  # noqa: PLC0415  # macOS only

        found = run_plist(machine, MACOS_NUMBER)
        first = found[0] if isinstance(found, list) and found else {}
        return str(first.get("IOPlatformUUID", "")).encode() if isinstance(first, dict) else b""
    return machine.read("/etc/machine-id")


def _programs(entries: Iterable[Mapping[str, Any]]) -> Iterable[Program]:
    known = set(Program.__dataclass_fields__)
    for entry in entries:
        fields: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in entry.items()
            if key in known
        }
        fields["ended"] = _days(entry.get("ended", {}))
        try:
            yield Program(**fields)
        except TypeError as error:
            raise damaged("programs.toml", repr(error)) from error


def _days(ended: Mapping[str, Any]) -> dict[str, str]:
    return {version: str(day) for version, day in ended.items()}


def _user(environment: Mapping[str, str]) -> tuple[str, int, tuple[str, ...], str]:
    """Return the name, number, groups and home of the person whose session this is.

    Under sudo that is the person who typed it: root has no daily session to read.
    """
    if sys.platform == "win32":
        home = environment.get("USERPROFILE") or str(Path.home())
        return environment.get("USERNAME", ""), -1, (), home
    home = environment.get("HOME") or str(Path.home())
    import grp  # noqa: PLC0415  # there is none on Windows
    import pwd  # noqa: PLC0415  # nor this one

    uid = os.getuid()
    asked_by = environment.get("SUDO_UID", "")
    borrowed = uid == 0 and asked_by.isascii() and asked_by.isdigit() and asked_by != "0"
    try:
        account = pwd.getpwuid(int(asked_by) if borrowed else uid)
    except (KeyError, OverflowError):
        return "", uid, (), home
    gids = {account.pw_gid, *os.getgrouplist(account.pw_name, account.pw_gid)}
    groups = [group.gr_name for group in grp.getgrall() if group.gr_gid in gids]
    return (
        account.pw_name,
        account.pw_uid,
        tuple(sorted(groups)),
        account.pw_dir if borrowed else home,
    )
