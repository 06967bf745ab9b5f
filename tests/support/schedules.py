"""Schedulers in memory: the door itself, and what stands behind each of the three real ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hygie.core.errors import HygieError
from hygie.practice.records import Records
from hygie.schedule.acts import Here
from hygie.schedule.notify import NotifierAbsentError
from hygie.schedule.plan import File, Found, Plan, State
from hygie.schedule.program import Program
from hygie.schedule.systemd import TIMER, files
from hygie.workstation.local_files import read_file
from hygie.workstation.machine import COMMAND_SECONDS, READ_BYTES, Entry, Output

PROGRAM = Program(python="/opt/hygie/bin/python", folder="/home/a/hygie")
SID = "S-1-5-21-1-2-3-1001"


@dataclass
class FakeScheduler:
    """A scheduler. ``deaf`` keeps nothing, ``stuck`` lets nothing go, ``state`` is what it says."""

    plan: Plan | None = None
    state: State = State.PLANNED
    reason: str = ""
    deaf: bool = False
    stuck: bool = False
    asked: list[str] = field(default_factory=list)

    def files(self, plan: Plan) -> tuple[File, ...]:
        return files(PROGRAM, plan, "/home/a/units")

    def found(self) -> Found:
        if self.plan is None:
            gone = self.state is not State.IMPOSSIBLE
            return Found(state=State.ABSENT if gone else self.state, reason=self.reason)
        there = self.files(self.plan)
        return Found(state=self.state, plan=self.plan, files=there, reason=self.reason)

    def install(self, plan: Plan) -> None:
        self.asked.append("install")
        self.plan = None if self.deaf else plan

    def remove(self) -> None:
        self.asked.append("remove")
        self.plan = self.plan if self.stuck else None


@dataclass
class FakeNotifier:
    """A screen that remembers. ``absent``: the library is not installed."""

    absent: bool = False
    sent: list[tuple[str, str]] = field(default_factory=list)

    def send(self, title: str, text: str) -> None:
        if self.absent:
            raise NotifierAbsentError
        self.sent.append((title, text))


def a_here(
    scheduler: FakeScheduler,
    records: Callable[[], Records],
    *,
    starts: bool = True,
    can_notify: bool = True,
) -> Here:
    def check() -> None:
        if not starts:
            raise HygieError("Ne se lance pas.", hint="Installez-la.")

    return Here(scheduler=scheduler, check=check, records=records, can_notify=can_notify)


@dataclass
class _Files:
    """The real files of a test's folder, and the commands that were run."""

    refused: frozenset[str] = frozenset()
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def run(self, command: Sequence[str], *, seconds: float = COMMAND_SECONDS) -> Output:
        assert seconds > 0
        self.asked.append(tuple(command))
        if self.refused & set(command):
            return Output(code=1, text="")
        return self.answer(tuple(command))

    def answer(self, words: tuple[str, ...]) -> Output:
        raise NotImplementedError(words)

    def read(self, path: str, *, limit: int = READ_BYTES) -> bytes:
        return read_file(path, limit)

    def entries(self, path: str) -> tuple[Entry, ...]:
        raise NotImplementedError(path)


@dataclass
class SystemdMachine(_Files):
    """Answers as systemctl 252 does. ``answers``: this session has a systemd of its own."""

    units: Path = Path()
    answers: bool = True
    enabled: bool = False
    active: bool = False
    overridden: str = ""

    def answer(self, words: tuple[str, ...]) -> Output:
        assert words[:2] == ("systemctl", "--user")
        if not self.answers:
            return Output(code=1, text="")
        match words[2:]:
            case ("show", "--property=Version"):
                return Output(code=0, text="Version=252.38-1~deb12u1\n")
            case ("show", unit, _) if unit == TIMER:
                return Output(code=0, text=self._shown())
            case ("enable", _):
                self.enabled = True
            case ("restart", _):
                self.active = True
            case ("disable", "--now", _):
                self.enabled = self.active = False
        return Output(code=0, text="")

    def _shown(self) -> str:
        path = self.units / TIMER
        return (
            f"ActiveState={'active' if self.active else 'inactive'}\n"
            f"FragmentPath={path if path.exists() else ''}\nDropInPaths={self.overridden}\n"
            f"UnitFileState={'enabled' if self.enabled else 'disabled'}\nNeedDaemonReload=no\n"
        )


@dataclass
class LaunchdMachine(_Files):
    """Answers as launchctl is documented to. ``slow``: how often it still shows what it leaves."""

    loaded: bool = False
    slow: int = 0

    def answer(self, words: tuple[str, ...]) -> Output:
        match words[1]:
            case "print" if self.loaded and self.slow and ("bootout" in self._said()):
                self.slow -= 1
                self.loaded = self.slow > 0
                return Output(code=0, text="")
            case "print":
                return Output(code=0 if self.loaded else 113, text="")
            case "bootstrap":
                self.loaded = Path(words[3]).is_file()
                return Output(code=0 if self.loaded else 5, text="")
            case _:
                self.loaded = self.loaded and self.slow > 0
                return Output(code=0, text="")

    def _said(self) -> set[str]:
        return {words[1] for words in self.asked}


@dataclass
class SchtasksMachine(_Files):
    """Answers as schtasks is documented to. ``shows``: how it writes a task, by its own console."""

    task: bytes | None = None
    shows: Callable[[bytes], str] = lambda task: task.decode("utf-16")

    def answer(self, words: tuple[str, ...]) -> Output:
        match words[1]:
            case "/create":
                self.task = Path(words[5]).read_bytes()
            case "/delete" | "/query" if self.task is None:
                return Output(code=1, text="")
            case "/delete":
                self.task = None
            case _ if self.task is not None:
                return Output(code=0, text=self.shows(self.task))
        return Output(code=0, text="")
