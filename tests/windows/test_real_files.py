"""Files and folders under Windows, through the door."""

import os
from pathlib import Path

import pytest

from hygie.workstation.local_windows import LocalWindowsMachine
from hygie.workstation.machine import EntryKind, MachineRefusedError, MissingError

pytestmark = pytest.mark.needs("windows")


@pytest.fixture
def machine() -> LocalWindowsMachine:
    return LocalWindowsMachine(environment=dict(os.environ))


def test_bytes_come_as_they_are(machine: LocalWindowsMachine, tmp_path: Path) -> None:
    content = b"a\r\nb\x1ac\n\0"
    (tmp_path / "été.bin").write_bytes(content)
    for path in (str(tmp_path / "été.bin"), (tmp_path / "ÉTÉ.BIN").as_posix()):
        assert machine.read(path, limit=len(content)) == content
    with pytest.raises(MachineRefusedError, match="trop long"):
        machine.read(str(tmp_path / "été.bin"), limit=len(content) - 1)


def test_a_file_that_another_program_holds_open_is_read(
    machine: LocalWindowsMachine, tmp_path: Path
) -> None:
    with (tmp_path / "ouvert").open("wb") as held:
        held.write(b"abc")
        held.flush()
        assert machine.read(str(tmp_path / "ouvert")) == b"abc"


def test_what_is_no_file_is_refused_and_what_is_not_there_is_missing(
    machine: LocalWindowsMachine, tmp_path: Path
) -> None:
    for path in (str(tmp_path), str(tmp_path / "NUL"), str(tmp_path / "a\0b")):
        with pytest.raises(MachineRefusedError):
            machine.read(path)
    with pytest.raises(MissingError):
        machine.read(str(tmp_path / "rien" / "f"))
    with pytest.raises(MissingError):
        machine.entries(str(tmp_path / "rien"))


def test_a_folder_is_listed_by_name(machine: LocalWindowsMachine, tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"12")
    (tmp_path / "a").mkdir()
    found = machine.entries(str(tmp_path))
    assert [(entry.name, entry.kind) for entry in found] == [
        ("a", EntryKind.FOLDER),
        ("b", EntryKind.FILE),
    ]
    assert found[1].size == 2
