"""What is found in the register's place and is not a register we can use: left as it was."""

import os
import shutil
import stat
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hygie.core.errors import MisusedError
from hygie.core.records import ANSWER
from hygie.practice.records import Records
from hygie.practice.sqlite_drivers import CipherDriver
from hygie.practice.sqlite_file import beside
from support.records import a_draft
from support.registers import CIPHER, DRIVERS, Register

COUNT = 6

Operation = Callable[[Records], object]

OPERATIONS: dict[str, Operation] = {
    "append": lambda records: records.append(a_draft()),
    "entries": lambda records: records.entries(),
    "lines": lambda records: records.lines(),
    "last": lambda records: records.last(ANSWER),
    "verify": lambda records: records.verify(),
}


@pytest.fixture(params=DRIVERS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Register:
    """Give a folder without a register yet, and what will open it."""
    return Register(tmp_path, DRIVERS[request.param])


@pytest.fixture
def full(place: Register) -> Register:
    """Give a register of a few entries."""
    place.open().append_all(a_draft(detail={"numero": number}) for number in range(COUNT))
    return place


def junk(place: Register) -> None:
    place.path.write_bytes(bytes(range(256)) * 64)


def text(place: Register) -> None:
    place.path.write_text("Liste des courses")


def sparse(place: Register) -> None:
    with place.path.open("wb") as file:
        file.truncate(1 << 30)


def another_program(place: Register) -> None:
    with closing(place.raw()) as connection:
        connection.execute("CREATE TABLE entries (seq INTEGER PRIMARY KEY)")


def newer(place: Register) -> None:
    place.open().append(a_draft())
    with closing(place.raw()) as connection:
        connection.execute("PRAGMA user_version = 2")


def a_folder(place: Register) -> None:
    place.path.mkdir()


def a_pipe(place: Register) -> None:
    os.mkfifo(place.path)


def a_link(place: Register) -> None:
    place.path.symlink_to("/etc/hostname")


def only_its_log(place: Register) -> None:
    place.path.touch()
    place.path.with_name(f"{place.name}-wal").write_bytes(b"les derniers enregistrements")


def of_another_practice(place: Register) -> None:
    other = Register(place.folder, CipherDriver(bytes(32)))
    other.open().append(a_draft())
    other.path.rename(place.path)


def state_of(folder: Path) -> dict[str, object]:
    """Say what is in a folder, byte for byte; a large file by its length and its moment."""
    found: dict[str, object] = {}
    for item in folder.iterdir():
        about = item.lstat()
        small = stat.S_ISREG(about.st_mode) and about.st_size < 1 << 20
        found[item.name] = (
            about.st_mode,
            about.st_size,
            about.st_mtime_ns,
            item.read_bytes() if small else b"",
        )
    return found


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(
    "prepare",
    [
        junk,
        text,
        sparse,
        another_program,
        newer,
        a_folder,
        a_pipe,
        a_link,
        only_its_log,
        of_another_practice,
    ],
)
def test_a_file_that_is_not_ours_is_left_as_it_was(
    place: Register, prepare: Callable[[Register], None], operation: str
) -> None:
    prepare(place)
    before = state_of(place.folder)
    with pytest.raises(MisusedError) as refusal:
        OPERATIONS[operation](place.open())
    assert refusal.value.hint
    assert state_of(place.folder) == before


def test_a_newer_register_asks_for_an_update(place: Register) -> None:
    newer(place)
    with pytest.raises(MisusedError, match="plus récente") as refusal:
        place.open().entries()
    assert "Mettez Hygie à jour" in refusal.value.hint


def test_a_newer_register_still_in_its_log_is_refused_too(full: Register) -> None:
    with closing(full.raw()) as other:
        other.execute("PRAGMA user_version = 2")
        with pytest.raises(MisusedError, match="plus récente"):
            full.open().append(a_draft())


@pytest.mark.parametrize("operation", ["append", "entries", "verify"])
@pytest.mark.parametrize("hundredths", [1, 5, 20, 40, 60, 80, 95])
def test_a_truncated_register_is_refused_and_left_as_it_was(
    full: Register, hundredths: int, operation: str
) -> None:
    path = full.path
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * hundredths // 100])
    before = state_of(full.folder)
    with pytest.raises(MisusedError):
        OPERATIONS[operation](full.open())
    assert state_of(full.folder) == before


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1, exclude_max=True), changed=st.integers(1, 255))
def test_a_changed_byte_of_an_encrypted_register_is_never_believed(
    tmp_path: Path, at: float, changed: int
) -> None:
    place = Register(tmp_path, CIPHER)
    if not place.path.exists():
        place.open().append_all(a_draft(detail={"numero": number}) for number in range(COUNT))
    whole, entries = place.path.read_bytes(), place.open().entries()
    content = bytearray(whole)
    content[int(at * len(whole))] ^= changed
    place.path.write_bytes(content)
    found = entries
    with suppress(MisusedError):
        found = place.open().entries()
    unchanged = place.path.read_bytes() == bytes(content)
    place.path.write_bytes(whole)
    assert found == entries
    assert unchanged


@pytest.fixture
def cut(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Register:
    """Give an encrypted register as a power cut leaves it: its last entries are in the log."""
    place = Register(tmp_path, CIPHER)
    place.open().append(a_draft())
    left = Register(tmp_path_factory.mktemp("coupure"), CIPHER)
    with closing(place.raw()) as connection:
        # What follows stays in the log while a connection is open.
        connection.execute("SELECT count(*) FROM entries").fetchall()
        place.open().append_all([a_draft(detail={"motif": "é" * 9000})] * COUNT)
        for file in (place.path, beside(place.path, "-wal")):
            shutil.copy(file, left.folder)
    return left


@pytest.mark.parametrize("operation", OPERATIONS)
def test_another_key_leaves_an_interrupted_register_to_its_own(
    cut: Register, operation: str
) -> None:
    before = state_of(cut.folder)
    with pytest.raises(MisusedError, match="n'ouvre pas"):
        OPERATIONS[operation](Register(cut.folder, CipherDriver(bytes(32))).open())
    after = state_of(cut.folder)
    assert {name: after[name] for name in before} == before
    assert cut.open().verify().count == COUNT + 1


def test_a_first_page_half_written_is_taken_from_the_log(cut: Register) -> None:
    content = bytearray(cut.path.read_bytes())
    content[2048:4096] = bytes(2048)
    cut.path.write_bytes(content)
    assert cut.open().verify().count == COUNT + 1
