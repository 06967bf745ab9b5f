"""What a setting wants of the registry, the keys that hold it included."""

from collections.abc import Iterable, Iterator
from typing import cast

from hygie.workstation.settings.door import Change, Place, Sight, Store, Value, Wanted, changes
from hygie.workstation.windows_machine import WindowsMachine

MANAGED = "Ce réglage est imposé par une règle de ce poste : voyez avec qui le gère."


def windows(sight: Sight) -> WindowsMachine:
    """Return the machine as what it is under Windows."""
    return cast("WindowsMachine", sight.machine)


def value_of(sight: Sight, key: str, name: str) -> Value | None:
    """Look at a value; None when absent."""
    return sight.door.get(Place(store=Store.REGISTRY, where=key, name=name))


def entry(key: str, name: str, value: Value | None, said: str) -> Wanted:
    """Build what is wanted of one value; all but the user's own hive is the administrator's."""
    elevated = not key.upper().startswith("HKCU")
    place = Place(store=Store.REGISTRY, where=key, name=name, elevated=elevated)
    return Wanted(place=place, value=value, said=said)


def registry_changes(sight: Sight, wanted: Iterable[Wanted]) -> tuple[Change, ...]:
    """Return what must change: a key that is not there comes first, and goes last when undone."""
    found: list[Wanted] = []
    for each in wanted:
        held = (entry(key, "", 1, "") for key in parents(each.place.where))
        found.extend(key for key in held if each.value is not None and key not in found)
        found.append(each)
    return changes(sight, found)


def parents(key: str) -> Iterator[str]:
    """Give a key and those above it that may be missing, the highest first."""
    parts = key.split("\\")
    # The first two are a hive and a key that every Windows has.
    for last in range(3, len(parts) + 1):
        yield "\\".join(parts[:last])
