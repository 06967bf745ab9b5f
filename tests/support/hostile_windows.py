"""A Windows workstation that answers anything to everything, the same for the same seed."""

from collections.abc import Sequence
from typing import Any
from zlib import crc32

from hygie.workstation.machine import MachineRefusedError, MissingError
from hygie.workstation.windows_machine import (
    Answer,
    KnownFolders,
    Processes,
    RegistryKey,
    RegistryValue,
    View,
)
from hygie.workstation.windows_moment import parse_filetime
from support.hostile_machine import NUMBERS, WORDS, HostileMachine, SilentMachine
from support.mutator import ODD_TEXTS, Mutator

NAMES = [name for name in WORDS if len(name) > 2]


class HostileWindows(HostileMachine):
    """HostileMachine, its registry and its calls as strange as its files."""

    def __init__(self, seed: int, known: Sequence[bytes] = (), names: Sequence[str] = ()) -> None:
        super().__init__(seed, known)
        self._own_seed = seed
        self._names = [*names, *ODD_TEXTS, *NUMBERS]

    @property
    def registry(self) -> "HostileWindows":
        return self

    @property
    def calls(self) -> "HostileWindows":
        return self

    def open(self, key: str, *, view: View = View.NATIVE) -> RegistryKey:
        mutator = self._about(f"{key.lower()} {view}")
        self._refuses(mutator)
        values = {name.lower(): self._value(mutator) for name in self._some(mutator, NAMES)}
        wanted = ("displayname", "publisher", "displayversion", "userfolder", "clsid", "email")
        values |= {name: self._value(mutator) for name in wanted}
        keys = tuple(self._some(mutator, self._names))
        written = parse_filetime(mutator.random.randrange(1 << 64))
        return RegistryKey(values=values, keys=keys, written=written)

    def ask(self, question: type[Answer]) -> Answer:
        mutator = self._about(question.__name__)
        self._refuses(mutator)
        names = self._some(mutator, self._names)
        answers: dict[type[Any], object] = {
            Processes: Processes(names=frozenset(names)),
            KnownFolders: KnownFolders(documents="".join(names), desktop=""),
        }
        if question not in answers:
            raise MachineRefusedError("Windows n'a pas répondu.")
        found = answers[question]
        assert isinstance(found, question)
        return found

    def _about(self, question: str) -> Mutator:
        # Names of Windows may hold half of a pair: «surrogatepass».
        return Mutator(self._own_seed ^ crc32(question.encode("utf-8", "surrogatepass")))

    def _mutator(self, question: str) -> Mutator:
        return self._about(question)

    def _refuses(self, mutator: Mutator) -> None:
        choice = mutator.random.random()
        if choice < 0.1:
            raise MissingError("Ce n'est pas là.")
        if choice < 0.15:
            raise MachineRefusedError("Windows refuse.")

    def _some(self, mutator: Mutator, names: Sequence[str]) -> list[str]:
        count = mutator.random.randint(0, 4)
        return [name.replace("\\", "/") or "x" for name in mutator.random.choices(names, k=count)]

    def _value(self, mutator: Mutator) -> RegistryValue:
        text = mutator.random.choice(self._names)
        kinds: list[RegistryValue] = [
            text,
            text,
            text,
            len(text),
            text.encode("utf-16-le", "replace"),
            (text,),
        ]
        return mutator.random.choice(kinds)


class SilentWindows(SilentMachine):
    """Nothing is there: no file, no key; every call is refused."""

    @property
    def registry(self) -> "SilentWindows":
        return self

    @property
    def calls(self) -> "SilentWindows":
        return self

    def open(self, key: str, *, view: View = View.NATIVE) -> RegistryKey:
        raise MissingError(f"{key} n'existe pas ({view}).")

    def ask(self, question: type[Answer]) -> Answer:
        raise MachineRefusedError(f"{question.__name__} n'a pas répondu.")
