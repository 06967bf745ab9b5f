"""launchd, for this account: an agent of the open session."""

from contextlib import suppress
from pathlib import Path

from hygie.core.errors import HygieError
from hygie.practice.whole_files import write_whole
from hygie.schedule.door import (
    NOT_REMOVED,
    TRY_AGAIN,
    Look,
    folder_for,
    ran,
    refused,
    take_away,
    text_of,
)
from hygie.schedule.launchd import LABEL, NAME, file, read
from hygie.schedule.plan import File, Found, Plan, State
from hygie.schedule.program import Program
from hygie.workstation.machine import MachineRefusedError

OTHER = "Ce qui est écrit n'est plus ce que Hygie écrirait : recommencez l'installation."
ASLEEP = "C'est écrit, mais macOS ne l'a pas pris en compte : recommencez l'installation."
LOOKS = 20
"""How often macOS is asked whether an agent it was told to leave is gone."""


class LaunchdScheduler:
    """A Scheduler. ``agents`` is the folder of this account's agents, ``uid`` its number."""

    def __init__(self, look: Look, program: Program, *, agents: Path, uid: int) -> None:
        self._look, self._program = look, program
        self._path, self._session = agents / NAME, f"gui/{uid}"

    def files(self, plan: Plan) -> tuple[File, ...]:
        """Return the property list; see Scheduler.files."""
        return (file(self._program, plan, str(self._path.parent)),)

    def found(self) -> Found:
        """Read the list back, and ask launchd of the agent; see Scheduler.found."""
        try:
            text = text_of(self._look, self._path)
        except MachineRefusedError as refusal:
            return Found(state=State.UNREADABLE, reason=refusal.reason)
        if text is None:
            return Found(state=State.ABSENT)
        plan, there = read(text), (File(path=f"{self._path.parent}/{NAME}", text=text),)
        if plan is None or there != self.files(plan):
            return Found(state=State.CHANGED, plan=plan, files=there, reason=OTHER)
        if not self._loaded():
            return Found(state=State.CHANGED, plan=plan, files=there, reason=ASLEEP)
        return Found(state=State.PLANNED, plan=plan, files=there)

    def install(self, plan: Plan) -> None:
        """Write the list and have launchd take it in; see Scheduler.install."""
        folder_for(self._path.parent)
        self._let_go()
        try:
            (written,) = self.files(plan)
            write_whole(self._path, written.text.encode("utf-8"))
            if ran(self._look, ("launchctl", "bootstrap", self._session, str(self._path))).code:
                raise refused("macOS")
        except HygieError:
            with suppress(HygieError):
                self.remove()
            raise

    def remove(self) -> None:
        """Have launchd leave the agent, and remove the list; see Scheduler.remove."""
        self._let_go()
        take_away(self._path)
        if self._loaded():
            raise HygieError(NOT_REMOVED, hint=TRY_AGAIN)

    def _let_go(self) -> None:
        """Ask launchd to leave the agent, which it does in its own time."""
        if self._loaded():
            ran(self._look, ("launchctl", "bootout", f"{self._session}/{LABEL}"))
        for _ in range(LOOKS):
            if not self._loaded():
                return

    def _loaded(self) -> bool:
        return ran(self._look, ("launchctl", "print", f"{self._session}/{LABEL}")).code == 0
