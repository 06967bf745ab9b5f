"""What the pages need of the outside: one object, made once, given to Django's settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from threading import Event

from django.conf import settings
from django.http import HttpRequest

from hygie.practice.keyring_door import Keyring
from hygie.web.desk import Desk
from hygie.web.jobs import Jobs
from hygie.web.sessions import Session, Sessions
from hygie.web.strongroom import Strongroom
from hygie.web.who import Who


@dataclass(slots=True, kw_only=True)
class World:
    """The clock, chance, folders and doors of one running app.

    ``port`` is known once the server listens. ``secret`` is what a second «hygie» shows to be let
    in. ``complain`` takes technical accounts, for who asked for them. ``erased``
    is true once nothing is kept any more. ``stopping`` ends it.
    """

    folder: Path
    environment: Mapping[str, str]
    now: Callable[[], datetime]
    chance: Callable[[int], bytes]
    zone: tzinfo | None
    keyring: Keyring
    sessions: Sessions
    jobs: Jobs
    strongroom: Strongroom
    secret: str
    complain: Callable[[str], None]
    port: int = 0
    erased: bool = False
    stopping: Event = field(default_factory=Event)

    @property
    def desk(self) -> Desk:
        """The practice's records, open. Raises LockedError when they are not."""
        return self.strongroom.desk


class Request(HttpRequest):
    """A request as our pages get it: the guard at the door has filled it in."""

    visit: Session | None
    who: Who | None


def world() -> World:
    """Return the world of this process."""
    found = settings.HYGIE
    if not isinstance(found, World):
        raise TypeError("the app is not set up")
    return found
