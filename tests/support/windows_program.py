"""Runs the product as a practice on Windows does: this Python, its own data folder, pipes."""

import ctypes
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECONDS = 120
PROGRAM = (sys.executable, "-P", "-m", "hygie")


def library(name: str) -> "ctypes.CDLL":
    """Open one of Windows' own libraries."""
    if sys.platform != "win32":
        raise NotImplementedError
    return ctypes.WinDLL(name)


@dataclass(frozen=True, slots=True)
class Done:
    """A command that ended; what it printed is decoded as UTF-8, strictly."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one document of the standard output; fails when there is none."""
        return json.loads(self.out)


@dataclass(slots=True)
class Practice:
    """An empty practice: a folder to work in, the data folder inside it."""

    folder: Path
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """What HYGIE_HOME says."""
        return self.folder / "Données du cabinet d'Élise"

    @property
    def environment(self) -> dict[str, str]:
        """What Windows gives every program, and where the data is."""
        return {**os.environ, "HYGIE_HOME": str(self.data), **self.extra}

    def started(self, *words: str, **streams: Any) -> "subprocess.Popen[bytes]":
        """Start a command that nobody watches."""
        nobody = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
        return subprocess.Popen(
            [*PROGRAM, *words], cwd=self.folder, env=self.environment, **{**nobody, **streams}
        )

    def raw(self, *words: str) -> "subprocess.CompletedProcess[bytes]":
        """Run a command to its end, and keep the bytes it printed."""
        return subprocess.run(
            [*PROGRAM, *words],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )

    def hygie(self, *words: str) -> Done:
        """Run a command to its end; nothing technical may ever be said."""
        ran = self.raw(*words)
        done = Done(ran.returncode, ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8"))
        assert "Traceback" not in done.out + done.err
        return done

    def written(self, name: str, document: object) -> str:
        """Write a JSON file in the folder and return its name."""
        (self.folder / name).write_text(json.dumps(document), encoding="utf-8")
        return name
