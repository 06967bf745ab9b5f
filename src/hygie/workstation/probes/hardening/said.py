"""What one question to Windows gives: a value and where it was read, or a reason."""

from dataclasses import dataclass

from hygie.core.readings import Value

NOT_SAID = "Windows n'a pas dit clairement ce qu'il en est."


@dataclass(frozen=True, slots=True)
class Said:
    """A value, and where it was read."""

    value: Value
    source: str


class NotConcernedError(Exception):
    """The question has no meaning on this workstation. ``reason`` is in French."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
