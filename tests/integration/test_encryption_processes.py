"""Encrypting while others write, killed at any moment: what was acknowledged is always there."""

import random
import time
from pathlib import Path

import pytest

from hygie.practice.encryption import driver_of, encrypt_records
from hygie.practice.sqlite_drivers import PLAIN
from hygie.practice.sqlite_errors import MovedError
from hygie.practice.vault import Secret
from support.programs import go, printed, started
from support.records import a_draft
from support.registers import Register

SECRET = Secret(bytes(range(32)))
STEPS = ("tenu", "copié", "chiffré", "vérifié", "enterré", "déplacé", "nettoyé")
KNOWN = "Une phrase que l'on reconnaît"
COUNT = 40
LONGEST = 0.06


def a_plain_register(folder: Path) -> Register:
    folder.mkdir(exist_ok=True)
    plain = Register(folder, PLAIN)
    plain.open().append_all(a_draft(detail={"motif": KNOWN * 20}) for _ in range(COUNT))
    return plain


def encrypted(plain: Register) -> Register:
    return Register(plain.folder, driver_of(SECRET))


def mover(plain: Register, *words: str) -> list[str]:
    process = started("record_mover.py", str(plain.folder), SECRET.master.hex(), *words)
    go(process)
    return printed(process)


def check_one_truth(plain: Register, count: int) -> None:
    """Look as an older Hygie would, then finish as this one does."""
    try:
        assert plain.open().verify().count == count
    except MovedError:
        assert encrypted(plain).open().verify().count == count
    encrypt_records(plain.folder, SECRET)
    chain = encrypted(plain).open().verify()
    assert (chain.whole, chain.count) == (True, count)
    assert {file.name for file in plain.folder.iterdir()} == {plain.name, encrypted(plain).name}
    assert KNOWN.encode() not in plain.path.read_bytes()


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step(tmp_path: Path, step: str) -> None:
    plain = a_plain_register(tmp_path)
    assert mover(plain, step) == []
    check_one_truth(plain, COUNT)


def check_kills(folder: Path, times: int) -> None:
    chance = random.Random(times)  # noqa: S311  # moments to interrupt at, not secrets
    for number in range(times):
        plain = a_plain_register(folder / str(number))
        process = started("record_mover.py", str(plain.folder), SECRET.master.hex())
        go(process)
        time.sleep(chance.uniform(0, LONGEST))
        process.kill()
        printed(process)
        check_one_truth(plain, COUNT)


def test_killed_at_any_moment(tmp_path: Path) -> None:
    check_kills(tmp_path, 20)


@pytest.mark.long
def test_killed_at_many_moments(tmp_path: Path) -> None:
    check_kills(tmp_path, 500)


def check_writers(folder: Path, times: int) -> None:
    chance = random.Random(times)  # noqa: S311  # moments to encrypt at, not secrets
    for number in range(times):
        plain = a_plain_register(folder / str(number))
        writers = [started("record_writer.py", str(plain.folder), "5000", "") for _ in range(2)]
        movers = [
            started("record_mover.py", str(plain.folder), SECRET.master.hex()) for _ in range(2)
        ]
        for writer in writers:
            go(writer)
        time.sleep(chance.uniform(0, 0.3))
        for process in movers:
            go(process)
        assert [printed(process) for process in movers] == [["fait"], ["fait"]]
        told = [printed(writer) for writer in writers]
        acknowledged = {int(line) for lines in told for line in lines if line.isdecimal()}
        assert all(lines[-1].startswith("MovedError ") for lines in told)
        found = [line.seq for line in encrypted(plain).open().lines()]
        assert acknowledged <= set(found)
        check_one_truth(plain, COUNT + len(acknowledged))


def test_what_others_write_meanwhile_is_kept(tmp_path: Path) -> None:
    check_writers(tmp_path, 3)


@pytest.mark.long
def test_what_others_write_meanwhile_is_kept_many_times(tmp_path: Path) -> None:
    check_writers(tmp_path, 50)


@pytest.mark.parametrize("file_bytes", [1000, 6000, 20_000])
def test_a_full_disk_leaves_the_plain_register(tmp_path: Path, file_bytes: int) -> None:
    plain = a_plain_register(tmp_path)
    (line,) = mover(plain, "", str(file_bytes))
    assert line.startswith("StorageError ")
    assert plain.open().verify().count == COUNT
    assert plain.open().append(a_draft()).seq == COUNT + 1
    check_one_truth(plain, COUNT + 1)
