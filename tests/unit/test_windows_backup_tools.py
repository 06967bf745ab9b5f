"""Backup tools under Windows, and the last run of the one that says it."""

import sqlite3
from pathlib import Path

import pytest

from hygie.core.readings import Observed, Reading, Unreadable
from hygie.workstation.machine import MachineRefusedError, Program, Tables
from hygie.workstation.probes.backup_tools.windows import (
    FILE_HISTORY_KEY,
    FUTURE,
    NO_DATE,
    OWN_TOOLS,
    read,
)
from hygie.workstation.windows_machine import RegistryValue, Services
from support.windows_machine import FakeWindowsMachine, KeyContent, a_windows_context

UNINSTALL = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
RECORD = r"C:\Users\alix\AppData\Local\Duplicati\Duplicati-server.sqlite"
DUPLICATI = Program(id="duplicati", kind="backup", name="Duplicati", windows_names=("Duplicati*",))


def a_machine(
    *,
    listed: bool = True,
    history: bool = False,
    record: bytes | None = None,
    protected: RegistryValue | None = None,
) -> FakeWindowsMachine:
    keys: dict[str, KeyContent] = {UNINSTALL: {}}
    if listed:
        keys[f"{UNINSTALL}\\1"] = {"DisplayName": "Duplicati 2"}
    if protected is not None:
        keys[FILE_HISTORY_KEY] = {"ProtectedUpToTime": protected}
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


NOVEMBER_19 = 134_395_632_000_000_000
"""2026-11-19 at noon, in tenths of a microsecond since 1601."""


@pytest.mark.parametrize("value_", [NOVEMBER_19, NOVEMBER_19.to_bytes(8, "little")])
def test_the_moment_file_history_protects_the_files_up_to(value_: RegistryValue) -> None:
    tools, last = readings(a_machine(listed=False, history=True, protected=value_))
    assert (value(tools), value(last)) == (("file_history",), 3)


@pytest.mark.parametrize("protected", [0, -1, 1, 1 << 63, b"", b"\xff" * 8, "hier", ("x",)])
def test_file_history_may_leave_no_moment(protected: RegistryValue) -> None:
    _, last = readings(a_machine(listed=False, history=True, protected=protected))
    assert isinstance(last, Unreadable)
    assert last.reason == NO_DATE


def test_a_file_history_that_is_stopped_backs_nothing_up_any_more() -> None:
    _, last = readings(a_machine(listed=False, protected=NOVEMBER_19))
    assert isinstance(last, Unreadable)


def test_the_newest_of_two_tools_is_the_last_backup(tmp_path: Path) -> None:
    record = a_record(tmp_path, "20261120T184100Z")
    _, last = readings(a_machine(record=record, history=True, protected=NOVEMBER_19))
    assert value(last) == 2


def test_file_history_at_work_without_its_moment_is_a_tool_without_a_date() -> None:
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
