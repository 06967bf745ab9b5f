"""Who opened the app: addresses that serve once, then a cookie that lasts while it is used.

All of it stays in the memory of this process: stopping Hygie closes every session.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock

TOKEN_BYTES = 32
ENTRY_LASTS = timedelta(minutes=5)
"""How long the address printed at the start may wait for its browser."""

IDLE = timedelta(minutes=30)
"""Somebody who left for longer must show again who they are."""

LONGEST = timedelta(hours=12)
"""A day of work; after that, whoever is there shows again who they are."""

MOST_SESSIONS = 20


SHEET_LASTS = timedelta(minutes=10)
"""How long a recovery code may wait to be shown."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A recovery code that was drawn, and when."""

    code: str = field(repr=False)
    at: datetime


@dataclass(slots=True)
class Session:
    """An open browser. ``person`` is the id of who gave their code, None while nobody did."""

    opened: datetime
    seen: datetime
    person: str | None = None
    sheet: Sheet | None = field(default=None, repr=False)

    def keep_sheet(self, code: str, now: datetime) -> None:
        """Hold a recovery code until the next page shows it."""
        self.sheet = Sheet(code, now)

    def take_sheet(self, now: datetime) -> Sheet | None:
        """Return the recovery code that waits, and forget it; None when it waited for long."""
        sheet, self.sheet = self.sheet, None
        return None if sheet is None or now - sheet.at > SHEET_LASTS else sheet

    def is_over(self, now: datetime) -> bool:
        """Tell whether nobody used it for long, or it lasted a day."""
        return now - self.seen > IDLE or now - self.opened > LONGEST


class Sessions:
    """The entries that wait and the sessions that are open; only their prints are kept."""

    def __init__(self, *, now: Callable[[], datetime], chance: Callable[[int], bytes]) -> None:
        self._now, self._chance = now, chance
        self._entries: dict[str, datetime] = {}
        self._open: dict[str, Session] = {}
        self._lock = Lock()

    def new_entry(self) -> str:
        """Return a token that opens one session, once, within five minutes."""
        token = self._chance(TOKEN_BYTES).hex()
        with self._lock:
            self._entries[_print(token)] = self._now() + ENTRY_LASTS
        return token

    def enter(self, token: str) -> str | None:
        """Trade a token for the cookie of a new session; None when it is not good any more."""
        now = self._now()
        with self._lock:
            until = self._entries.pop(_print(token), None)
            if until is None or now > until:
                return None
            self._forget_idle(now)
            while len(self._open) >= MOST_SESSIONS:
                self._open.pop(min(self._open, key=lambda key: self._open[key].seen))
            cookie = self._chance(TOKEN_BYTES).hex()
            self._open[_print(cookie)] = Session(opened=now, seen=now)
            return cookie

    def renew(self, cookie: str, person: str) -> str | None:
        """Note who holds a session, and return its new cookie: the former opens nothing."""
        with self._lock:
            found = self._open.pop(_print(cookie), None)
            if found is None:
                return None
            found.person, found.sheet = person, None
            renewed = self._chance(TOKEN_BYTES).hex()
            self._open[_print(renewed)] = found
            return renewed

    def find(self, cookie: str, *, touch: bool = True) -> Session | None:
        """Return the session of a cookie; ``touch`` says that somebody is there."""
        now = self._now()
        with self._lock:
            self._forget_idle(now)
            found = self._open.get(_print(cookie))
            if found is not None and touch:
                found.seen = now
            return found

    def close(self, cookie: str) -> None:
        """End a session."""
        with self._lock:
            self._open.pop(_print(cookie), None)

    def close_person(self, person: str, *, but: Session | None = None) -> None:
        """End the sessions of somebody: they left, or their code changed, in session ``but``."""
        with self._lock:
            for key, one in tuple(self._open.items()):
                if one.person == person and one is not but:
                    del self._open[key]

    def _forget_idle(self, now: datetime) -> None:
        for key in [key for key, one in self._open.items() if one.is_over(now)]:
            del self._open[key]


def _print(token: str) -> str:
    """Return what is kept of a token: looked up by it, a wrong one tells nothing by its time."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()
