"""Real processes that write people and are killed: who was acknowledged is always there."""

import random
import time
from pathlib import Path

from django.db import connection

from hygie.practice import people
from support import orm, programs

KILLS = 6


def killed_while_writing(folder: Path, seconds: float) -> list[int]:
    """Return the numbers that were acknowledged whole before the end."""
    file = folder / "cabinet.chiffre"
    process = programs.started("people_writer.py", str(file), orm.KEY.hex(), "1000")
    programs.go(process)
    time.sleep(seconds)
    process.kill()
    assert process.stdout is not None
    whole = process.stdout.read().rpartition("\n")[0].split()
    programs.printed(process)
    return [int(number) for number in whole]


def sound_numbers(folder: Path) -> list[int]:
    with orm.database(orm.sqlcipher(folder)):
        found = [one.number for one in people.everyone()]
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchone() == ("ok",)
    return found


def test_nobody_acknowledged_is_lost_by_a_kill(tmp_path: Path) -> None:
    chance = random.Random(KILLS)  # noqa: S311  # moments to interrupt at, not secrets
    for round_number in range(KILLS):
        # Every other time in a new folder: making the tables too must bear being interrupted.
        new = round_number % 2 == 0
        folder = tmp_path / (str(round_number) if new else "common")
        folder.mkdir(exist_ok=True)
        acknowledged = killed_while_writing(folder, chance.uniform(0, 0.2 if new else 0.6))
        found = sound_numbers(folder)
        assert found == list(range(1, len(found) + 1))
        assert set(acknowledged) <= set(found)
    assert sound_numbers(tmp_path / "common")
