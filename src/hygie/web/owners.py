"""Who acts on each measure: the person it was given to, else whom the catalogue names. Pure."""

from collections.abc import Iterable, Mapping

from hygie.audit.words import ACTORS
from hygie.core.measures import Measure
from hygie.practice.people import Role

ROLES = frozenset(Role)


def owners_of(
    measures: Iterable[Measure], given: Mapping[str, str], names: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Return, by measure, an id and its words; ``given`` holds roles or the ids of people."""
    return {one.id: _owner(one, given.get(one.id, ""), names) for one in measures}


def say_by(by: str, names: Mapping[str, str]) -> str:
    """Say who wrote a record: their role, and their name while it is known."""
    role, _, person = by.partition(":")
    word = say_role(role)
    return f"{word} · {names[person]}" if person in names else word


def say_role(role: str) -> str:
    """Say a role; a word of an older Hygie is said as it was written."""
    return Role(role).word if role in ROLES else role.capitalize()


def _owner(measure: Measure, owner: str, names: Mapping[str, str]) -> tuple[str, str]:
    if owner in names:
        return owner, names[owner]
    if owner in ROLES:
        return owner, say_role(owner)
    return measure.who.value, ACTORS[measure.who]
