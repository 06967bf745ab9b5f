"""What the journal keeps of the team: who was declared, changed, left. Ids, never a name."""

from collections.abc import Iterable, Mapping

from hygie.practice.records import ACT, Line

TEAM = "equipe"
"""The word of the summary; for ever. It holds «what:who», as «secretaire:…» or «depart:…»."""

ROLE_WORDS: Mapping[str, str] = {
    "associe": "associé",
    "remplacant": "remplaçant",
    "secretaire": "secrétaire",
}
"""The roles whose word has an accent or a cedilla."""


def team_act(line: Line) -> tuple[str, str]:
    """Return what was done, and the id of whom; empty when the line is about something else."""
    told = line.summary.get(TEAM) if line.kind == ACT else None
    if not isinstance(told, str):
        return "", ""
    what, _, person = told.partition(":")
    return what, person


def people_named(lines: Iterable[Line]) -> frozenset[str]:
    """Return the ids of everybody the journal tells of."""
    return frozenset(person for line in lines if (person := team_act(line)[1]))


def role_word(role: str) -> str:
    """Write a role as it is read: «associé»; a word nobody knows is left as it is."""
    return ROLE_WORDS.get(role, role)
