"""The one door to a system's scheduler: what it holds for us, put it there, take it away."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from hygie.core.errors import HygieError, StorageError
from hygie.schedule.plan import File, Found, Plan
from hygie.workstation.machine import Machine, MachineRefusedError, MissingError, Output

Look = Callable[[], Machine]
"""Gives a machine that remembers no answer: what was just written must be seen."""

SECONDS = 30.0
LEFT_NOTHING = "Aucune relecture n'est planifiée. Le reste de Hygie fonctionne."
NOT_REMOVED = "Le système n'a pas retiré toute la relecture planifiée."
TRY_AGAIN = "Recommencez ; si cela revient : hygie diagnostic-technique"


class Scheduler(Protocol):
    """A system's own scheduler, for this account alone."""

    def files(self, plan: Plan) -> tuple[File, ...]:
        """Return what would be written, exactly."""

    def found(self) -> Found:
        """Read back what is there; never raises."""

    def install(self, plan: Plan) -> None:
        """Put the plan in the place of whatever was there of ours.

        Raises HygieError when the system refuses: then nothing of it is left.
        """

    def remove(self) -> None:
        """Leave nothing. Raises HygieError when the system refuses."""


def ran(look: Look, command: Sequence[str]) -> Output:
    """Run a command of the scheduler; a refusal is an output whose code is not 0."""
    try:
        return look().run(command, seconds=SECONDS)
    except MachineRefusedError as refusal:
        return Output(code=-1, text=refusal.reason)


def text_of(look: Look, path: Path) -> str | None:
    """Return the text of a file, None when it is not there. Raises MachineRefusedError."""
    try:
        return look().read(str(path)).decode("utf-8", "replace")
    except MissingError:
        return None


def folder_for(folder: Path) -> None:
    """Create the folder the system looks in, if need be. Raises StorageError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"Le dossier {folder} ne peut pas être créé.", hint=LEFT_NOTHING
        ) from error


def take_away(path: Path) -> None:
    """Remove a file that may not be there. Raises StorageError."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(NOT_REMOVED, hint=f"Effacez vous-même : {path}") from error


def refused(by: str) -> HygieError:
    """Say that the scheduler took nothing."""
    return HygieError(f"{by} a refusé de planifier la relecture.", hint=LEFT_NOTHING)
