"""Properties of Xfce, as a setting wants them."""

from collections.abc import Iterable

from hygie.workstation.settings.door import Change, Place, Sight, Store, Wanted, changes
from hygie.workstation.xfconf_live import shipped_channel


def prop(channel: str, name: str, value: str, said: str) -> Wanted:
    """Build what is wanted of one property, «bool true» or «int 10»."""
    return Wanted(place=Place(store=Store.XFCONF, where=channel, name=name), value=value, said=said)


def changed_props(sight: Sight, wanted: Iterable[Wanted]) -> tuple[Change, ...]:
    """Return what must change; what the system came with is followed rather than copied."""
    return changes(sight, [_following(sight, each) for each in wanted])


def _following(sight: Sight, wanted: Wanted) -> Wanted:
    shipped = shipped_channel(sight.machine, sight.context, wanted.place.where)
    if " ".join(shipped.get(wanted.place.name, ())) != wanted.value:
        return wanted
    return Wanted(place=wanted.place, value=None, said=wanted.said)
