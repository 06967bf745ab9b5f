"""Power cuts: whatever the moment, the journal is whole and what was acknowledged is there."""

import json
import random
import signal
import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest

from support.keyboard import Keyboard, i_do_not_know
from support.scenarios import World

LONGEST_BATCH = 2.5
REPEATED = "acces-lieu"


def whole(world: World) -> list[dict[str, str]]:
    """Return the lines of the journal, which must be whole."""
    document = world.hygie("journal", "--json").document
    assert document["chaine"]["intacte"] is True
    lines = document["lignes"]
    assert isinstance(lines, list)
    return lines


def started(world: World, *words: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [world.program, *words],
        cwd=world.folder,
        env=world.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


EARLIER = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def killed_in_batch(world: World, seconds: float) -> bool:
    """Kill an audit after some time; tell whether it had already ended well."""
    running = started(world, "audit", "--reponses", "reponses.json")
    time.sleep(seconds)
    running.kill()
    return running.wait() == 0


def check_batches(world: World, times: int) -> None:
    chance = random.Random(times)  # noqa: S311  # moments to interrupt at, not secrets
    finished = 0
    for rank in range(times):
        # Dated one after the other: the same undated answer twice would be written once.
        answer = {"mesure": REPEATED, "reponse": "oui", "le": f"{EARLIER + rank * MINUTE:%FT%T}"}
        document = {"format": 1, "reponses": [answer]}
        (world.folder / "reponses.json").write_text(json.dumps(document))
        finished += killed_in_batch(world, chance.uniform(0, LONGEST_BATCH))
        kinds = [line["genre"] for line in whole(world)]
        assert kinds.count("audit") >= finished
        assert times >= kinds.count("answer") >= kinds.count("audit")


def killed_at_the_keyboard(world: World, answers: int, pause: float) -> int:
    """Answer some questions then cut the power; return how many answers were acknowledged."""
    keyboard = Keyboard(world)
    question = keyboard.question()
    acknowledged = 0
    while question and acknowledged < answers:
        question = keyboard.answer(i_do_not_know(question))
        acknowledged += 1
    keyboard.child.sendline(i_do_not_know(question))
    time.sleep(pause)
    keyboard.child.kill(signal.SIGKILL)
    keyboard.child.wait()
    keyboard.child.close()
    return acknowledged


def check_keyboards(world: World, times: int, seed: int = 0) -> None:
    chance = random.Random(seed)  # noqa: S311  # moments to interrupt at, not secrets
    kept = 0
    for _ in range(times):
        wanted, pause = chance.randint(0, 4), chance.uniform(0, 0.05)
        acknowledged = killed_at_the_keyboard(world, wanted, pause)
        written = [line for line in whole(world) if line["genre"] != "audit"]
        # The last one typed was not acknowledged: it may have been written, or not.
        assert kept + acknowledged <= len(written) <= kept + acknowledged + 1
        kept = len(written)


def test_killed_in_batch(world: World) -> None:
    check_batches(world, 5)


def test_killed_at_the_keyboard(world: World) -> None:
    check_keyboards(world, 5)


@pytest.mark.long
def test_killed_in_batch_many_times(world: World) -> None:
    check_batches(world, 200)


@pytest.mark.long
@pytest.mark.parametrize("repetition", range(40))
def test_killed_at_the_keyboard_many_times(world: World, repetition: int) -> None:
    check_keyboards(world, 5, seed=repetition)


def test_two_audits_at_once_both_succeed(world: World) -> None:
    both = [started(world, "audit", "--sans-question") for _ in range(2)]
    assert [running.wait(timeout=60) for running in both] == [0, 0]
    assert [line["genre"] for line in whole(world)].count("audit") == 2
