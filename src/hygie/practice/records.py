"""The one door to what a practice declared, proved and did: written once, never rewritten.

Correcting an answer is a new entry; the old one stays. Web and command line use only this door.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from hygie.core.records import Record

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]

SITUATION = "situation"
AUDIT = "audit"
ACT = "act"
WORKSTATION = "workstation"
DEVICES = "devices"
INFORMATION = "information"
TASK = "tache"
OWN_KINDS = frozenset({SITUATION, AUDIT, ACT, WORKSTATION, DEVICES, INFORMATION, TASK})
"""Kinds that prove nothing of a measure; no kind of evidence may bear these names."""

DETAIL_BYTES = 4 << 20
SUMMARY_BYTES = 4 << 10

GENESIS = "0" * 64
"""What stands for the hash before the first entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is about to be written.

    ``kind`` is ``situation``, ``audit``, ``act``, ``answer`` or the id of a kind of evidence.
    ``by`` is a role, never a name. ``summary`` is shown in lists and can never be erased: no free
    text in it. ``detail`` holds the rest. Moments carry their time zone.
    """

    at: datetime
    kind: str
    by: str
    measure: str | None = None
    workstation: str | None = None
    expires: datetime | None = None
    summary: Mapping[str, Json] = field(default_factory=dict)
    detail: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry as lists show it: everything but its detail. Moments are UTC.

    ``seq`` counts from 1 without a gap; ``hash`` seals this entry and all those before it.
    """

    seq: int
    practice: str
    at: datetime
    kind: str
    by: str
    measure: str | None
    workstation: str | None
    expires: datetime | None
    summary: Mapping[str, Json]
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Line):
    """An entry in full."""

    detail: Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """How far the records went, as noted elsewhere: on a printed dossier, in a saved file."""

    count: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """What a verification found: ``count`` sound entries, ``head`` being the hash of the last.

    When the chain is not whole, ``broken_at`` is the first entry that cannot be vouched for and
    ``reason`` says why, in French.
    """

    count: int = 0
    head: str = GENESIS
    broken_at: int | None = None
    reason: str = ""

    @property
    def whole(self) -> bool:
        """Tell whether every entry is as it was written."""
        return self.broken_at is None

    @property
    def anchor(self) -> Anchor:
        """Return what to note elsewhere, to know later that nothing was cut off or rewritten."""
        return Anchor(count=self.count, head=self.head)


class Records(Protocol):
    """The records of one practice, oldest first.

    What was returned by ``append`` or ``append_all`` is on the disk. Any method raises StorageError
    when the storage refuses, MisusedError when what is stored there cannot be used.
    """

    def append(self, draft: Draft) -> Entry:
        """Write one entry and return it as it will be read."""

    def append_all(self, drafts: Iterable[Draft]) -> tuple[Entry, ...]:
        """Write all of them, or none."""

    def lines(
        self, *, kinds: Collection[str] | None = None, after: int = 0, until: int | None = None
    ) -> tuple[Line, ...]:
        """List the entries of these kinds (all when None) above ``after``, up to ``until``.

        When the chain is broken, what it holds up to ``Chain.count`` can still be listed.
        """

    def entries(
        self, *, kinds: Collection[str] | None = None, after: int = 0, until: int | None = None
    ) -> tuple[Entry, ...]:
        """Read in full what ``lines`` lists."""

    def last(self, kind: str) -> Entry | None:
        """Read the newest entry of a kind, or None when there is none yet."""

    def verify(self, since: Anchor | None = None) -> Chain:
        """Check every entry and the chain they form.

        Entries cut off the end leave a shorter chain that is whole: only ``since``, an anchor noted
        elsewhere, shows it.
        """


def as_draft(record: Record, *, summary: Mapping[str, Json] | None = None) -> Draft:
    """Prepare an answer or a piece of evidence for writing."""
    if record.kind in OWN_KINDS:
        raise ValueError(f"{record.kind!r} is not a kind of evidence")
    return Draft(
        at=record.at,
        kind=record.kind,
        by=record.by,
        measure=record.measure,
        workstation=record.workstation,
        expires=record.expires,
        summary=summary or {},
        detail=record.detail,
    )


def as_record(entry: Entry) -> Record | None:
    """Return what an entry says of a measure, or None when it is not about one.

    A record's detail holds texts; whatever else the entry keeps is not for judging.
    """
    if entry.measure is None or entry.kind in OWN_KINDS:
        return None
    return Record(
        measure=entry.measure,
        kind=entry.kind,
        at=entry.at,
        expires=entry.expires,
        by=entry.by,
        workstation=entry.workstation,
        detail={key: value for key, value in entry.detail.items() if isinstance(value, str)},
    )


def declared(records: Records, kinds: Collection[str], *, after: int = 0) -> tuple[Record, ...]:
    """Return the answers and evidence of these kinds, corrected ones included, oldest first."""
    found = (as_record(entry) for entry in records.entries(kinds=kinds, after=after))
    return tuple(record for record in found if record is not None)
