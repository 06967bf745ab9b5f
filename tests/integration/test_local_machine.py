"""The real door to a workstation: bounded in time, in size, and never left hanging."""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hygie.workstation.local_machine import OUTPUT_BYTES, LocalMachine
from hygie.workstation.machine import EntryKind, MachineRefusedError, MissingError
from support.machine import NOW

PYTHON = sys.executable


@pytest.fixture
def machine() -> LocalMachine:
    return LocalMachine(environment={"HOME": "/", "LANG": "fr_FR.UTF-8"})


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


class TestRun:
    def test_it_gives_the_code_and_what_was_printed(self, machine: LocalMachine) -> None:
        output = machine.run(["sh", "-c", "echo bonjour; echo talk >&2; exit 3"])
        assert (output.code, output.text) == (3, "bonjour\n")

    def test_it_speaks_no_local_language(self, machine: LocalMachine) -> None:
        output = machine.run(["sh", "-c", "echo $LC_ALL $LANGUAGE"])
        assert output.text == "C.UTF-8 C\n"

    def test_it_has_no_keyboard(self, machine: LocalMachine) -> None:
        assert machine.run(["cat"]).text == ""

    def test_bytes_that_are_no_text_do_not_stop_it(self, machine: LocalMachine) -> None:
        assert "�" in machine.run(["printf", r"\377"]).text

    def test_a_command_that_is_not_there_is_missing(self, machine: LocalMachine) -> None:
        with pytest.raises(MissingError):
            machine.run(["commande-qui-n-existe-pas"])

    def test_each_distinct_command_runs_once_whoever_asks(
        self, machine: LocalMachine, tmp_path: Path
    ) -> None:
        count = tmp_path / "count"
        command = ["sh", "-c", f"echo x >> {count}; sleep 0.2; echo fini"]
        with ThreadPoolExecutor(max_workers=4) as pool:
            texts = list(pool.map(lambda _: machine.run(command).text, range(4)))
        assert texts == ["fini\n"] * 4
        assert count.read_text() == "x\n"

    def test_a_refusal_is_remembered_too(self, machine: LocalMachine) -> None:
        began = time.monotonic()
        for _ in range(3):
            with pytest.raises(MachineRefusedError):
                machine.run(["sleep", "30"], seconds=0.3)
        assert time.monotonic() - began < 0.9

    def test_a_hanging_command_dies_with_its_whole_family(
        self, machine: LocalMachine, tmp_path: Path
    ) -> None:
        pids = tmp_path / "pids"
        script = f"sleep 60 & echo $! > {pids}; sleep 60"
        began = time.monotonic()
        with pytest.raises(MachineRefusedError, match="à temps"):
            machine.run(["sh", "-c", script], seconds=0.5)
        assert time.monotonic() - began < 2
        time.sleep(0.1)
        assert not alive(int(pids.read_text()))

    def test_a_child_that_left_the_family_does_not_hold_us(self, machine: LocalMachine) -> None:
        script = (
            "import os, time\n"
            "if os.fork() == 0:\n    os.setsid()\n    time.sleep(3)\n"
            "else:\n    print('parti')\n"
        )
        began = time.monotonic()
        with pytest.raises(MachineRefusedError):
            machine.run([PYTHON, "-c", script], seconds=0.8)
        assert time.monotonic() - began < 2

    @pytest.mark.parametrize("where", ["1", "2"])
    def test_a_flood_neither_blocks_nor_fills_the_memory(
        self, machine: LocalMachine, where: str
    ) -> None:
        script = f"head -c {OUTPUT_BYTES + 100_000} /dev/zero >&{where}; echo fin"
        if where == "1":
            with pytest.raises(MachineRefusedError, match="trop"):
                machine.run(["sh", "-c", script])
        else:
            assert machine.run(["sh", "-c", script]).text == "fin\n"


class TestRead:
    def test_a_file_is_read_whole(self, machine: LocalMachine, tmp_path: Path) -> None:
        (tmp_path / "f").write_bytes(b"abc")
        assert machine.read(str(tmp_path / "f"), limit=3) == b"abc"

    def test_a_longer_file_is_refused_never_half_read(
        self, machine: LocalMachine, tmp_path: Path
    ) -> None:
        (tmp_path / "f").write_bytes(b"abcd")
        with pytest.raises(MachineRefusedError, match="trop long"):
            machine.read(str(tmp_path / "f"), limit=3)

    def test_what_is_not_there_is_missing(self, machine: LocalMachine, tmp_path: Path) -> None:
        for name in ("rien", "f/dessous"):
            (tmp_path / "f").write_bytes(b"")
            with pytest.raises(MissingError):
                machine.read(str(tmp_path / name))

    def test_a_pipe_or_a_folder_is_refused_at_once(
        self, machine: LocalMachine, tmp_path: Path
    ) -> None:
        os.mkfifo(tmp_path / "pipe")
        began = time.monotonic()
        for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero")):
            with pytest.raises(MachineRefusedError):
                machine.read(str(path))
        assert time.monotonic() - began < 1

    def test_a_name_no_system_has_is_refused(self, machine: LocalMachine) -> None:
        with pytest.raises(MachineRefusedError):
            machine.read("/\0")


class TestEntries:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        (tmp_path / "b").write_bytes(b"12")
        (tmp_path / "a").mkdir()
        (tmp_path / "c").symlink_to(tmp_path / "b")
        os.mkfifo(tmp_path / "d")
        return tmp_path

    def test_it_lists_by_name_and_follows_no_link(
        self, machine: LocalMachine, folder: Path
    ) -> None:
        found = machine.entries(str(folder))
        assert [(entry.name, entry.kind) for entry in found] == [
            ("a", EntryKind.FOLDER),
            ("b", EntryKind.FILE),
            ("c", EntryKind.LINK),
            ("d", EntryKind.OTHER),
        ]
        assert found[1].size == 2
        assert abs(found[1].modified - NOW).days < 36_500

    def test_what_is_not_a_folder_is_missing(self, machine: LocalMachine, folder: Path) -> None:
        for name in ("rien", "b"):
            with pytest.raises(MissingError):
                machine.entries(str(folder / name))
        with pytest.raises(MachineRefusedError):
            machine.entries("/\0")
