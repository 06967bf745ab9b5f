"""The real Windows workstation behind the WindowsMachine door."""

import os
from collections.abc import Mapping, Sequence
from pathlib import PureWindowsPath

from hygie.workstation.local_files import list_folder, read_file
from hygie.workstation.machine import (
    COMMAND_SECONDS,
    READ_BYTES,
    Entry,
    MachineRefusedError,
    Output,
)
from hygie.workstation.once import Once
from hygie.workstation.windows_calls import WindowsCalls
from hygie.workstation.windows_calls_drives import drive_kind
from hygie.workstation.windows_calls_session import require_own_session
from hygie.workstation.windows_machine import DriveKind, Registry, RegistryKey, SystemCalls, View
from hygie.workstation.windows_registry import WindowsRegistry
from hygie.workstation.windows_run import run_command

ELSEWHERE = "Ce chemin mène hors de ce poste : Hygie ne le suit pas."
IN_THE_CLOUD = "Ce fichier n'est pas encore sur ce poste : le lire le ferait télécharger."

RECALLED = 0x0004_0000 | 0x0040_0000
"""FILE_ATTRIBUTE_RECALL_ON_OPEN, FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS."""


class LocalWindowsMachine:
    """This computer, when it runs Windows. Commands, keys and calls are asked once per audit."""

    def __init__(self, *, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._profile = PureWindowsPath(environment.get("USERPROFILE") or "C:\\Users")
        self._once = Once()
        self._registry = _RememberedRegistry(WindowsRegistry(), self._once)
        self._calls = WindowsCalls(self._registry)

    @property
    def registry(self) -> Registry:
        """The registry of this computer."""
        return self._registry

    @property
    def calls(self) -> SystemCalls:
        """The system's calls."""
        return self._calls

    def run(self, command: Sequence[str], *, seconds: float = COMMAND_SECONDS) -> Output:
        """Run a command once per audit; see Machine.run."""
        words = tuple(command)
        return self._once(("run", *words), lambda: run_command(words, self._environment, seconds))

    def read(self, path: str, *, limit: int = READ_BYTES) -> bytes:
        """Read a regular file of this computer; see Machine.read."""
        self._require_ours(path)
        return read_file(path, limit)

    def entries(self, path: str) -> tuple[Entry, ...]:
        """List a folder of this computer once per audit; see Machine.entries."""
        self._require_ours(path)
        return self._once(("entries", path), lambda: list_folder(path))

    def _require_ours(self, path: str) -> None:
        """Refuse what is not on this computer, or belongs to another than the daily user."""
        _require_here(path)
        if PureWindowsPath(path).is_relative_to(self._profile):
            self._once("session", require_own_session)


class _RememberedRegistry:
    """Asks for each key once, and for those of the person only when it is the daily user."""

    def __init__(self, registry: Registry, once: Once) -> None:
        self._registry = registry
        self._once = once

    def open(self, key: str, *, view: View = View.NATIVE) -> RegistryKey:
        if key.upper().startswith("HKCU"):
            self._once("session", require_own_session)
        known = ("key", key.strip("\\").lower(), view)
        return self._once(known, lambda: self._registry.open(key, view=view))


def _require_here(path: str) -> None:
    """Refuse what is on a server or still in the cloud: reading it would use the network."""
    drive = PureWindowsPath(path).drive
    if len(drive) != len("C:") or not PureWindowsPath(path).is_absolute():
        raise MachineRefusedError(ELSEWHERE)
    if drive_kind(drive[0].upper()) is DriveKind.NETWORK:
        raise MachineRefusedError(ELSEWHERE)
    try:
        attributes = getattr(os.lstat(path), "st_file_attributes", 0)
    except (OSError, ValueError):
        return  # what is wrong with it is said by who reads it
    if attributes & RECALLED:
        raise MachineRefusedError(IN_THE_CLOUD)
