"""From the tables of a TOML file to values; each function reads one kind of entry.

They raise the errors of OUT_OF_FORM on a malformed entry; the loader names the file.
"""

from collections.abc import Mapping
from operator import index
from typing import Any

from hygie.core.measures import (
    Actor,
    EvidenceKind,
    Measure,
    Origin,
    Recipient,
    Role,
    Source,
    SourceStatus,
    Threat,
    Wanted,
)
from hygie.core.predicates import from_mapping
from hygie.core.readings import Fact, FactType
from hygie.core.records import Answer

Entry = Mapping[str, Any]


def read_fact(entry: Entry) -> Fact:
    """Read one line of the vocabulary."""
    return Fact(
        id=entry["id"],
        probe=entry["probe"],
        type=FactType(entry["type"]),
        label=entry["label"],
        unit=entry.get("unit", ""),
        network=entry.get("network", False),
        values=tuple(entry.get("values", ())),
    )


def read_source(entry: Entry) -> Source:
    """Read one source and its status."""
    return Source(
        id=entry["id"],
        title=entry["title"],
        publisher=entry["publisher"],
        status=SourceStatus(entry["status"]),
        url=entry.get("url", ""),
        note=entry.get("note", ""),
    )


def read_measure(entry: Entry) -> Measure:
    """Read one measure: the official line, then ours."""
    return Measure(
        id=entry["id"],
        number=index(entry["number"]),
        origin=Origin(entry["origin"]),
        title=entry["title"],
        short=entry["short"],
        section=entry["section"],
        chapter=entry["chapter"],
        local=entry["local"],
        cloud=entry["cloud"],
        several_users_only=entry.get("several_users_only", False),
        computers_only=entry.get("computers_only", False),
        first_on_phones=entry.get("first_on_phones", False),
        threats=tuple(Threat(threat) for threat in entry["threats"]),
        who=Actor(entry["who"]),
        minutes=entry["minutes"],
        question=entry["question"],
        action=entry["action"],
        answers={Answer(key): label for key, label in entry["answers"].items()},
        answer_days=entry["answer_days"],
        deferred=entry.get("deferred", False),
        message_for=Recipient(entry["message_for"]) if "message_for" in entry else None,
        wants=tuple(read_wanted(wanted) for wanted in entry.get("wants", ())),
        evidence=tuple(read_evidence(kind) for kind in entry.get("evidence", ())),
        sources=tuple(entry["sources"]),
        formerly=tuple(entry.get("formerly", ())),
        instead_of=str(entry.get("instead_of", "")),
    )


def read_wanted(entry: Entry) -> Wanted:
    """Read one wanted fact; only a hint may come without a comparison."""
    role = Role(entry["role"])
    comparisons = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    predicate = from_mapping(comparisons)
    if predicate is None and role is not Role.HINT:
        raise ValueError(f"{entry['fact']} : il faut une comparaison et une seule")
    return Wanted(
        fact=entry["fact"], role=role, predicate=predicate, failing=entry.get("failing", "")
    )


def read_evidence(entry: Entry) -> EvidenceKind:
    """Read one kind of evidence; without ``days`` the proof carries its own end."""
    return EvidenceKind(
        id=entry["id"],
        label=entry["label"],
        days=entry.get("days"),
        needed=entry.get("needed", False),
    )
