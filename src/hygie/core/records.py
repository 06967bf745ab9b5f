"""What people declare and do: answers, evidence, acts. Never readings of a machine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

ANSWER = "answer"


class Answer(StrEnum):
    """The five things a practitioner may say of a measure."""

    YES = "oui"
    PARTLY = "en_partie"
    NO = "non"
    UNKNOWN = "ne_sait_pas"
    NOT_CONCERNED = "sans_objet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One thing declared or done, with the day it stops being worth anything.

    ``kind`` is ``answer`` or the id of an evidence kind of the measure; the term belongs to the
    kind. ``by`` is a role, never a name. ``workstation`` is None when it holds for the practice.
    """

    measure: str
    kind: str
    at: datetime
    expires: datetime | None
    by: str
    workstation: str | None = None
    detail: Mapping[str, str] = field(default_factory=dict)

    def is_current(self, now: datetime) -> bool:
        """Tell whether the record still counts; one dated in the future proves nothing today."""
        return self.at <= now and (self.expires is None or now < self.expires)
