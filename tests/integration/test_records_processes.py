"""Real processes, interrupted, limited, at odds: what was acknowledged is always there."""

import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hygie.core.errors import StorageError
from hygie.practice.records import Records
from hygie.practice.sqlite_drivers import CipherDriver
from support import programs
from support.programs import go, printed
from support.records import a_draft
from support.registers import DRIVERS, Register

NOBODY = 65534


def started(place: Register, count: int, *limits: str) -> "subprocess.Popen[str]":
    """Start a writer and wait until it is ready."""
    key = place.driver.key.hex() if isinstance(place.driver, CipherDriver) else ""
    return programs.started("record_writer.py", str(place.folder), str(count), key, *limits)


def run(place: Register, count: int, *limits: str) -> list[str]:
    process = started(place, count, *limits)
    go(process)
    return printed(process)


def records_in(place: Register) -> Records:
    return place.open(str(time.monotonic_ns()))


@pytest.fixture(params=DRIVERS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Register:
    """Give a folder without a register yet, and what will open it."""
    return Register(tmp_path, DRIVERS[request.param])


def ranks(lines: list[str]) -> list[int]:
    """Return what was acknowledged whole; a last line cut short was not."""
    return [int(line) for line in lines if line.isdecimal()]


def killed_while_writing(place: Register, seconds: float) -> list[int]:
    process = started(place, 100_000)
    go(process)
    time.sleep(seconds)
    process.kill()
    assert process.stdout is not None
    whole_lines = process.stdout.read().rpartition("\n")[0].splitlines()
    printed(process)
    return ranks(whole_lines)


def check_kills(parent: Register, times: int) -> None:
    chance = random.Random(times)  # noqa: S311  # moments to interrupt at, not secrets
    for round_number in range(times):
        # Every other time in a new folder, and at once: creating too must bear being interrupted.
        creating = round_number % 2 == 0
        folder = parent.folder / (str(round_number) if creating else "common")
        folder.mkdir(exist_ok=True)
        place = Register(folder, parent.driver)
        acknowledged = killed_while_writing(place, chance.uniform(0, 0.006 if creating else 0.05))
        chain = records_in(place).verify()
        assert chain.whole
        found = [line.seq for line in records_in(place).lines()]
        assert found == list(range(1, chain.count + 1))
        assert set(acknowledged) <= set(found)
        assert records_in(place).append(a_draft()).seq == chain.count + 1


def test_what_was_acknowledged_survives_a_kill(place: Register) -> None:
    check_kills(place, 20)


@pytest.mark.long
def test_what_was_acknowledged_survives_many_kills(place: Register) -> None:
    check_kills(place, 500)


@pytest.mark.parametrize("already_there", [True, False])
def test_several_processes_write_at_once(place: Register, already_there: object) -> None:
    if already_there:
        records_in(place).append(a_draft())
    writers = [started(place, 20) for _ in range(3)]
    for writer in writers:
        go(writer)
    told = [printed(writer) for writer in writers]
    acknowledged = [rank for lines in told for rank in ranks(lines)]
    assert [len(lines) for lines in told] == [20, 20, 20]
    first = 2 if already_there else 1
    assert sorted(acknowledged) == list(range(first, first + 60))
    assert records_in(place).verify().whole
    assert len({line.practice for line in records_in(place).lines()}) == 1


def test_threads_and_another_process_write_at_once(place: Register) -> None:
    """A file opened and closed by one thread must not drop the locks of another."""
    writer = started(place, 60)
    go(writer)
    with ThreadPoolExecutor(4) as threads:
        written = list(threads.map(lambda _: records_in(place).append(a_draft()).seq, range(60)))
    told = ranks(printed(writer))
    assert sorted([*written, *told]) == list(range(1, 121))
    assert records_in(place).verify().whole


def test_a_full_disk_stops_writing_and_loses_nothing(place: Register) -> None:
    lines = run(place, 1000, str(200_000))
    acknowledged = ranks(lines)
    assert lines[-1].startswith("StorageError Le disque")
    assert "Rien de nouveau n'a été enregistré" in lines[-1]
    assert len(acknowledged) > 10
    chain = records_in(place).verify()
    assert (chain.whole, chain.count) == (True, len(acknowledged))
    assert records_in(place).append(a_draft()).seq == chain.count + 1


@pytest.mark.parametrize("file_bytes", [0, 1000, 6000, 30_000])
def test_a_disk_full_from_the_start_leaves_nothing_in_the_way(
    place: Register, file_bytes: int
) -> None:
    (line,) = run(place, 1, str(file_bytes))
    if not line.isdecimal():
        assert line.startswith("StorageError ")
        assert records_in(place).entries() == ()
    chain = records_in(place).verify()
    assert records_in(place).append(a_draft()).seq == chain.count + 1
    assert records_in(place).verify().whole


@pytest.fixture(params=DRIVERS)
def ordinary(request: pytest.FixtureRequest) -> Iterator[tuple[Register, tuple[str, ...]]]:
    """Give a folder of an ordinary user, and what makes a writer that user.

    Permissions do not stop root, and an ordinary user cannot enter the folders pytest gives root.
    """
    parent = Path(tempfile.mkdtemp())
    folder = parent / "donnees"
    folder.mkdir()
    root = os.geteuid() == 0
    if root:
        parent.chmod(0o755)
        os.chown(folder, NOBODY, NOBODY)
    yield Register(folder, DRIVERS[request.param]), ("", str(NOBODY)) if root else ()
    folder.chmod(0o700)
    shutil.rmtree(parent)


def test_an_ordinary_user_writes(ordinary: tuple[Register, tuple[str, ...]]) -> None:
    place, identity = ordinary
    assert run(place, 2, *identity) == ["1", "2"]


def test_a_read_only_folder_is_said(ordinary: tuple[Register, tuple[str, ...]]) -> None:
    place, identity = ordinary
    place.folder.chmod(0o500)
    (line,) = run(place, 1, *identity)
    assert line.startswith("StorageError Le système refuse à Hygie l'accès")
    assert list(place.folder.iterdir()) == []


def test_a_folder_made_read_only_keeps_what_it_had(
    ordinary: tuple[Register, tuple[str, ...]],
) -> None:
    place, identity = ordinary
    run(place, 2, *identity)
    content = place.path.read_bytes()
    place.folder.chmod(0o500)
    (line,) = run(place, 1, *identity)
    assert line.startswith("StorageError ")
    assert place.path.read_bytes() == content


def test_an_unreadable_file_is_said_and_left(ordinary: tuple[Register, tuple[str, ...]]) -> None:
    place, identity = ordinary
    run(place, 1, *identity)
    path = place.path
    path.chmod(0)
    (line,) = run(place, 1, *identity)
    assert line.startswith("StorageError Le système refuse")
    assert path.stat().st_mode & 0o777 == 0


def test_a_folder_that_cannot_be_entered_is_said(
    ordinary: tuple[Register, tuple[str, ...]],
) -> None:
    place, identity = ordinary
    place.folder.chmod(0)
    (line,) = run(place, 1, *identity)
    assert line.startswith("StorageError Le système refuse")


def test_reading_a_folder_that_vanished_is_empty_and_writing_is_refused(
    tmp_path: Path, place: Register
) -> None:
    folder = tmp_path / "disque"
    folder.mkdir()
    records = records_in(Register(folder, place.driver))
    records.append(a_draft())
    shutil.rmtree(folder)
    assert records.entries() == ()
    with pytest.raises(StorageError):
        records.append(a_draft())
