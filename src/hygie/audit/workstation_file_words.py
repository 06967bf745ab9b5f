"""What is kept of the words of a workstation file: those of our own tables, and none else.

Who holds a key may write anything: a list or a reason could carry a name or a secret.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache

from hygie.catalogue.tables import load_programs, load_systems
from hygie.core.readings import Fact, FactType, Inapplicable, Observed, Reading, Unreadable

SOURCE = "fichier de poste"
OTHER = "autre"
"""Stands for a program or a system that our tables do not have."""

NOT_READ = "N'a pas pu être lu sur ce poste."
NO_OBJECT = "Sans objet sur ce poste, d'après son fichier."
ABSENT = "Absent du fichier de ce poste."
LOOK = "Sur ce poste, « hygie poste » dit pourquoi et où regarder."
AGAIN = (
    "Mettez Hygie à jour sur ce poste, puis refaites son fichier : hygie poste --sortie FICHIER."
)
SYSTEMS = frozenset({"windows", "macos", "linux"})
VERSION = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){0,3}( [0-9]{2}h[12])?")


def known_system(system: str) -> str:
    """Return the family of a system; «autre» when it is none of the three."""
    return system if system in SYSTEMS else OTHER


def with_our_words(reading: Reading, fact: Fact, system: str) -> Reading:
    """Return the reading with no word of its writer's: values of our tables, our own sentences."""
    match reading:
        case Observed(value=tuple() as value):
            return replace(reading, value=_programs(value), source=SOURCE)
        case Observed(value=str() as value) if fact.type is FactType.TEXT and not fact.values:
            return replace(reading, value=_system(value, system), source=SOURCE)
        case Observed():
            return replace(reading, source=SOURCE)
        case Unreadable(reason=reason):
            if reason == ABSENT:  # ours already: the file was kept, and is read again
                return replace(reading, remedy=AGAIN)
            return replace(reading, reason=NOT_READ, remedy=LOOK)
        case Inapplicable():
            return replace(reading, reason=NO_OBJECT)


def absent(
    readings: Iterable[Reading], vocabulary: Mapping[str, Fact], workstation: str, at: datetime
) -> Iterator[Reading]:
    """Say of each fact of which the file says nothing that it was not read there."""
    said = {reading.fact for reading in readings}
    for fact in vocabulary:
        if fact not in said:
            yield Unreadable(fact=fact, workstation=workstation, reason=ABSENT, remedy=AGAIN, at=at)


def _programs(given: Iterable[str]) -> tuple[str, ...]:
    known = _known_programs()
    return tuple(dict.fromkeys(each if each in known else OTHER for each in given))


def _system(name: str, family: str) -> str:
    """Keep the name of a system that our table has, or another version of one of those."""
    systems = load_systems()
    first, _, version = name.partition(" ")
    families = SYSTEMS | {each.partition(" ")[0] for each in systems}
    if name in systems or (first in families and (not version or VERSION.fullmatch(version))):
        return name
    return family


@cache
def _known_programs() -> frozenset[str]:
    return frozenset(str(entry["id"]) for entry in load_programs())
