"""Whether the data joined to a dossier is an audit, and which one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from hygie.audit.audit_format import read_audit
from hygie.audit.json_files import parse_document, read_document
from hygie.core.errors import HygieError
from hygie.documents.signing_report import Attachment
from hygie.practice.opening import read_records
from hygie.practice.records import AUDIT
from hygie.terminal.console import Console

DEMONSTRATION = "demonstration"


class JoinedState(StrEnum):
    """What the joined data is; an interface."""

    ABSENT = "absentes"
    UNREADABLE = "illisibles"
    SAME = "egales_a_l_audit_donne"
    DIFFERENT = "differentes_de_l_audit_donne"
    KEPT = "egales_a_un_audit_garde"
    NOT_KEPT = "d_aucun_audit_garde"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The data joined to a document, and the date of the audit it is."""

    state: JoinedState
    at: datetime | None = None

    @property
    def agrees(self) -> bool:
        """Tell whether nothing contradicts what was asked to be compared."""
        return self.state is not JoinedState.DIFFERENT


def joined_to(attachments: Sequence[Attachment], given: Path | None, console: Console) -> Joined:
    """Compare the audit joined to a document with the one given, else with those kept here."""
    files = [one for one in attachments if one.name.lower().endswith(".json")]
    audits = [found for one in files if (found := _audit_in(one)) is not None]
    if not audits:
        unlike = JoinedState.UNREADABLE if files else JoinedState.ABSENT
        return Joined(state=unlike if given is None else JoinedState.DIFFERENT)
    at = audits[0][1]
    if given is not None:
        expected = read_document(given, "L'audit à comparer")
        same = all(_same(document, expected) for document, _ in audits)
        return Joined(state=JoinedState.SAME if same else JoinedState.DIFFERENT, at=at)
    kept = _kept(console)
    known = all(any(_same(document, one) for one in kept) for document, _ in audits)
    return Joined(state=JoinedState.KEPT if known else JoinedState.NOT_KEPT, at=at)


def _audit_in(file: Attachment) -> tuple[Mapping[str, Any], datetime] | None:
    if file.content is None:
        return None
    try:
        document = parse_document(file.content, "Le fichier joint")
        return document, read_audit(_bare(document)).at
    except HygieError:
        return None


def _kept(console: Console) -> list[Mapping[str, Any]]:
    try:
        return [one.detail for one in read_records(console.environment).entries(kinds={AUDIT})]
    except HygieError:
        return []


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    first, second = (json.dumps(_bare(each), sort_keys=True) for each in (one, other))
    return first == second


def _bare(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != DEMONSTRATION}
