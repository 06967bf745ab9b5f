"""systemd, for this account: user units, never the system's."""

from contextlib import suppress
from pathlib import Path

from hygie.core.errors import HygieError
from hygie.practice.whole_files import write_whole
from hygie.schedule.door import Look, folder_for, ran, refused, take_away, text_of
from hygie.schedule.plan import File, Found, Plan, State
from hygie.schedule.program import Program
from hygie.schedule.systemd import SERVICE, TIMER, files, read
from hygie.workstation.machine import MachineRefusedError

SYSTEMCTL = ("systemctl", "--user")
SOUND = {
    "UnitFileState": "enabled",
    "ActiveState": "active",
    "NeedDaemonReload": "no",
    "DropInPaths": "",
}
"""What systemd says of a timer that runs as it was written, and only so."""

NO_SYSTEMD = (
    "Ce poste n'a pas systemd pour votre session : Hygie ne sait pas y planifier de relecture. Il"
    " ne propose pas cron. Lancez « hygie audit » chaque semaine."
)
OTHER = "Ce qui est écrit n'est plus ce que Hygie écrirait : recommencez l'installation."
ASLEEP = "C'est écrit, mais systemd ne le fait pas tourner : recommencez l'installation."


class SystemdScheduler:
    """A Scheduler. ``units`` is the folder of this account's units.

    ``stamps`` is that of systemd's own notes of when a timer last ran.
    """

    def __init__(self, look: Look, program: Program, *, units: Path, stamps: Path) -> None:
        self._look, self._program, self._units = look, program, units
        self._stamp = stamps / f"stamp-{TIMER}"

    def files(self, plan: Plan) -> tuple[File, ...]:
        """Return both units; see Scheduler.files."""
        return files(self._program, plan, str(self._units))

    def found(self) -> Found:
        """Read both units back, and ask systemd of the timer; see Scheduler.found."""
        try:
            texts = {name: text_of(self._look, self._units / name) for name in (SERVICE, TIMER)}
        except MachineRefusedError as refusal:
            return Found(state=State.UNREADABLE, reason=refusal.reason)
        there = tuple(
            File(path=f"{self._units}/{name}", text=text)
            for name, text in texts.items()
            if text is not None
        )
        if not self._answers():
            return Found(state=State.IMPOSSIBLE, files=there, reason=NO_SYSTEMD)
        if not there:
            return Found(state=State.ABSENT)
        plan = read(texts[SERVICE] or "", texts[TIMER] or "")
        if plan is None or there != self.files(plan):
            return Found(state=State.CHANGED, plan=plan, files=there, reason=OTHER)
        if not self._runs():
            return Found(state=State.CHANGED, plan=plan, files=there, reason=ASLEEP)
        return Found(state=State.PLANNED, plan=plan, files=there)

    def install(self, plan: Plan) -> None:
        """Write both units and start the timer; see Scheduler.install."""
        folder_for(self._units)
        try:
            for each in self.files(plan):
                write_whole(Path(each.path), each.text.encode("utf-8"))
            self._must("daemon-reload")
            self._must("enable", TIMER)
            self._must("restart", TIMER)
        except HygieError:
            with suppress(HygieError):
                self.remove()
            raise

    def remove(self) -> None:
        """Stop the timer and remove both units; see Scheduler.remove."""
        ran(self._look, (*SYSTEMCTL, "disable", "--now", TIMER))
        for path in (self._units / SERVICE, self._units / TIMER, self._stamp):
            take_away(path)
        ran(self._look, (*SYSTEMCTL, "daemon-reload"))
        ran(self._look, (*SYSTEMCTL, "reset-failed", SERVICE, TIMER))
        # Folders that were made for these files alone; one that holds anything stays.
        for folder in (self._units, self._units.parent):
            with suppress(OSError):
                folder.rmdir()

    def _answers(self) -> bool:
        done = ran(self._look, (*SYSTEMCTL, "show", "--property=Version"))
        return done.code == 0 and done.text.startswith("Version=")

    def _runs(self) -> bool:
        words = (*SYSTEMCTL, "show", TIMER, f"--property={','.join([*SOUND, 'FragmentPath'])}")
        told = dict(
            line.split("=", 1) for line in ran(self._look, words).text.splitlines() if "=" in line
        )
        return told == {**SOUND, "FragmentPath": str(self._units / TIMER)}

    def _must(self, *words: str) -> None:
        if ran(self._look, (*SYSTEMCTL, *words)).code != 0:
            raise refused("systemd")
