"""What a package manager says of its updates, whichever it is."""

from dataclasses import dataclass, field
from datetime import datetime

NO_ANSWER = "Le gestionnaire de logiciels n'a pas donné de réponse reconnue."


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A value and where it was read."""

    value: bool | int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Updates:
    """What is known; a text instead of a value is the reason why it is not."""

    automatic: Known | str = NO_ANSWER
    pending: Known | str = NO_ANSWER
    security: Known | str = NO_ANSWER
    checked: datetime | None = None
    checked_source: str = field(default="")
