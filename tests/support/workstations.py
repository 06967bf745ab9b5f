"""Other workstations of a practice, and the files they send."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hygie.audit.workstation_file_format import WorkstationFile, write_file
from hygie.audit.workstation_file_words import NO_OBJECT, SOURCE, absent
from hygie.audit.workstation_key import Key, fingerprint, key_of
from hygie.catalogue.loader import load_catalogue
from hygie.core.readings import Fact, FactType, Inapplicable, Observed, Reading, Value
from support.builders import NOW

OTHER = "poste-0123abcd"
THIRD = "poste-89abcdef"
LOCKED, DELAY = "session.lock_enabled", "session.lock_delay"
VALUES: dict[FactType, Value] = {
    FactType.BOOLEAN: True,
    FactType.INTEGER: 1,
    FactType.TEXT: "essai",
    FactType.LIST: (),
    FactType.DATE: "2026-11-01",
}


def a_key(rank: int = 1) -> Key:
    return key_of(bytes([rank]) * 32)


def print_of(key: Key) -> str:
    return fingerprint(key.public)


def an_observation(fact: str, value: Value, *, poste: str = OTHER, at: datetime = NOW) -> Observed:
    return Observed(fact=fact, workstation=poste, value=value, source=SOURCE, at=at)


def a_file(key: Key | None = None, **changes: Any) -> WorkstationFile:
    at = changes.get("at", NOW - timedelta(hours=1))
    poste = changes.get("workstation", OTHER)
    plain = WorkstationFile(
        workstation=poste,
        system="windows",
        version="0.1.0",
        at=at,
        public=(key or a_key()).public,
        readings=(an_observation(LOCKED, True, poste=poste, at=at),),
    )
    return replace(plain, **changes)


def as_received(file: WorkstationFile) -> WorkstationFile:
    """Return a file as it is known once received: what it does not say is unreadable there."""
    missing = absent(file.readings, load_catalogue().facts, file.workstation, file.at)
    return replace(file, readings=(*file.readings, *missing))


def every_fact(
    *, poste: str = OTHER, at: datetime, but: Iterable[Reading] = ()
) -> tuple[Reading, ...]:
    """Return a reading of each fact of the vocabulary, ``but`` those given."""
    given = {reading.fact: reading for reading in but}
    facts = load_catalogue().facts.values()
    return tuple(given.get(fact.id) or _nothing_wrong(fact, poste, at) for fact in facts)


def _nothing_wrong(fact: Fact, poste: str, at: datetime) -> Reading:
    return Inapplicable(fact=fact.id, workstation=poste, reason=NO_OBJECT, at=at)


def signed(key: Key | None = None, **changes: Any) -> dict[str, Any]:
    """Return the document of a file, as it is once read back from the disk."""
    by = key or a_key()
    document: dict[str, Any] = json.loads(json.dumps(write_file(a_file(by, **changes), by)))
    return document


def sent(folder: Path, key: Key | None = None, **changes: Any) -> str:
    """Write a file on the disk; return its path."""
    path = folder / f"poste-{len(list(folder.iterdir()))}.json"
    path.write_text(json.dumps(signed(key, **changes)), "utf-8")
    return str(path)
