"""Work that lasts, done beside the pages: started once, looked at from any page, stopped."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock

from hygie.core.errors import HygieError
from hygie.terminal.attempt import Fault, attempt

UNFORESEEN = "Ce travail s'est arrêté sur une erreur imprévue. Ce qui était enregistré le reste."
AGAIN = "Recommencez. Si elle revient : hygie diagnostic-technique"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a job is; ``result`` is what it returned, ``message`` and ``hint`` its error."""

    done: int = 0
    total: int = 0
    label: str = ""
    over: bool = False
    message: str = ""
    hint: str = ""
    result: object = None

    @property
    def failed(self) -> bool:
        """Tell whether it ended on an error."""
        return bool(self.message)


class Job:
    """One piece of work; what it works on tells it how far it is with ``step``."""

    def __init__(self) -> None:
        self._progress = Progress()
        self.stopping = False

    def step(self, done: int, total: int, label: str) -> None:
        """Say how far the work is."""
        self._progress = Progress(done=done, total=total, label=label)

    @property
    def progress(self) -> Progress:
        """Return how far it is."""
        return self._progress

    def run(self, work: Callable[["Job"], object]) -> None:
        """Do the work; an error is kept for the page to say."""
        outcome = attempt(lambda: work(self))
        if not isinstance(outcome, Fault):
            self._progress = Progress(over=True, result=outcome)
        elif isinstance(outcome.error, HygieError):
            error = outcome.error
            self._progress = Progress(over=True, message=error.message, hint=error.hint)
        else:
            self._progress = Progress(over=True, message=UNFORESEEN, hint=AGAIN)


class Jobs:
    """The jobs under way or just ended, each by its name, «lecture» for one."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="hygie-travail")
        self._jobs: dict[str, tuple[Job, Future[None]]] = {}
        self._lock = Lock()

    def start(self, name: str, work: Callable[[Job], object]) -> Job:
        """Start the work unless a job of that name is under way; return the one that is."""
        with self._lock:
            known = self._jobs.get(name)
            if known is not None and not known[0].progress.over:
                return known[0]
            job = Job()
            self._jobs[name] = (job, self._pool.submit(job.run, work))
            return job

    def find(self, name: str) -> Job | None:
        """Return the last job of that name."""
        known = self._jobs.get(name)
        return None if known is None else known[0]

    def forget(self, name: str) -> None:
        """Forget a job that is over: its result was seen."""
        with self._lock:
            known = self._jobs.get(name)
            if known is not None and known[0].progress.over:
                del self._jobs[name]

    def stop(self) -> None:
        """Ask all of them to stop, and wait for none."""
        with self._lock:
            for job, _ in self._jobs.values():
                job.stopping = True
        self._pool.shutdown(wait=False, cancel_futures=True)
