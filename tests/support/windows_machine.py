"""A whole Windows workstation in mappings: files, commands, registry, and the system's calls."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hygie.workstation.machine import (
    READ_BYTES,
    Context,
    Entry,
    MachineRefusedError,
    MissingError,
)
from hygie.workstation.windows_machine import Answer, RegistryKey, RegistryValue, View
from support.machine import FakeMachine, a_context

HIVES = ("hklm", "hkcu", "hku", "hkcr")
HALVED = "hklm\\software\\"
"""What has a half of its own for programs of 32 bits; all else is the same in both views."""

WHOLE = "hklm\\software\\policies\\"
"""Policies are shared by both views («Registry Keys Affected by WOW64»)."""

KeyContent = RegistryKey | Mapping[str, RegistryValue] | MachineRefusedError
"""What a fake key holds: its values by name, or a refusal."""


@dataclass
class FakeWindowsMachine(FakeMachine):
    r"""A FakeMachine with ``keys`` (``HKLM\SOFTWARE\…`` in full, hive first) and ``answers``.

    Case never matters in a key or a path. A key listed under a parent makes the parent exist and
    list it. A key not listed is missing; a call not listed is refused. ``old_keys`` is the half
    of HKLM\SOFTWARE that programs of 32 bits see, written without Wow6432Node. Only a key given
    as a RegistryKey says when it was written.
    """

    keys: Mapping[str, KeyContent] = field(default_factory=dict)
    old_keys: Mapping[str, KeyContent] = field(default_factory=dict)
    answers: Mapping[type[Any], object] = field(default_factory=dict)

    @property
    def registry(self) -> "FakeRegistry":
        return FakeRegistry(self.keys, self.old_keys)

    @property
    def calls(self) -> "FakeCalls":
        return FakeCalls(self.answers)

    def read(self, path: str, *, limit: int = READ_BYTES) -> bytes:
        return self._posix().read(_posix(path), limit=limit)

    def entries(self, path: str) -> tuple[Entry, ...]:
        return self._posix().entries(_posix(path))

    def _posix(self) -> FakeMachine:
        files = {_posix(path): content for path, content in self.files.items()}
        folders = {_posix(path): listed for path, listed in self.folders.items()}
        return _Caseless(files=files, folders=folders)


@dataclass
class FakeRegistry:
    keys: Mapping[str, KeyContent] = field(default_factory=dict)
    old_keys: Mapping[str, KeyContent] = field(default_factory=dict)

    def open(self, key: str, *, view: View = View.NATIVE) -> RegistryKey:
        wanted = key.strip("\\").lower()
        assert wanted.split("\\")[0] in HIVES, f"{key}: a key begins with its hive, {HIVES}."
        halved = f"{wanted}\\".startswith(HALVED) and not f"{wanted}\\".startswith(WHOLE)
        known = self.old_keys if view is View.OLD and halved else self.keys
        content = {name.strip("\\").lower(): found for name, found in known.items()}.get(wanted)
        below = _below(wanted, known)
        match content:
            case MachineRefusedError():
                raise content
            case None if not below:
                raise MissingError("La clé n'existe pas.")
            case None:
                return RegistryKey(keys=below)
            case RegistryKey():
                listed = dict.fromkeys([*content.keys, *below])
                return RegistryKey(
                    values=_lower(content.values), keys=tuple(listed), written=content.written
                )
            case _:
                return RegistryKey(values=_lower(content), keys=below)


@dataclass
class FakeCalls:
    answers: Mapping[type[Any], object] = field(default_factory=dict)

    def ask(self, question: type[Answer]) -> Answer:
        answer = self.answers.get(
            question, MachineRefusedError("Windows n'a pas répondu à cette question.")
        )
        if isinstance(answer, MachineRefusedError):
            raise answer
        assert isinstance(answer, question), f"{question.__name__}: {answer!r}"
        return answer


class _Caseless(FakeMachine):
    """Paths are found whatever their case; names are listed as they were written."""

    def read(self, path: str, *, limit: int = READ_BYTES) -> bytes:
        return super().read(_as_written(path, self.files), limit=limit)

    def entries(self, path: str) -> tuple[Entry, ...]:
        wanted = path.rstrip("/").lower()
        known = [*self.folders, *self.files]
        exact = next((name for name in self.folders if name.lower() == wanted), None)
        near = next((name for name in known if name.lower().startswith(f"{wanted}/")), path)
        return super().entries(exact or near[: len(wanted)])


def a_windows_context(**changes: Any) -> Context:
    plain = a_context(
        system="windows",
        home="C:\\Users\\alix",
        uid=-1,
        groups=(),
        # In capitals, as Python gives every name of variable under Windows.
        environment={
            "SYSTEMROOT": "C:\\Windows",
            "SYSTEMDRIVE": "C:",
            "PROGRAMFILES": "C:\\Program Files",
            "PROGRAMFILES(X86)": "C:\\Program Files (x86)",
            "PROGRAMDATA": "C:\\ProgramData",
            "USERPROFILE": "C:\\Users\\alix",
            "APPDATA": "C:\\Users\\alix\\AppData\\Roaming",
            "LOCALAPPDATA": "C:\\Users\\alix\\AppData\\Local",
        },
    )
    return replace(plain, **changes)


def _below(wanted: str, known: Mapping[str, KeyContent]) -> tuple[str, ...]:
    """Name what lies right under a key, as it was written."""
    found: dict[str, str] = {}
    for name in known:
        written = name.strip("\\")
        if written.lower().startswith(f"{wanted}\\"):
            child = written[len(wanted) + 1 :].split("\\")[0]
            found.setdefault(child.lower(), child)
    return tuple(found.values())


def _lower(values: Mapping[str, RegistryValue]) -> dict[str, RegistryValue]:
    return {name.lower(): value for name, value in values.items()}


def _posix(path: str) -> str:
    return path.replace("\\", "/").rstrip("/")


def _as_written(path: str, known: Mapping[str, Any]) -> str:
    return next((name for name in known if name.lower() == path.lower()), path)
