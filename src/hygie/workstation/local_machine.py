"""The real workstation behind the Machine door, under Linux and macOS."""

import os
import selectors
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

from hygie.workstation.local_files import list_folder, read_file
from hygie.workstation.machine import (
    COMMAND_SECONDS,
    READ_BYTES,
    Entry,
    MachineRefusedError,
    MissingError,
    Output,
)
from hygie.workstation.once import Once

OUTPUT_BYTES = 16 << 20
"""No command we run prints this much on a sound machine; more is refused, never half read."""

SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
"""Where commands are looked for: administration tools live in sbin, absent from a user's PATH."""


class LocalMachine:
    """This computer. Each distinct command is run once however many probes ask for it."""

    def __init__(self, *, environment: Mapping[str, str]) -> None:
        self._environment = {**environment, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"}
        self._environment["PATH"] = SEARCH_PATH
        self._once = Once()

    def run(self, command: Sequence[str], *, seconds: float = COMMAND_SECONDS) -> Output:
        """Run a command once per audit; see Machine.run."""
        words = tuple(command)
        return self._once(("run", *words), lambda: _run(words, self._environment, seconds))

    def read(self, path: str, *, limit: int = READ_BYTES) -> bytes:
        """Read a regular file; see Machine.read."""
        return read_file(path, limit)

    def entries(self, path: str) -> tuple[Entry, ...]:
        """List a folder once per audit; see Machine.entries."""
        return self._once(("entries", path), lambda: list_folder(path))


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
    # Windows has neither groups of processes nor this signal: see windows_job.
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)
