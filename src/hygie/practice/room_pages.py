"""What a room gives the local app to show: its pages, without knowing who draws them.

A room that has some holds a light ``pages.py`` with ``PAGES: tuple[RoomPage, ...]`` and its own
``templates`` folder; delete the room and its pages are gone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from hygie.practice.records import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asks of a page. ``fields`` are those of its form, None when it is only read.

    ``by`` is what records say of them: a role and an id, never a name.
    """

    environment: Mapping[str, str]
    now: Callable[[], datetime]
    zone: tzinfo | None
    records: Records
    by: str
    fields: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What to show: a template of the room with its data. ``done``: the form was carried out."""

    template: str
    data: Mapping[str, object] = field(default_factory=dict)
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPage:
    """One page among the settings: its address, its word, and what answers.

    ``answer`` may raise HygieError: the app says it. Only those who hold the practice see it.
    """

    path: str
    name: str
    word: str
    help: str
    answer: Callable[[Asked], Answered]
