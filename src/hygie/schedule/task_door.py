"""Windows' Task Scheduler, by its own command: schtasks."""

from collections.abc import Callable
from pathlib import Path

from hygie.core.errors import HygieError, MisusedError
from hygie.practice.whole_files import write_whole
from hygie.schedule import task
from hygie.schedule.door import NOT_REMOVED, TRY_AGAIN, Look, ran, refused, take_away
from hygie.schedule.plan import File, Found, Plan, State
from hygie.schedule.program import Program
from hygie.workstation.machine import MachineRefusedError

DRAFT = "relecture-a-planifier.xml"
SILENT = (
    "Windows n'a pas remontré la tâche. Cherchez « {name} » dans le Planificateur de tâches de"
    " Windows."
)
OTHER = "La tâche n'est plus ce que Hygie écrirait : recommencez l'installation."


class TaskScheduler:
    """A Scheduler. ``sid`` is this account's number, ``folder`` where a draft may be written.

    ``require_own`` refuses when Hygie runs for another person than the one at the screen.
    """

    def __init__(
        self,
        look: Look,
        program: Program,
        *,
        sid: str,
        folder: Path,
        require_own: Callable[[], None],
    ) -> None:
        self._look, self._program, self._sid = look, program, sid
        self._draft, self._name = folder / DRAFT, task.name_of(sid)
        self._require_own = require_own

    def files(self, plan: Plan) -> tuple[File, ...]:
        """Return the task; see Scheduler.files."""
        return (File(path=self._name, text=task.text(self._program, plan, self._sid)),)

    def found(self) -> Found:
        """Ask Windows for the task; see Scheduler.found."""
        done = ran(self._look, ("schtasks", "/query", "/tn", self._name, "/xml"))
        if done.code != 0:
            return Found(state=State.ABSENT)
        if not done.text.strip():
            return Found(state=State.UNREADABLE, reason=SILENT.format(name=self._name))
        plan, there = task.read(done.text), (File(path=self._name, text=done.text),)
        if plan is None or not task.same_command(done.text, self.files(plan)[0].text):
            return Found(state=State.CHANGED, plan=plan, files=there, reason=OTHER)
        return Found(state=State.PLANNED, plan=plan, files=there)

    def install(self, plan: Plan) -> None:
        """Give Windows the task, by a file that goes away at once; see Scheduler.install."""
        try:
            self._require_own()
        except MachineRefusedError as refusal:
            raise MisusedError(refusal.reason, hint="Rien n'a été modifié.") from refusal
        (written,) = self.files(plan)
        write_whole(self._draft, task.encoded(written.text))
        try:
            given = ("/tn", self._name, "/xml", str(self._draft), "/f")
            if ran(self._look, ("schtasks", "/create", *given)).code != 0:
                raise refused("Windows")
        finally:
            take_away(self._draft)

    def remove(self) -> None:
        """Have Windows forget the task; see Scheduler.remove."""
        done = ran(self._look, ("schtasks", "/delete", "/tn", self._name, "/f"))
        if done.code != 0 and self.found().state is not State.ABSENT:
            raise HygieError(NOT_REMOVED, hint=TRY_AGAIN)
