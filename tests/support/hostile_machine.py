"""A workstation that answers anything to everything, the same thing each time for the same seed."""

import ast
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zlib import crc32

import hygie.workstation as room
from hygie.workstation.machine import (
    COMMAND_SECONDS,
    READ_BYTES,
    Entry,
    EntryKind,
    MachineRefusedError,
    MissingError,
    Output,
)
from support.mutator import ODD_TEXTS, Mutator
from support.recordings import RECORDINGS, parse

CODES = [0, 0, 0, 0, 1, 2, 3, 4, 100, 127, -9, 255]
SEPARATORS = [" ", "=", ":", "\n", "\n", "\t", ",", ", ", ": ", " = ", "\n\n", "[", "]\n", ";", '"']
NUMBERS = ["0", "1", "12", "900", "-1", "99999999999999999999", "0.5", "1e9", "0x1f", "1763836860"]
FIRST_DAY = datetime(1, 1, 2, tzinfo=UTC)
DAYS = 3_600_000


def words_of_the_probes() -> list[str]:
    """Return the texts written in the code that reads machines: what it looks for."""
    found = set()
    for path in Path(room.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.update(node.value.split("/"))
                found.add(node.value)
    return sorted(word for word in found if 0 < len(word) < 60 and "\n" not in word)


def recordings(probe: str) -> list[bytes]:
    """Return the outputs kept for a probe; none is no failure here."""
    paths = sorted((RECORDINGS / probe).glob("*.rec"))
    return [parse(path.stem, path.read_bytes()).raw for path in paths]


def a_database() -> bytes:
    """Return a small database with the tables our readers ask for, empty or nearly."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(
            "CREATE TABLE logins (id INTEGER, blacklisted_by_user INTEGER, username_value TEXT);"
            "INSERT INTO logins VALUES (1, 0, 'a'), (2, 1, 'b');"
            "CREATE TABLE metaData (id TEXT, item1 BLOB, item2 BLOB);"
            "INSERT INTO metaData VALUES ('password', x'00', x'3000');"
            "CREATE TABLE nssPrivate (id INTEGER, a11 BLOB, a102 BLOB);"
        )
        return connection.serialize()


WORDS = words_of_the_probes()
DATABASE = a_database()


class HostileMachine:
    """Each question has one answer, drawn from the seed: missing, refused, empty, true or wrong."""

    def __init__(self, seed: int, known: Sequence[bytes] = ()) -> None:
        self._seed = seed
        self._known = [*known, DATABASE]

    def run(self, command: Sequence[str], *, seconds: float = COMMAND_SECONDS) -> Output:
        assert seconds > 0
        mutator = self._mutator(" ".join(command))
        raw = self._content(mutator)
        return Output(code=mutator.random.choice(CODES), text=raw.decode("utf-8", "replace"))

    def read(self, path: str, *, limit: int = READ_BYTES) -> bytes:
        raw = self._content(self._mutator(path))
        if len(raw) > limit:
            raise MachineRefusedError("Le fichier est trop long pour être lu sans risque.")
        return raw

    def entries(self, path: str) -> tuple[Entry, ...]:
        mutator = self._mutator(f"{path}/")
        self._may_refuse(mutator)
        names = {self._name(mutator) for _ in range(mutator.random.randint(0, 6))}
        return tuple(self._entry(name, mutator) for name in sorted(names))

    def _mutator(self, question: str) -> Mutator:
        return Mutator(self._seed ^ crc32(question.encode("utf-8", "surrogateescape")))

    def _may_refuse(self, mutator: Mutator) -> None:
        choice = mutator.random.random()
        if choice < 0.1:
            raise MissingError("Ce n'est pas là.")
        if choice < 0.2:
            raise MachineRefusedError("Le système refuse.")

    def _content(self, mutator: Mutator) -> bytes:
        self._may_refuse(mutator)
        choice = mutator.random.random()
        if choice < 0.1:
            return b""
        if choice < 0.3:
            return mutator.random.choice(self._known)
        if choice < 0.6:
            return mutator.raw(mutator.random.choice(self._known))
        if choice < 0.9:
            return self._sentence(mutator).encode("utf-8", "surrogatepass")
        return mutator.random.randbytes(mutator.random.randint(1, 40))

    def _sentence(self, mutator: Mutator) -> str:
        """Put words together that our readers look for: nearer the truth than chance."""
        pools = (WORDS, WORDS, NUMBERS, ODD_TEXTS)
        parts = []
        for _ in range(mutator.random.randint(1, 12)):
            parts.append(mutator.random.choice(mutator.random.choice(pools)))
            parts.append(mutator.random.choice(SEPARATORS))
        return "".join(parts)

    def _name(self, mutator: Mutator) -> str:
        choice = mutator.random.random()
        if choice < 0.2:
            return str(mutator.random.randint(0, 3))
        if choice < 0.25:
            return "\udcff\udce9"
        return mutator.random.choice(WORDS).replace("/", "") or "x"

    def _entry(self, name: str, mutator: Mutator) -> Entry:
        return Entry(
            name=name,
            kind=mutator.random.choice(list(EntryKind)),
            modified=FIRST_DAY + timedelta(days=mutator.random.randint(0, DAYS)),
            size=mutator.random.choice([0, 1, 4096, 1 << 40]),
            mode=mutator.random.randint(0, 0o7777),
        )


class SilentMachine:
    """Every command ends well and prints nothing; there is no file and no folder."""

    def run(self, command: Sequence[str], *, seconds: float = COMMAND_SECONDS) -> Output:
        assert command
        assert seconds > 0
        return Output(code=0, text="")

    def read(self, path: str, *, limit: int = READ_BYTES) -> bytes:
        assert limit >= 0
        raise MissingError(f"{path} n'existe pas.")

    def entries(self, path: str) -> tuple[Entry, ...]:
        raise MissingError(f"{path} n'existe pas.")
