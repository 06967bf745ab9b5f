"""A command of Windows, run without a window, bounded in time and in size."""

import ctypes
import subprocess
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PureWindowsPath

from hygie.workstation.local_machine import OUTPUT_BYTES
from hygie.workstation.machine import MachineRefusedError, MissingError, Output
from hygie.workstation.windows_job import family_of
from hygie.workstation.windows_library import DWORD, POINTER, function, require

IN_THE_SYSTEM = (".", "WindowsPowerShell\\v1.0", "Wbem", "OpenSSH")
"""Where commands are looked for, in the system's folder: never beside us, nor along PATH."""

LEFT_BEHIND = frozenset({"PATH", "PSMODULEPATH", "SYSTEMROOT"})
"""What we say ourselves, and the modules of another PowerShell, which Windows' own cannot load."""

STOPPED_WITHOUT_WINDOW = 0x0800_0004
"""CREATE_NO_WINDOW and CREATE_SUSPENDED: it is let go once it is in its job."""

PIECE = 1 << 16
PATH_CHARACTERS = 260
SECONDS_TO_DIE = 5.0


def run_command(command: tuple[str, ...], environment: Mapping[str, str], seconds: float) -> Output:
    """Run a command; see Machine.run."""
    system, name = _folder("GetSystemDirectoryW"), PureWindowsPath(command[0]).name
    program = _find(command[0], system)
    process = _start([program, *command[1:]], _clean(environment, system), system)
    reader = _Reader(process)
    try:
        with family_of(process.pid):
            reader.start()
            code = process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as expired:
        raise MachineRefusedError(f"La commande {name} n'a pas répondu à temps.") from expired
    finally:
        _end(process, reader)
    if len(reader.text) > OUTPUT_BYTES:
        raise MachineRefusedError(f"La commande {name} a trop répondu.")
    if reader.is_alive():
        # Someone outside the family holds its pipe: what was read may not be all.
        raise MachineRefusedError(f"La commande {name} n'a pas fini de répondre.")
    return Output(code=code, text=bytes(reader.text).decode("utf-8-sig", "replace"))


class _Reader(threading.Thread):
    """Reads what a process prints, and ends it at the bound: a pipe cannot be waited upon here."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        super().__init__(daemon=True)
        self._process = process
        self.text = bytearray()

    def run(self) -> None:
        pipe = self._process.stdout
        while pipe is not None and (piece := pipe.read(PIECE)):
            self.text += piece
            if len(self.text) > OUTPUT_BYTES:
                self._process.kill()
                return


def _start(
    words: list[str], environment: Mapping[str, str], folder: str
) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(  # noqa: S603  # the words come from our probes, never from a file
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=dict(environment),
            cwd=folder,
            creationflags=STOPPED_WITHOUT_WINDOW,
        )
    except (OSError, ValueError) as error:
        name = PureWindowsPath(words[0]).name
        raise MachineRefusedError(f"La commande {name} ne peut pas être lancée.") from error


def _end(process: "subprocess.Popen[bytes]", reader: _Reader) -> None:
    """Leave nothing behind, even when the family could not be bound.

    The family is dead, so that the pipe ends: what it printed is whole.
    """
    with suppress(OSError):
        process.kill()
    process.wait()
    if reader.ident is not None:
        reader.join(SECONDS_TO_DIE)
    if process.stdout is not None and not reader.is_alive():
        process.stdout.close()


def _find(name: str, system: str) -> str:
    """Find a command in the system's folders, or by its whole path on a disk of this computer."""
    given = PureWindowsPath(name if PureWindowsPath(name).suffix else f"{name}.exe")
    folders = [""] if given.is_absolute() else [str(Path(system, part)) for part in IN_THE_SYSTEM]
    for folder in folders:
        path = Path(folder, str(given))
        if path.is_file():
            return str(path)
    raise MissingError(f"La commande {given.name} n'est pas installée.")


def _clean(environment: Mapping[str, str], system: str) -> dict[str, str]:
    kept = {name: text for name, text in environment.items() if name.upper() not in LEFT_BEHIND}
    path = ";".join([system, *(f"{system}\\{part}" for part in IN_THE_SYSTEM[1:])])
    return {**kept, "PATH": path, "SYSTEMROOT": _folder("GetSystemWindowsDirectoryW")}


def _folder(which: str) -> str:
    buffer = ctypes.create_unicode_buffer(PATH_CHARACTERS)
    require(function("kernel32", which, DWORD, POINTER, DWORD)(buffer, len(buffer)))
    return buffer.value
