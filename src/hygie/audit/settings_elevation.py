"""Has one setting written with an administrator's rights, after the person's yes and the system's.

Only Windows needs it: elsewhere the system asks for each command.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from hygie.audit.settings_arguments import DIGEST, REQUEST
from hygie.audit.settings_elevated import NAMED_BY
from hygie.audit.settings_request import Request, digest_of, write_request
from hygie.core.errors import StorageError
from hygie.practice.folders import private_folder
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.door import Change
from hygie.workstation.settings.elevating import Open, Opened

WRITING_SECONDS = 180.0
"""Windows' own tools may take half a minute each."""

NOT_DONE = "Le changement n'a pas pu être fait avec les droits d'administrateur."


class Held(Protocol):
    """A change that is written and that nobody has vouched for yet."""

    def keep(self) -> None:
        """Keep it, and wait for the other side to end."""

    def give_back(self) -> None:
        """Have it put back, and wait likewise."""


class Elevate(Protocol):
    """Writes the places of a setting that only an administrator may write, in one go."""

    def __call__(
        self, setting: str, changes: Sequence[Change], *, at: datetime, wait: float = 0.0
    ) -> Held:
        """Write them all. Raises MachineRefusedError when they are not, all being as before.

        With ``wait``, they are put back after about as many seconds unless ``keep`` is called.
        """


@dataclass(frozen=True, slots=True)
class HeldByOther:
    """A Held, in the hands of the Hygie that was opened."""

    opened: Opened

    def keep(self) -> None:
        """Keep it; see Held.keep."""
        self._end(keep=True)

    def give_back(self) -> None:
        """Have it put back; see Held.give_back."""
        self._end(keep=False)

    def _end(self, *, keep: bool) -> None:
        with suppress(MachineRefusedError):
            # What became of it is looked at in the places themselves, not here.
            self.opened.answer(keep=keep)
            self.opened.ended(WRITING_SECONDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Elevation:
    """An Elevate: ``token`` makes each request like no other, and names it."""

    folder: Path
    open: Open
    token: Callable[[], str]

    def __call__(
        self, setting: str, changes: Sequence[Change], *, at: datetime, wait: float = 0.0
    ) -> HeldByOther:
        """Write the request down, open Hygie again, and wait; see Elevate."""
        token = self.token()
        request = Request(setting=setting, changes=tuple(changes), at=at, wait=wait)
        content = write_request(request, token)
        digest = digest_of(content)
        with _kept(self.folder / f"demande-{token}", content) as file:
            words = ("poste", "regler", REQUEST, str(file), DIGEST, digest)
            held = HeldByOther(self.open(words, digest[:NAMED_BY]))
            _check_is_done(held, wait=wait)
        return held


def _check_is_done(held: HeldByOther, *, wait: float) -> None:
    if not wait:
        if held.opened.ended(WRITING_SECONDS) != 0:
            raise MachineRefusedError(NOT_DONE)
        return
    written = False
    try:
        written = held.opened.is_written(WRITING_SECONDS)
    finally:
        # Ctrl-C included: nobody would be left to vouch for it.
        if not written:
            held.give_back()
    if not written:
        raise MachineRefusedError(NOT_DONE)


@contextmanager
def _kept(folder: Path, content: bytes) -> Iterator[Path]:
    """Lend a file that only this account and the administrators open; it is gone afterwards."""
    file = private_folder(folder) / "demande.json"
    try:
        _write(file, content)
        yield file
    finally:
        with suppress(OSError):
            file.unlink(missing_ok=True)
            folder.rmdir()


def _write(file: Path, content: bytes) -> None:
    try:
        with file.open("xb") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
    except OSError as error:
        raise StorageError(
            "Le dossier de données refuse un fichier dont Hygie a besoin. Rien n'a été modifié.",
            hint="Vérifiez la place et les droits, puis recommencez.",
        ) from error
