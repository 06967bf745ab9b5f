"""The workstations whose file was received: the last one of each, and whether it still counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hygie.audit.answers_format import DEFAULT_ROLE
from hygie.audit.workstation_file_format import WorkstationFile, read_content, write_content
from hygie.core.ages import READING_DAYS
from hygie.core.readings import Fact, Reading
from hygie.practice.records import WORKSTATION, Draft, Entry, Records

KEY, WRITTEN, REMOVED = "cle", "ecrit_le", "retire"
"""Words of the summaries of the records; for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A workstation as the records know it; ``file`` is None once it was taken out.

    ``key`` is the public key that signed, in hexadecimal.
    """

    workstation: str
    key: str
    at: datetime
    file: WorkstationFile | None

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Return what its last file says."""
        return () if self.file is None else self.file.readings

    def counts(self, now: datetime) -> bool:
        """Tell whether its readings are recent enough to be judged."""
        oldest = min((reading.at for reading in self.readings), default=None)
        return oldest is not None and now - oldest <= timedelta(days=READING_DAYS)


def load_received(records: Records, vocabulary: Mapping[str, Fact]) -> tuple[Received, ...]:
    """Return every workstation ever received, taken out or not, by its id."""
    last = {line.workstation: line.seq for line in records.lines(kinds={WORKSTATION})}
    if not last:
        return ()
    wanted = set(last.values())
    entries = records.entries(kinds={WORKSTATION}, after=min(wanted) - 1)
    found = [_received(entry, vocabulary) for entry in entries if entry.seq in wanted]
    return tuple(sorted(found, key=lambda each: each.workstation))


def present(received: Iterable[Received]) -> tuple[Received, ...]:
    """Keep those that were not taken out."""
    return tuple(each for each in received if each.file is not None)


def save_received(records: Records, file: WorkstationFile, at: datetime) -> None:
    """Write a file down: its readings, and the key that will be asked of the next one."""
    records.append(
        Draft(
            at=at,
            kind=WORKSTATION,
            by=DEFAULT_ROLE,
            workstation=file.workstation,
            summary={KEY: file.public.hex(), WRITTEN: file.at.isoformat()},
            detail=write_content(file),
        )
    )


def save_removed(records: Records, workstation: str, at: datetime) -> None:
    """Write down that a workstation left the practice: its key is trusted no longer."""
    draft = Draft(
        at=at, kind=WORKSTATION, by=DEFAULT_ROLE, workstation=workstation, summary={REMOVED: True}
    )
    records.append(draft)


def joined(
    own: Iterable[Reading], received: Iterable[Received], *, here: str, now: datetime
) -> tuple[Reading, ...]:
    """Return the readings to judge: this workstation's, then the last of each other that counts.

    Readings of another workstation that an older audit had joined give way to what is known today.
    """
    others = {each.workstation: each for each in received if each.workstation != here}
    kept = [reading for reading in own if reading.workstation not in others]
    counted = [each for each in others.values() if each.counts(now)]
    return (*kept, *(reading for each in counted for reading in each.readings))


def _received(entry: Entry, vocabulary: Mapping[str, Fact]) -> Received:
    written = entry.summary.get(KEY)
    key = written if isinstance(written, str) else ""
    file = None if entry.summary.get(REMOVED) is True else _file(entry, key, vocabulary)
    workstation = entry.workstation or ""
    return Received(workstation=workstation, key=key, at=entry.at, file=file)


def _file(entry: Entry, key: str, vocabulary: Mapping[str, Fact]) -> WorkstationFile:
    """Read a file kept; one this Hygie can no longer read says nothing, and is to be made again."""
    public = bytes.fromhex(key)
    try:
        return read_content(entry.detail, vocabulary, public)
    except (KeyError, ValueError, TypeError):
        return WorkstationFile(
            workstation=entry.workstation or "",
            system="",
            version="",
            at=entry.at,
            public=public,
            readings=(),
        )
