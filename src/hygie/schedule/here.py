"""This computer's own scheduler, put together in one place."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from hygie.core.errors import HygieError, MisusedError
from hygie.practice.folders import data_folder
from hygie.schedule.door import Look, Scheduler
from hygie.schedule.launchd_door import LaunchdScheduler
from hygie.schedule.program import WINDOWLESS, Program
from hygie.schedule.systemd_door import SystemdScheduler
from hygie.schedule.task_door import TaskScheduler
from hygie.workstation.local_machine import LocalMachine
from hygie.workstation.machine import Machine, MachineRefusedError
from hygie.workstation.windows_calls_session import require_own_session
from hygie.workstation.windows_machine import Session, WindowsMachine

CODE_FILE_VARIABLE = "HYGIE_CODE_FICHIER"

NO_SESSION = "Windows n'a pas dit de quel compte est cette session : rien ne peut y être planifié."
UNCHANGED = "Rien n'a été modifié."
NOT_ALONE = (
    "Cette installation de Hygie ne se lance pas toute seule : elle ne peut pas être planifiée."
)
INSTALL = "Installez Hygie comme le dit sa page d'accueil, puis recommencez. Rien n'a été modifié."


def this_scheduler(environment: Mapping[str, str]) -> Scheduler:
    """Return the scheduler of this system. Raises MisusedError when it cannot be known."""
    program, look = this_program(environment), looks(environment)
    home = Path(environment.get("HOME") or Path.home())
    if sys.platform == "win32":
        try:
            sid = cast("WindowsMachine", look()).calls.ask(Session).sid
        except MachineRefusedError as refusal:
            raise MisusedError(NO_SESSION, hint=UNCHANGED) from refusal
        folder = data_folder(environment)
        return TaskScheduler(look, program, sid=sid, folder=folder, require_own=require_own_session)
    if sys.platform == "darwin":
        agents = home / "Library" / "LaunchAgents"
        return LaunchdScheduler(look, program, agents=agents, uid=os.getuid())
    settings = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    return SystemdScheduler(
        look, program, units=settings / "systemd" / "user", stamps=data / "systemd" / "timers"
    )


def this_program(environment: Mapping[str, str]) -> Program:
    """Return this very installation, and what it was told of its surroundings."""
    python, code_file = Path(sys.executable), environment.get(CODE_FILE_VARIABLE, "")
    # Under Windows an ordinary Python would open a black window at each run.
    silent = python.with_name(WINDOWLESS)
    return Program(
        python=str(silent if sys.platform == "win32" and silent.is_file() else python),
        folder=str(data_folder(environment)),
        code_file=str(Path(code_file).absolute()) if code_file else "",
    )


def looks(environment: Mapping[str, str]) -> Look:
    """Give this computer anew each time, as the scheduler finds it: nothing of this Python's."""
    kept = {name: text for name, text in environment.items() if not name.startswith("PYTHON")}

    def look() -> Machine:
        return this_machine(kept)

    return look


def this_machine(environment: Mapping[str, str]) -> Machine:
    """Return the door to this computer."""
    if sys.platform == "win32":
        from hygie.workstation.local_windows import LocalWindowsMachine  # noqa: PLC0415  # ctypes

        return LocalWindowsMachine(environment=environment)
    return LocalMachine(environment=environment)


def check_runs(program: Program, look: Look) -> None:
    """Refuse to plan what would not start, and would say so to nobody. Raises HygieError."""
    try:
        done = look().run((*program.seen.hygie, "--version"))
    except MachineRefusedError as refusal:
        raise HygieError(NOT_ALONE, hint=INSTALL) from refusal
    if done.code != 0 or not done.text.startswith("Hygie "):
        raise HygieError(NOT_ALONE, hint=INSTALL)
