"""All that setting a workstation right needs of the world, put together in one place."""

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import cast

from hygie.audit.settings_elevation import Elevate, Elevation
from hygie.audit.settings_keyboard import listen_within
from hygie.audit.settings_questions import ListenWithin
from hygie.audit.wiring import this_context, this_machine
from hygie.catalogue.loader import load_catalogue
from hygie.core.measures import Catalogue
from hygie.practice.folders import open_data_folder
from hygie.practice.opening import open_records, read_records
from hygie.practice.records import Records
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.settings.acting import Acting
from hygie.workstation.settings.door import Look, WritableMachine
from hygie.workstation.settings.linux_door import LinuxDoor
from hygie.workstation.settings.macos_door import MacosDoor
from hygie.workstation.settings.windows_door import WindowsDoor
from hygie.workstation.settings.windows_hand import WindowsHand
from hygie.workstation.windows_machine import Session, WindowsMachine

ANSWER_SECONDS = 120.0
"""How long the person has to see whether their software still opens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One workstation that can be changed, and where it is written down.

    ``administrator``: Hygie may write everywhere as it runs. ``elevate``: where the system asks for
    an administrator's rights once for a whole setting (Windows); without it, for each command.
    """

    context: Context
    look: Look
    door: WritableMachine
    catalogue: Catalogue
    records: Records
    folder: Path
    administrator: bool
    elevate: Elevate | None = None
    listen: ListenWithin = listen_within
    seconds: float = ANSWER_SECONDS


def this_world(
    environment: Mapping[str, str], now: datetime, *, writes: bool, seconds: float = ANSWER_SECONDS
) -> World:
    """Put this workstation's own world together; without ``writes`` nothing is created."""
    context = this_context(this_machine(environment), environment, now)

    def look() -> Machine:
        return this_machine(environment)

    administrator = is_administrator(look())
    folder = open_data_folder(environment) if writes else Path()
    return World(
        context=context,
        look=look,
        door=_door(look, context, administrator=administrator),
        catalogue=load_catalogue(),
        records=open_records(environment) if writes else read_records(environment),
        folder=folder,
        administrator=administrator,
        elevate=_elevate(folder) if writes and not administrator else None,
        seconds=seconds,
    )


def _elevate(folder: Path) -> Elevate | None:
    if sys.platform != "win32":
        return None
    # Imported here: only Windows has it.
    from hygie.workstation.settings.windows_runas import RunAs  # noqa: PLC0415  # Windows

    return Elevation(folder=folder, open=RunAs, token=token_hex)


def is_administrator(machine: Machine) -> bool:
    """Tell whether this process may write everywhere."""
    if sys.platform != "win32":
        return os.geteuid() == 0
    with suppress(MachineRefusedError):
        return cast("WindowsMachine", machine).calls.ask(Session).elevated
    return False


def _door(look: Look, context: Context, *, administrator: bool) -> WritableMachine:
    environment = context.environment
    if context.system == "windows":
        root = environment.get("SYSTEMROOT", r"C:\Windows")
        path = rf"{root}\System32;{root}\System32\WindowsPowerShell\v1.0"
        act = Acting(environment=environment, administrator=administrator, search_path=path)
        return WindowsDoor(look, act, WindowsHand())
    act = Acting(environment=environment, administrator=administrator)
    return MacosDoor(look, act) if context.system == "macos" else LinuxDoor(look, act, context)
