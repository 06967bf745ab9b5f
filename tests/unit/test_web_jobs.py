"""Work done beside the pages: once at a time, looked at from anywhere, its errors said in words."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from hygie.core.errors import StorageError
from hygie.web.jobs import AGAIN, UNFORESEEN, Job, Jobs, Progress

PATIENCE = 10


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.stop()


class Slow:
    """Work that waits until it is let go."""

    def __init__(self) -> None:
        self.begun, self.go = Event(), Event()
        self.times = 0

    def __call__(self, job: Job) -> str:
        self.times += 1
        job.step(1, 3, "L'antivirus se lit")
        self.begun.set()
        assert self.go.wait(PATIENCE)
        return "fini"


def done(jobs: Jobs, name: str, work: Callable[[Job], object]) -> Progress:
    """Do a work to its end."""
    ended = Event()

    def told(job: Job) -> object:
        try:
            return work(job)
        finally:
            ended.set()

    job = jobs.start(name, told)
    assert ended.wait(PATIENCE)
    while not job.progress.over:
        time.sleep(0.001)
    return job.progress


def test_a_work_says_how_far_it_is_then_what_it_made(jobs: Jobs) -> None:
    slow = Slow()
    job = jobs.start("lecture", slow)
    assert slow.begun.wait(PATIENCE)
    assert job.progress == Progress(done=1, total=3, label="L'antivirus se lit")
    assert jobs.find("lecture") is job
    slow.go.set()
    assert done(jobs, "autre", lambda _: None).over
    assert not job.progress.failed


def test_nobody_asked_means_nothing_there(jobs: Jobs) -> None:
    assert jobs.find("lecture") is None
    jobs.forget("lecture")


def test_the_result_is_kept_until_it_was_seen(jobs: Jobs) -> None:
    assert done(jobs, "document", lambda _: 42).result == 42
    kept = jobs.find("document")
    assert kept is not None
    assert (kept.progress.over, kept.progress.failed) == (True, False)
    jobs.forget("document")
    assert jobs.find("document") is None


def test_asked_twice_it_is_done_once(jobs: Jobs) -> None:
    slow, together = Slow(), Barrier(8)

    def ask(_: int) -> Job:
        together.wait(PATIENCE)
        return jobs.start("lecture", slow)

    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(ask, range(8)))
    slow.go.set()
    assert len(found) == 1
    assert done(jobs, "autre", lambda _: None).over
    assert slow.times == 1


def test_what_is_under_way_is_not_forgotten(jobs: Jobs) -> None:
    slow = Slow()
    job = jobs.start("lecture", slow)
    jobs.forget("lecture")
    assert jobs.find("lecture") is job
    slow.go.set()


def test_once_over_it_may_be_asked_again(jobs: Jobs) -> None:
    assert [done(jobs, "lecture", lambda _, n=n: n).result for n in range(3)] == [0, 1, 2]  # type: ignore[misc]  # a bound figure


def test_an_error_of_ours_is_said_with_its_remedy(jobs: Jobs) -> None:
    def full(_: Job) -> None:
        raise StorageError("Le disque est plein.", hint="Libérez de la place.")

    progress = done(jobs, "document", full)
    assert progress.failed
    assert (progress.message, progress.hint) == ("Le disque est plein.", "Libérez de la place.")


def test_an_error_nobody_foresaw_says_nothing_technical(jobs: Jobs) -> None:
    def broken(_: Job) -> None:
        raise ZeroDivisionError("division by zero")

    progress = done(jobs, "document", broken)
    assert (progress.over, progress.message, progress.hint) == (True, UNFORESEEN, AGAIN)


def test_stopping_asks_and_waits_for_none() -> None:
    jobs, slow = Jobs(), Slow()
    job = jobs.start("lecture", slow)
    assert slow.begun.wait(PATIENCE)
    jobs.stop()
    assert job.stopping
    assert not job.progress.over
    slow.go.set()
