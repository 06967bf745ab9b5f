"""The Hygie that Windows would open as administrator, here in a thread, on the same toy places."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread

from hygie.audit.settings_elevated import asked_for, carry_out
from hygie.core.errors import HygieError
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.door import WritableMachine

SECONDS = 10.0


class Other:
    """An Opened and its Vouching: two threads, and the events between them."""

    def __init__(self, file: Path, digest: str, door: WritableMachine, now: datetime) -> None:
        self._done, self._answered, self._kept = Event(), Event(), False
        self._code: int | None = None
        self._thread = Thread(target=self._run, args=(file, digest, door, now))
        self._thread.start()

    def _run(self, file: Path, digest: str, door: WritableMachine, now: datetime) -> None:
        try:
            request = asked_for(file, digest, take, now)
            self._code = int(carry_out(request, door, self if request.wait else None))
        except (HygieError, MachineRefusedError):
            self._code = 1
        finally:
            self._done.set()

    def written(self) -> None:
        self._done.set()

    def is_kept(self, seconds: float) -> bool:
        return self._answered.wait(min(seconds, SECONDS)) and self._kept

    def is_written(self, seconds: float) -> bool:
        return self._done.wait(min(seconds, SECONDS)) and self._code is None

    def answer(self, *, keep: bool) -> None:
        self._kept = keep
        self._answered.set()

    def ended(self, seconds: float) -> int | None:
        self._thread.join(min(seconds, SECONDS))
        return self._code


@dataclass
class Opening:
    """An Open that counts how often the system asked; ``declines`` says no to all of them."""

    door: WritableMachine
    now: datetime
    declines: bool = False
    asked: list[Sequence[str]] = field(default_factory=list)
    modes: list[int] = field(default_factory=list)

    def __call__(self, words: Sequence[str], name: str) -> Other:
        self.asked.append(words)
        file, digest = Path(words[3]), words[5]
        self.modes.append(file.parent.stat().st_mode & 0o777)
        assert name == digest[:32]
        if self.declines:
            raise MachineRefusedError("L'autorisation d'administrateur a été refusée.")
        return Other(file, digest, self.door, self.now)


def take(file: Path, digest: str) -> bytes:
    """Read once, by the name: what Windows does by the handle is tried under Windows."""
    if not file.exists() or sha256(content := file.read_bytes()).hexdigest() != digest:
        raise MachineRefusedError("La demande n'est pas celle qui a été montrée.")
    file.unlink()
    return content
