"""A whole workstation in three mappings, for every test that reads one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from hygie.workstation.machine import (
    COMMAND_SECONDS,
    READ_BYTES,
    Context,
    Entry,
    EntryKind,
    MachineRefusedError,
    MissingError,
    Output,
    Tables,
)

NOW = datetime(2026, 11, 22, 18, 41, tzinfo=UTC)

Answer = Output | bytes | str | MachineRefusedError
"""What a fake command prints: its output, a text with exit 0, or a refusal."""


@dataclass
class FakeMachine:
    """Commands, files and folders by name; what is not listed is missing.

    A file that lies under a folder makes that folder list it. Every command run is remembered.
    """

    commands: Mapping[tuple[str, ...], Answer] = field(default_factory=dict)
    files: Mapping[str, bytes | str | MachineRefusedError] = field(default_factory=dict)
    folders: Mapping[str, tuple[Entry, ...] | MachineRefusedError] = field(default_factory=dict)
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def run(self, command: Sequence[str], *, seconds: float = COMMAND_SECONDS) -> Output:
        assert seconds > 0
        words = tuple(command)
        self.asked.append(words)
        answer = self.commands.get(
            words, MissingError(f"La commande {words[0]} n'est pas installée.")
        )
        match answer:
            case MachineRefusedError():
                raise answer
            case Output():
                return answer
            case bytes():
                return Output(code=0, text=answer.decode("utf-8", "replace"))
            case str():
                return Output(code=0, text=answer)

    def read(self, path: str, *, limit: int = READ_BYTES) -> bytes:
        content = self.files.get(path, MissingError("Le fichier n'existe pas."))
        if isinstance(content, MachineRefusedError):
            raise content
        raw = content.encode() if isinstance(content, str) else content
        if len(raw) > limit:
            raise MachineRefusedError("Le fichier est trop long pour être lu sans risque.")
        return raw

    def entries(self, path: str) -> tuple[Entry, ...]:
        listed = self.folders.get(path)
        if isinstance(listed, MachineRefusedError):
            raise listed
        if listed is not None:
            return listed
        below = f"{path.rstrip('/')}/"
        names: dict[str, EntryKind] = {}
        for known in [*self.files, *self.folders]:
            if known.startswith(below):
                name, _, rest = known.removeprefix(below).partition("/")
                kind = EntryKind.FOLDER if rest or known in self.folders else EntryKind.FILE
                names[name] = kind if names.get(name) is not EntryKind.FOLDER else EntryKind.FOLDER
        if not names:
            raise MissingError("Le dossier n'existe pas.")
        return tuple(an_entry(name, kind=kind) for name, kind in sorted(names.items()))


def an_entry(name: str, **changes: Any) -> Entry:
    plain = Entry(name=name, kind=EntryKind.FILE, modified=NOW, size=10, mode=0o644)
    return replace(plain, **changes)


def a_context(**changes: Any) -> Context:
    plain = Context(
        system="linux",
        workstation="poste-essai",
        now=NOW,
        home="/home/alix",
        user="alix",
        uid=1000,
        groups=("alix",),
        environment={},
        tables=Tables(),
    )
    return replace(plain, **changes)
