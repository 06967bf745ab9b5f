"""Real processes, interrupted, limited, at odds: what was acknowledged is always there."""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hygie.core.errors import StorageError
from hygie.practice.records import Records
from hygie.practice.sqlite_records import FILE_NAME, SqliteRecords
from support.records import Tokens, a_draft

WRITER = Path(__file__).parents[1] / "support" / "record_writer.py"
NOBODY = 65534
SECONDS = 60


def started(folder: Path, count: int, *limits: str) -> "subprocess.Popen[str]":
    """Start a writer and wait until it is ready."""
    process = subprocess.Popen(
        [sys.executable, str(WRITER), str(folder), str(count), *limits],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "prêt\n"
    return process


def go(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def printed(process: "subprocess.Popen[str]") -> list[str]:
    output, _ = process.communicate(timeout=SECONDS)
    return output.splitlines()


def run(folder: Path, count: int, *limits: str) -> list[str]:
    process = started(folder, count, *limits)
    go(process)
    return printed(process)


def records_in(folder: Path) -> Records:
    return SqliteRecords(folder, token=Tokens(str(time.monotonic_ns())))


def ranks(lines: list[str]) -> list[int]:
    """Return what was acknowledged whole; a last line cut short was not."""
    return [int(line) for line in lines if line.isdecimal()]


def killed_while_writing(folder: Path, seconds: float) -> list[int]:
    process = started(folder, 100_000)
    go(process)
    time.sleep(seconds)
    process.kill()
    assert process.stdout is not None
    whole_lines = process.stdout.read().rpartition("\n")[0].splitlines()
    printed(process)
    return ranks(whole_lines)


def check_kills(folder: Path, times: int) -> None:
    chance = random.Random(times)  # noqa: S311  # moments to interrupt at, not secrets
    for round_number in range(times):
        # Every other time in a new folder, and at once: creating too must bear being interrupted.
        creating = round_number % 2 == 0
        place = folder / (str(round_number) if creating else "common")
        place.mkdir(exist_ok=True)
        acknowledged = killed_while_writing(place, chance.uniform(0, 0.006 if creating else 0.05))
        chain = records_in(place).verify()
        assert chain.whole
        found = [line.seq for line in records_in(place).lines()]
        assert found == list(range(1, chain.count + 1))
        assert set(acknowledged) <= set(found)
        assert records_in(place).append(a_draft()).seq == chain.count + 1


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    check_kills(tmp_path, 10)


@pytest.mark.long
def test_what_was_acknowledged_survives_many_kills(tmp_path: Path) -> None:
    check_kills(tmp_path, 200)


@pytest.mark.parametrize("already_there", [True, False])
def test_several_processes_write_at_once(tmp_path: Path, already_there: object) -> None:
    if already_there:
        records_in(tmp_path).append(a_draft())
    writers = [started(tmp_path, 20) for _ in range(3)]
    for writer in writers:
        go(writer)
    told = [printed(writer) for writer in writers]
    acknowledged = [rank for lines in told for rank in ranks(lines)]
    assert [len(lines) for lines in told] == [20, 20, 20]
    first = 2 if already_there else 1
    assert sorted(acknowledged) == list(range(first, first + 60))
    assert records_in(tmp_path).verify().whole
    assert len({line.practice for line in records_in(tmp_path).lines()}) == 1


def test_a_full_disk_stops_writing_and_loses_nothing(tmp_path: Path) -> None:
    lines = run(tmp_path, 1000, str(200_000))
    acknowledged = ranks(lines)
    assert lines[-1].startswith("StorageError Le disque")
    assert "Rien de nouveau n'a été enregistré" in lines[-1]
    assert len(acknowledged) > 10
    chain = records_in(tmp_path).verify()
    assert (chain.whole, chain.count) == (True, len(acknowledged))
    assert records_in(tmp_path).append(a_draft()).seq == chain.count + 1


@pytest.mark.parametrize("file_bytes", [0, 1000, 6000, 30_000])
def test_a_disk_full_from_the_start_leaves_nothing_in_the_way(
    tmp_path: Path, file_bytes: int
) -> None:
    (line,) = run(tmp_path, 1, str(file_bytes))
    if not line.isdecimal():
        assert line.startswith("StorageError ")
        assert records_in(tmp_path).entries() == ()
    chain = records_in(tmp_path).verify()
    assert records_in(tmp_path).append(a_draft()).seq == chain.count + 1
    assert records_in(tmp_path).verify().whole


@pytest.fixture
def ordinary() -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Give a folder of an ordinary user, and what makes a writer that user.

    Permissions do not stop root, and an ordinary user cannot enter the folders pytest gives root.
    """
    place = Path(tempfile.mkdtemp())
    folder = place / "donnees"
    folder.mkdir()
    root = os.geteuid() == 0
    if root:
        place.chmod(0o755)
        os.chown(folder, NOBODY, NOBODY)
    yield folder, ("", str(NOBODY)) if root else ()
    folder.chmod(0o700)
    shutil.rmtree(place)


def test_an_ordinary_user_writes(ordinary: tuple[Path, tuple[str, ...]]) -> None:
    folder, identity = ordinary
    assert run(folder, 2, *identity) == ["1", "2"]


def test_a_read_only_folder_is_said(ordinary: tuple[Path, tuple[str, ...]]) -> None:
    folder, identity = ordinary
    folder.chmod(0o500)
    (line,) = run(folder, 1, *identity)
    assert line.startswith("StorageError Le système refuse à Hygie l'accès")
    assert list(folder.iterdir()) == []


def test_a_folder_made_read_only_keeps_what_it_had(
    ordinary: tuple[Path, tuple[str, ...]],
) -> None:
    folder, identity = ordinary
    run(folder, 2, *identity)
    content = (folder / FILE_NAME).read_bytes()
    folder.chmod(0o500)
    (line,) = run(folder, 1, *identity)
    assert line.startswith("StorageError ")
    assert (folder / FILE_NAME).read_bytes() == content


def test_an_unreadable_file_is_said_and_left(ordinary: tuple[Path, tuple[str, ...]]) -> None:
    folder, identity = ordinary
    run(folder, 1, *identity)
    path = folder / FILE_NAME
    path.chmod(0)
    (line,) = run(folder, 1, *identity)
    assert line.startswith("StorageError Le système refuse")
    assert path.stat().st_mode & 0o777 == 0


def test_a_folder_that_cannot_be_entered_is_said(
    ordinary: tuple[Path, tuple[str, ...]],
) -> None:
    folder, identity = ordinary
    folder.chmod(0)
    (line,) = run(folder, 1, *identity)
    assert line.startswith("StorageError Le système refuse")


def test_reading_a_folder_that_vanished_is_empty_and_writing_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "disque"
    folder.mkdir()
    records = records_in(folder)
    records.append(a_draft())
    shutil.rmtree(folder)
    assert records.entries() == ()
    with pytest.raises(StorageError):
        records.append(a_draft())
