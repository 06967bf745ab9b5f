"""Opens Hygie again as administrator: Windows itself asks, by the verb «runas» of its shell.

ShellExecuteExW is documented by Microsoft, and so are its refusal (ERROR_CANCELLED) and the events
by which the two processes speak. Nothing else passes between them.
"""

import ctypes
import subprocess
import sys
from collections.abc import Sequence
from ctypes import byref

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.windows_events import (
    BACK,
    KEPT,
    WAITED,
    WRITTEN,
    create_event,
    set_event,
    wait_for,
)
from hygie.workstation.windows_library import (
    BOOL,
    DWORD,
    HANDLE,
    POINTER,
    TEXT,
    close,
    function,
    last_error,
)

NO_CLOSE, NO_ASYNC, NO_MESSAGE = 0x40, 0x100, 0x400
"""SEE_MASK_NOCLOSEPROCESS, SEE_MASK_NOASYNC, SEE_MASK_FLAG_NO_UI."""

HIDDEN = 0
APARTMENT = 0x2 | 0x4
"""COINIT_APARTMENTTHREADED and COINIT_DISABLE_OLE1DDE, as the shell's documentation asks."""

CANCELLED = 1223
PATH_CHARACTERS = 260
PYTHON = ("-E", "-P", "-m", "hygie")
"""Neither the variables of this account nor the folder we are in say what is run."""

DECLINED = "L'autorisation d'administrateur a été refusée, ou personne ne l'a donnée."
NOT_OPENED = (
    "Windows n'a pas pu demander les droits d'administrateur. Dans le menu Démarrer, tapez "
    "« Terminal », faites un clic droit dessus, puis « Exécuter en tant qu'administrateur », et "
    "retapez la même commande."
)


class _Execution(ctypes.Structure):
    """SHELLEXECUTEINFOW."""

    _fields_ = (
        ("size", DWORD),
        ("mask", DWORD),
        ("window", HANDLE),
        ("verb", TEXT),
        ("file", TEXT),
        ("parameters", TEXT),
        ("folder", TEXT),
        ("show", ctypes.c_int32),
        ("instance", HANDLE),
        ("list", POINTER),
        ("name_class", TEXT),
        ("key_class", HANDLE),
        ("hot_key", DWORD),
        ("icon", HANDLE),
        ("process", HANDLE),
    )


class RunAs:
    """An Opened: a process, and the events it shares with this one until either ends."""

    def __init__(self, words: Sequence[str], name: str) -> None:
        """Ask Windows, and wait for its answer. Raises MachineRefusedError when it is no."""
        self._written, self._kept, self._back = (
            create_event(f"{name}-{end}") for end in (WRITTEN, KEPT, BACK)
        )
        self._process = _execute([*PYTHON, *words])

    def is_written(self, seconds: float) -> bool:
        """Wait for the change, or for the end of who makes it; see Opened.is_written."""
        return wait_for([self._written, self._process], seconds) == 0

    def answer(self, *, keep: bool) -> None:
        """Tell what the person said; see Opened.answer."""
        set_event(self._kept if keep else self._back)

    def ended(self, seconds: float) -> int | None:
        """Wait for the process, to be asked last; see Opened.ended."""
        if wait_for([self._process], seconds) == WAITED:
            return None
        code = DWORD()
        asked = function("kernel32", "GetExitCodeProcess", BOOL, HANDLE, POINTER)
        known = asked(self._process, byref(code))
        for handle in (self._written, self._kept, self._back, self._process):
            close(handle)
        return code.value if known else None


def _execute(words: Sequence[str]) -> int:
    function("ole32", "CoInitializeEx", DWORD, POINTER, DWORD)(None, APARTMENT)
    wanted = _Execution(
        size=ctypes.sizeof(_Execution),
        mask=NO_CLOSE | NO_ASYNC | NO_MESSAGE,
        window=function("kernel32", "GetConsoleWindow", HANDLE)() or None,
        verb="runas",
        file=sys.executable,
        parameters=subprocess.list2cmdline(words),
        folder=system_folder(),
        show=HIDDEN,
    )
    if not function("shell32", "ShellExecuteExW", BOOL, POINTER)(byref(wanted)):
        raise MachineRefusedError(DECLINED if last_error() == CANCELLED else NOT_OPENED)
    if not wanted.process:
        raise MachineRefusedError(NOT_OPENED)
    return int(wanted.process)


def windows_folder() -> str:
    """Return where Windows is, from Windows: a variable of this account could say otherwise."""
    text = ctypes.create_unicode_buffer(PATH_CHARACTERS)
    ask = function("kernel32", "GetSystemWindowsDirectoryW", DWORD, POINTER, DWORD)
    if not 0 < ask(text, len(text)) < len(text):
        raise MachineRefusedError(NOT_OPENED)
    return text.value


def system_folder() -> str:
    """Return the folder of Windows' own programs."""
    return rf"{windows_folder()}\System32"
