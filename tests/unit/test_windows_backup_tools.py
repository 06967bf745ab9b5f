"""Backup tools under Windows, and the last run of the one that says it."""

import sqlite3
from pathlib import Path

import pytest

from hygie.core.readings import Observed, Reading, Unreadable
from hygie.workstation.machine import MachineRefusedError, Program, Tables
from hygie.workstation.probes.backup_tools.windows import FUTURE, NO_DATE, OWN_TOOLS, read
from hygie.workstation.windows_machine import Services
from support.windows_machine import FakeWindowsMachine, a_windows_context

UNINSTALL = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
RECORD = r"C:\Users\alix\AppData\Local\Duplicati\Duplicati-server.sqlite"
DUPLICATI = Program(id="duplicati", kind="backup", name="Duplicati", windows_names=("Duplicati*",))


def a_machine(
    *, listed: bool = True, history: bool = False, record: bytes | None = None
) -> FakeWindowsMachine:
    keys = {f"{UNINSTALL}\\1": {"DisplayName": "Duplicati 2"}} if listed else {UNINSTALL: {}}
    running = frozenset({"fhsvc"}) if history else frozenset[str]()
    return FakeWindowsMachine(
        keys=keys,
        files={} if record is None else {RECORD: record},
        answers={Services: Services(running=running, known=frozenset({"fhsvc"}))},
    )


def readings(machine: FakeWindowsMachine) -> tuple[Reading, Reading]:
    context = a_windows_context(tables=Tables(programs=(DUPLICATI,)))
    tools, last = read(machine, context)
    return tools, last


def a_record(folder: Path, date: str) -> bytes:
    path = folder / "x.sqlite"
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE Metadata (BackupID INTEGER, Name TEXT, Value TEXT)")
        base.execute("INSERT INTO Metadata VALUES (1, 'LastBackupFinished', ?)", (date,))
    base.close()
    return path.read_bytes()


def value(reading: Reading) -> object:
    return reading.value if isinstance(reading, Observed) else None


def test_the_last_run_of_duplicati(tmp_path: Path) -> None:
    tools, last = readings(a_machine(record=a_record(tmp_path, "20261120T184100Z")))
    assert (value(tools), value(last)) == (("duplicati",), 2)


@pytest.mark.parametrize(("date", "reason"), [("hier", NO_DATE), ("20280101T000000Z", FUTURE)])
def test_an_odd_date_is_not_a_run(tmp_path: Path, date: str, reason: str) -> None:
    _, last = readings(a_machine(record=a_record(tmp_path, date)))
    assert isinstance(last, Unreadable)
    assert last.reason == reason


@pytest.mark.parametrize("record", [None, b"", b"SQLite format 3\x00", b"\xff" * 5000])
def test_no_record_is_not_no_backup(record: bytes | None) -> None:
    _, last = readings(a_machine(record=record))
    assert isinstance(last, Unreadable)
    assert last.reason == NO_DATE


def test_file_history_at_work_is_a_tool_whose_date_is_not_published() -> None:
    tools, last = readings(a_machine(listed=False, history=True))
    assert value(tools) == ("file_history",)
    assert isinstance(last, Unreadable)


def test_no_known_tool_says_nothing_of_windows_own() -> None:
    tools, last = readings(a_machine(listed=False))
    assert value(tools) == ()
    assert isinstance(last, Unreadable)
    assert last.reason == OWN_TOOLS


def test_a_refused_list_is_not_an_empty_one() -> None:
    refused = FakeWindowsMachine(keys={UNINSTALL: MachineRefusedError("Refusé.")})
    assert all(isinstance(each, Unreadable) for each in readings(refused))
