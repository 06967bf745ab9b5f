"""Keys of GNOME, Cinnamon and MATE, as a setting wants them."""

from collections.abc import Iterable, Mapping

from hygie.workstation.desktop import gsettings
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.door import Change, Place, Sight, Store, Wanted, changes

NO_SCHEMA = "Les réglages de ce bureau ne sont pas installés."
Keys = Mapping[str, str]


def schema_of(sight: Sight, schema: str, *, needed: bool = True) -> Keys:
    """Return the values in force of a schema; nothing for one that is not installed."""
    keys = gsettings(sight.machine, sight.context, schema)
    if keys is None and needed:
        raise MachineRefusedError(NO_SCHEMA)
    return keys or {}


def key(schema: str, name: str, value: str, said: str) -> Wanted:
    """Build what is wanted of one key, as GVariant text."""
    return Wanted(
        place=Place(store=Store.GSETTINGS, where=schema, name=name), value=value, said=said
    )


def changed_keys(sight: Sight, wanted: Iterable[Wanted]) -> tuple[Change, ...]:
    """Return what must change; a key whose default is already right is left alone."""
    every = list(wanted)
    schemas = {each.place.where for each in every}
    in_force = {schema: schema_of(sight, schema, needed=False) for schema in schemas}
    return changes(
        sight,
        [
            each
            for each in every
            if in_force[each.place.where].get(each.place.name) not in {None, each.value}
        ],
    )
