"""One app per data folder: a second «hygie» asks the first for an address, and opens it."""

import http.client
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from hygie.core.errors import HygieError
from hygie.practice.whole_files import write_whole

LOCK, ABOUT = "application.verrou", "application.json"
SECRET_HEADER = "X-Hygie-Secret"  # noqa: S105  # the name of a header
LONGEST, SECONDS = 4096, 10
TRIES, BETWEEN = 75, 0.2
"""How often, and each how many seconds, an app that is just starting is looked for."""


@dataclass(frozen=True, slots=True)
class Running:
    """Where the first app listens, and the secret that only this account can read."""

    port: int
    secret: str


class Instance:
    """The place of the one app of a data folder, taken or not."""

    def __init__(self, folder: Path) -> None:
        self._lock = FileLock(folder / LOCK, mode=0o600)
        self._about = folder / ABOUT

    def take(self) -> bool:
        """Become the one app; False when there is one."""
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        return True

    def announce(self, running: Running) -> None:
        """Say where this app listens, to whoever may read this account's files."""
        document = {"format": 1, "port": running.port, "secret": running.secret}
        write_whole(self._about, json.dumps(document).encode())

    def leave(self) -> None:
        """Give the place back."""
        with suppress(OSError):
            self._about.unlink()
        self._lock.release()

    def first(self) -> Running | None:
        """Read where the first app listens; None when it does not say."""
        try:
            with self._about.open("rb") as file:
                document = json.loads(file.read(LONGEST))
            return Running(int(document["port"]), str(document["secret"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None


def ask_first(first: Callable[[], Running | None], pause: Callable[[float], object]) -> str:
    """Ask the first app for a new address; one that is just starting is waited for.

    Raises HygieError when it does not answer.
    """
    for _ in range(TRIES):
        running = first()
        try:
            if running is not None:
                return _asked(running)
        except ConnectionRefusedError:
            pass  # what a former app left; this one has not said yet where it listens
        except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
            break
        pause(BETWEEN)
    raise HygieError(
        "Hygie est déjà ouvert sur cet ordinateur, mais il ne répond pas encore.",
        hint="Attendez une minute, puis recommencez. Sinon, redémarrez l'ordinateur.",
    )


def _asked(running: Running) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=SECONDS)
    try:
        headers = {
            SECRET_HEADER: running.secret,
            "Origin": f"http://127.0.0.1:{running.port}",
        }
        connection.request("POST", "/ouvrir", headers=headers)
        answer = connection.getresponse()
        content = answer.read(LONGEST)
        if answer.status != http.client.OK:
            raise ValueError(answer.status)
        return str(json.loads(content)["adresse"])
    finally:
        connection.close()
