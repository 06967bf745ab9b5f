"""The practice's data as one person may take it away: what others reserved stays with them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path

from hygie.core.declared import FILE
from hygie.practice.evidence_files import EvidenceStore
from hygie.practice.records import Anchor, Chain, Draft, Entry, Line, Records, as_record
from hygie.web.reserved import KEPT, seen_by


class SharedRecords:
    """Records whose reserved details are only shown to who wrote them; see Records."""

    def __init__(self, records: Records, person: str | None) -> None:
        self._records, self._person = records, person

    def append(self, draft: Draft) -> Entry:
        """Write one entry."""
        return self._records.append(draft)

    def append_all(self, drafts: Iterable[Draft]) -> tuple[Entry, ...]:
        """Write all of them, or none."""
        return self._records.append_all(drafts)

    def lines(
        self, *, kinds: Collection[str] | None = None, after: int = 0, until: int | None = None
    ) -> tuple[Line, ...]:
        """List without details."""
        return self._records.lines(kinds=kinds, after=after, until=until)

    def entries(
        self, *, kinds: Collection[str] | None = None, after: int = 0, until: int | None = None
    ) -> tuple[Entry, ...]:
        """Read in full what this person may read."""
        found = self._records.entries(kinds=kinds, after=after, until=until)
        return tuple(self._shown(entry) for entry in found)

    def last(self, kind: str) -> Entry | None:
        """Read the newest entry of a kind."""
        found = self._records.last(kind)
        return None if found is None else self._shown(found)

    def verify(self, since: Anchor | None = None) -> Chain:
        """Check every entry and the chain."""
        return self._records.verify(since)

    def hidden_files(self) -> frozenset[str]:
        """Return the files that are not for this person."""
        return frozenset(
            str(entry.detail.get(FILE))
            for entry in self._records.entries()
            if not self._sees(entry) and FILE in entry.detail
        )

    def _shown(self, entry: Entry) -> Entry:
        if self._sees(entry):
            return entry
        known = {key: value for key, value in entry.detail.items() if key in KEPT}
        return replace(entry, detail=known)

    def _sees(self, entry: Entry) -> bool:
        record = as_record(entry)
        return record is None or seen_by(record, self._person)


class SharedStore(EvidenceStore):
    """The files this person may take away."""

    def __init__(
        self,
        folder: Path,
        key: bytes,
        *,
        chance: Callable[[int], bytes],
        hidden: frozenset[str],
    ) -> None:
        super().__init__(folder, key, chance=chance)
        self._hidden = hidden

    def ids(self) -> tuple[str, ...]:
        """List the files, without those that are reserved."""
        return tuple(id_ for id_ in super().ids() if id_ not in self._hidden)
