"""The real workstation behind the Machine door."""

import os
import selectors
import shutil
import signal
import stat
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from hygie.workstation.machine import (
    COMMAND_SECONDS,
    READ_BYTES,
    Entry,
    EntryKind,
    MachineRefusedError,
    MissingError,
    Output,
)

OUTPUT_BYTES = 16 << 20
"""No command we run prints this much on a sound machine; more is refused, never half read."""

FOLDER_ENTRIES = 50_000
"""A folder larger than this is not listed: it would hold the audit up."""

SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
"""Where commands are looked for: administration tools live in sbin, absent from a user's PATH."""

T = TypeVar("T")


class _Once:
    """Remembers what each question gave, refusals included, and asks each one only once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._locks: dict[object, threading.Lock] = {}
        self._answers: dict[object, Callable[[], object]] = {}

    def __call__(self, key: object, ask: Callable[[], T]) -> T:
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            if key not in self._answers:
                self._answers[key] = _settle(ask)
        return self._answers[key]()  # type: ignore[return-value]  # the key fixes the type


def _settle(ask: Callable[[], T]) -> Callable[[], T]:
    try:
        value = ask()
    except MachineRefusedError as refusal:
        kept = refusal

        def again() -> T:
            raise kept

        return again
    return lambda: value


class LocalMachine:
    """This computer. Each distinct command is run once however many probes ask for it."""

    def __init__(self, *, environment: Mapping[str, str]) -> None:
        self._environment = {**environment, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"}
        self._environment["PATH"] = SEARCH_PATH
        self._once = _Once()

    def run(self, command: Sequence[str], *, seconds: float = COMMAND_SECONDS) -> Output:
        """Run a command once per audit; see Machine.run."""
        words = tuple(command)
        return self._once(("run", *words), lambda: _run(words, self._environment, seconds))

    def read(self, path: str, *, limit: int = READ_BYTES) -> bytes:
        """Read a regular file; see Machine.read."""
        return _read(Path(path), limit)

    def entries(self, path: str) -> tuple[Entry, ...]:
        """List a folder once per audit; see Machine.entries."""
        return self._once(("entries", path), lambda: _entries(path))


def _run(command: tuple[str, ...], environment: Mapping[str, str], seconds: float) -> Output:
    program = shutil.which(command[0], path=environment["PATH"])
    if program is None:
        raise MissingError(f"La commande {command[0]} n'est pas installée.")
    try:
        # A session of its own: at the limit the whole family is killed, grandchildren included.
        process = subprocess.Popen(  # noqa: S603  # the words come from our probes, never from a file
            [program, *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=dict(environment),
            start_new_session=True,
            cwd="/",
        )
    except OSError as error:
        raise MachineRefusedError(f"La commande {command[0]} ne peut pas être lancée.") from error
    return _collect(process, command[0], seconds)


def _collect(process: "subprocess.Popen[bytes]", name: str, seconds: float) -> Output:
    try:
        text = _printed(process, name, deadline=time.monotonic() + seconds)
        code = process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as expired:
        raise MachineRefusedError(f"La commande {name} n'a pas répondu à temps.") from expired
    finally:
        _kill_family(process.pid)
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
    return Output(code=code, text=text.decode("utf-8", "replace"))


def _printed(process: "subprocess.Popen[bytes]", name: str, *, deadline: float) -> bytes:
    """Read until the end, the deadline or the bound, even if a grandchild keeps the pipe open."""
    text = bytearray()
    with selectors.DefaultSelector() as selector:
        if process.stdout is None:
            return b""
        selector.register(process.stdout, selectors.EVENT_READ)
        while selector.select(timeout=max(0.0, deadline - time.monotonic())):
            piece = os.read(process.stdout.fileno(), 1 << 16)
            if not piece:
                return bytes(text)
            text += piece
            if len(text) > OUTPUT_BYTES:
                raise MachineRefusedError(f"La commande {name} a trop répondu.")
    raise MachineRefusedError(f"La commande {name} n'a pas répondu à temps.")


def _kill_family(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _read(path: Path, limit: int) -> bytes:
    try:
        # O_NONBLOCK: opening a named pipe must not wait for a writer that never comes.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise MissingError("Le fichier n'existe pas.") from error
    # ValueError: a name that no system can have, out of a configuration file.
    except (OSError, ValueError) as error:
        raise MachineRefusedError("Le système refuse la lecture de ce fichier.") from error
    try:
        content = _content(handle, limit + 1)
    except OSError as error:
        raise MachineRefusedError("Le fichier n'a pas pu être lu jusqu'au bout.") from error
    finally:
        os.close(handle)
    if len(content) > limit:
        raise MachineRefusedError("Le fichier est trop long pour être lu sans risque.")
    return content


def _content(handle: int, most: int) -> bytes:
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        raise MachineRefusedError("Ce n'est pas un fichier ordinaire.")
    with os.fdopen(handle, "rb", closefd=False) as file:
        return file.read(most)


def _entries(path: str) -> tuple[Entry, ...]:
    found: list[Entry] = []
    try:
        with os.scandir(path) as listing:
            for item in listing:
                if len(found) >= FOLDER_ENTRIES:
                    raise MachineRefusedError("Le dossier contient trop d'éléments.")
                found.append(_entry(item))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise MissingError("Le dossier n'existe pas.") from error
    except (OSError, ValueError) as error:
        raise MachineRefusedError("Le système refuse la lecture de ce dossier.") from error
    return tuple(sorted(found, key=lambda entry: entry.name))


def _entry(item: "os.DirEntry[str]") -> Entry:
    try:
        about = item.stat(follow_symlinks=False)
    except OSError:
        # Removed between the listing and the look: it is there no more, and decides nothing.
        return Entry(name=item.name, kind=EntryKind.OTHER, modified=datetime.fromtimestamp(0, UTC))
    kinds = {
        stat.S_IFREG: EntryKind.FILE,
        stat.S_IFDIR: EntryKind.FOLDER,
        stat.S_IFLNK: EntryKind.LINK,
    }
    return Entry(
        name=item.name,
        kind=kinds.get(stat.S_IFMT(about.st_mode), EntryKind.OTHER),
        modified=datetime.fromtimestamp(about.st_mtime, UTC),
        size=about.st_size,
        mode=stat.S_IMODE(about.st_mode),
    )
