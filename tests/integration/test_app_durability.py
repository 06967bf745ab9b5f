"""What the app acknowledged is on the disk, whatever stops it: kill -9, a full disk."""

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hygie.practice.vault import Secret, unlock
from support.app import CODE, App, Visitor, launch, running
from support.app_writer import WAYS, Hand, found_in, spelled
from support.keyrings import FakeKeyring
from support.practices import with_a_past

BURST = 0.5
START = 2.5
"""Seconds within which to kill, from the first write or from the start."""


def secret_of(home: Path) -> Secret:
    return unlock(home, keyring=FakeKeyring(works=False), code=CODE)


def write_and_kill(home: Path, chance: random.Random, name: str) -> list[str]:
    """Write by three hands at once until the app is killed; return what it acknowledged."""
    with running(home) as app:
        hands = [Hand(app.first_visitor(), f"{name} note")]
        hands += [Hand(Visitor(app.port, hands[0].visitor.cookies), f"{name} {way}") for way in "rp"]
        for hand in hands:
            hand.prepare()
        with ThreadPoolExecutor(len(hands)) as threads:
            done = [
                threads.submit(hand.write_until_cut_off, way)
                for hand, way in zip(hands, WAYS, strict=True)
            ]
            time.sleep(chance.uniform(0.05, BURST))
            app.kill()
            for one in done:
                one.result()
        return [text for hand in hands for text in hand.acknowledged]


def kill_at_start(home: Path, chance: random.Random) -> None:
    process = launch(home)
    time.sleep(chance.uniform(0, START))
    process.kill()
    process.communicate()


def check_kills(home: Path, times: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # moments to kill at, not secrets
    with_a_past(home)
    kill_at_start(home, chance)
    known: set[str] = set()
    seen = 0
    for number in range(times):
        told = write_and_kill(home, chance, f"essai {spelled(number)}")
        known.update(told)
        found = found_in(home, secret_of(home))
        assert found.chain.whole, found.chain
        assert known <= found.texts
        assert found.chain.count >= max(seen, len(known))
        seen = found.chain.count
        if number % 5 == 0:
            kill_at_start(home, chance)
    assert len(known) > 3 * times


def test_killed_while_it_writes(tmp_path: Path) -> None:
    """20 kills, on two practices at once."""
    with ThreadPoolExecutor(2) as threads:
        homes = [tmp_path / name / "hygie" for name in ("un", "deux")]
        for home in homes:
            home.parent.mkdir()
        done = [threads.submit(check_kills, home, 10, seed) for seed, home in enumerate(homes)]
        for one in done:
            one.result()


@pytest.mark.long
def test_killed_many_times_while_it_writes(tmp_path: Path) -> None:
    for seed in range(10):
        home = tmp_path / str(seed) / "hygie"
        home.parent.mkdir()
        check_kills(home, 50, seed)
