"""What a fact must be for a measure to hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from hygie.core.readings import Value


class Operator(StrEnum):
    """How a value is compared with what is expected."""

    IS = "is"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    ONE_OF = "one_of"
    NONE_OF = "none_of"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """A comparison, as written in the catalogue."""

    operator: Operator
    expected: Value

    def holds(self, value: Value) -> bool | None:
        """Compare; None when the two cannot be compared, which is never a pass nor a fail.

        A date is compared as text: ISO 8601 days sort as they follow one another.
        """
        match self.operator:
            case Operator.IS:
                return value == self.expected if type(value) is type(self.expected) else None
            case Operator.AT_MOST:
                return _ordered(value, self.expected)
            case Operator.AT_LEAST:
                return _ordered(self.expected, value)
            case Operator.ONE_OF:
                shared = _shared(value, self.expected)
                return None if shared is None else bool(shared)
            case Operator.NONE_OF:
                shared = _shared(value, self.expected)
                return None if shared is None else not shared
            case Operator.EMPTY:
                return (not value) == self.expected if isinstance(value, tuple) else None
            case _:
                assert_never(self.operator)


def _ordered(smaller: Value, larger: Value) -> bool | None:
    match smaller, larger:
        case (bool(), _) | (_, bool()):
            return None
        case (int(), int()) | (str(), str()):
            return smaller <= larger  # type: ignore[operator]  # both int or both str, just matched
        case _:
            return None


def _shared(value: Value, expected: Value) -> frozenset[str] | None:
    """Return what a word or list of words has in common with the expected list."""
    if not isinstance(expected, tuple):
        return None
    match value:
        case str():
            return frozenset({value}) & frozenset(expected)
        case tuple():
            return frozenset(value) & frozenset(expected)
        case _:
            return None


def from_mapping(entry: Mapping[str, Value]) -> Predicate | None:
    """Read the one comparison of a catalogue entry; None when there is not exactly one."""
    found = [operator for operator in Operator if operator.value in entry]
    if len(found) != 1:
        return None
    return Predicate(operator=found[0], expected=entry[found[0].value])
