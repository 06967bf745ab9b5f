"""What the app acknowledged is on the disk, whatever stops it: kill -9, a full disk."""

import random
import resource
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from hygie.practice.evidence_files import FOLDER
from hygie.practice.vault import Secret, unlock
from support.app import CODE, Answer, App, Visitor, launch, running
from support.app_writer import MEASURE, PROOF_PAGE, WAYS, Hand, found_in, prepared, spelled
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
        visitor = app.first_visitor()
        form = prepared(visitor)
        hands = [Hand(visitor, f"{name} {way}", form) for way in ("note", "motif", "preuve")]
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
        assert len(list((home / FOLDER).glob(".*.part"))) <= 1  # of this time, of no time before
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


NOTE = f"/plan/{MEASURE}"
UNDER_WAY = ("-wal", "-shm", "-journal", ".part")
ROOM = "de la place"


def noted(visitor: Visitor, text: str) -> Answer:
    return visitor.post(NOTE, {"note": text}, page="/probleme")


def proved(visitor: Visitor, text: str) -> Answer:
    fields = {"genre": prepared(visitor).kind}
    file = ("fichier", "facture.txt", text.encode())
    return visitor.send_file(PROOF_PAGE, fields, file, page="/probleme")


def check_full(refused: Answer) -> None:
    """A full disk is said as such, calmly, and what to do about it."""
    assert refused.status == 503, refused.said
    assert "ien de nouveau n'a été" in refused.said
    assert ROOM in refused.said


def check_whole(visitor: Visitor, *texts: str) -> None:
    assert "Le journal est intact" in visitor.get("/journal?verifier=oui").said
    plan = visitor.get("/plan").text
    for text in texts:
        assert text in plan


@contextmanager
def files_no_longer_than(app: App, size: int) -> Iterator[None]:
    """Refuse the app any longer file, as a full disk does."""
    pid = app.process.pid
    soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_said_loses_nothing_and_is_got_over(tmp_path: Path) -> None:
    home = tmp_path / "hygie"
    with_a_past(home)
    with running(home) as app:
        visitor = app.first_visitor()
        assert noted(visitor, "avant").status == 302
        with files_no_longer_than(app, 1000):
            check_full(noted(visitor, "licorne"))
            check_full(proved(visitor, "licorne " * 500))
            refused = visitor.post("/questions/acces-lieu", {"reponse": "oui"})
            check_full(refused)
        check_whole(visitor, "avant")
        assert "licorne" not in visitor.get("/plan").text
        assert noted(visitor, "apres").status == 302
        assert proved(visitor, "apres").status == 302
        check_whole(visitor, "apres")


@pytest.mark.needs("user-namespaces")
def test_a_disk_really_full_is_said_and_got_over(tmp_path: Path) -> None:
    """A small disk of its own, seen by the app alone."""
    home = tmp_path / "hygie"
    home.mkdir()
    disk = 'mount -t tmpfs -o size=3m,mode=700 tmpfs "$0" && exec "$@"'
    apart = ("unshare", "--map-root-user", "--mount", "sh", "-c", disk, str(home))
    with running(home, before=apart) as app:
        visitor = app.first_visitor()
        assert noted(visitor, "avant").status == 302
        ballast = Path(f"/proc/{app.process.pid}/root", *home.parts[1:], "ballast")
        fill(ballast)
        while (refused := noted(visitor, "licorne")).status == 302:
            pass  # what the register still had of room
        check_full(refused)
        check_full(proved(visitor, "licorne " * 500))
        ballast.unlink()
        assert noted(visitor, "apres").status == 302
        assert proved(visitor, "apres").status == 302
        assert "Le journal est intact" in visitor.get("/journal?verifier=oui").said


def fill(path: Path) -> None:
    """Write until nothing more goes in."""
    with suppress(OSError), path.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            with suppress(OSError):
                while file.write(b"\0" * size):
                    pass


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_system_asks_it_to_end(tmp_path: Path, number: signal.Signals) -> None:
    """It ends as «Quitter» does: nothing is left that a second start would stumble on."""
    home = tmp_path / "hygie"
    with running(home) as app:
        assert noted(app.first_visitor(), "avant").status == 302
        app.process.send_signal(number)
        assert app.process.wait(20) == 0
    assert not (home / "application.json").exists()
    assert [path for path in home.iterdir() if path.name.endswith(UNDER_WAY)] == []


def test_it_ends_while_this_workstation_is_read(tmp_path: Path) -> None:
    """The reading is let go: what was answered before is kept, and the next start is as any."""
    home = tmp_path / "hygie"
    with_a_past(home)
    with running(home) as app:
        visitor = app.first_visitor()
        assert noted(visitor, "avant").status == 302
        assert visitor.post("/lecture", {}, page="/postes").status == 302
        assert visitor.post("/quitter", {}, page="/probleme").status == 200
        assert app.process.wait(60) == 0
    with running(home) as again:
        check_whole(again.first_visitor(), "avant")
