"""A program that saves, restores or erases, and may be killed at a step or denied disk space.

own_data_killed.py ACT FOLDER SOURCE TARGET STEP FILE_BYTES
"""

import os
import resource
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from hygie.core.errors import HygieError
from hygie.practice.own_data_backup import save
from hygie.practice.own_data_erase import erase
from hygie.practice.own_data_restore import restore
from hygie.practice.vault import Secret, Vault
from support.chance import Chance
from support.keyrings import FakeKeyring
from support.own_data import CODE

NOW = datetime(2026, 11, 22, 18, 41, tzinfo=UTC)


class Killer:
    """Kills this very process at one step, as a power cut would: nothing is tidied."""

    def __init__(self, step: int) -> None:
        self._left = step

    def __call__(self, _step: str) -> None:
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)
        self._left -= 1


def main(act: str, *rest: str) -> None:
    *paths, step, file_bytes = rest
    if int(file_bytes):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(file_bytes), int(file_bytes)))
    folder, source, target = map(Path, paths)
    try:
        _act(act, folder, source, target, Killer(int(step)))
    except HygieError as error:
        sys.stdout.write(f"{type(error).__name__} {error.message}\n")


def _act(act: str, folder: Path, source: Path, target: Path, killer: Killer) -> None:
    match act:
        case "sauver":
            master = source.read_bytes()
            secret = Secret(master) if Vault.read(folder) else None
            save(folder, target, code=CODE, secret=secret, at=NOW, chance=Chance(), reached=killer)
        case "restaurer":
            restore(folder, source, code=CODE, keyring=FakeKeyring(), reached=killer)
        case _:
            erase(folder, keyring=FakeKeyring(), reached=killer)


if __name__ == "__main__":
    main(*sys.argv[1:])
