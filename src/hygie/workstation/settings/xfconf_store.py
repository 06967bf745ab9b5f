"""Places of Xfce: properties of a channel, seen and set through its own service.

The service does not say whether a value is the person's or the system's, nor of which type: the
person's own file does, five seconds late.
"""

from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.settings.door import Place, Step, Value
from hygie.workstation.xfconf_live import kind_of, live_values, own_channel, shipped_channel

KINDS = frozenset({"bool", "int", "uint"})
ODD_TYPE = "Ce réglage de Xfce a une forme que Hygie ne saurait pas remettre."


def look(machine: Machine, context: Context, place: Place) -> str | None:
    """Return the property's own value, «bool true» or «int 10»; None when it follows its default.

    Raises MachineRefusedError when it has a type that could not be put back.
    """
    value = live_values(machine, context, place.where).get(place.name)
    if value is None:
        return None
    own = own_channel(machine, context, place.where).get(place.name)
    if own is not None and own[1] == value:
        return _typed(own[0], value)
    shipped = shipped_channel(machine, context, place.where).get(place.name)
    if shipped is not None and shipped[1] == value:
        return None
    # Just set: not in the file yet.
    return _typed(kind_of(value), value)


def steps(_machine: Machine, place: Place, value: Value | None) -> tuple[Step, ...]:
    """Set the property with its type, or let it follow its default again."""
    words = ("xfconf-query", "-c", place.where, "-p", place.name)
    if value is None:
        return (Step(command=(*words, "-r")),)
    kind, _, text = str(value).partition(" ")
    return (Step(command=(*words, "-n", "-t", kind, "-s", text)),)


def _typed(kind: str, value: str) -> str:
    if kind not in KINDS:
        raise MachineRefusedError(ODD_TYPE)
    return f"{kind} {value}"
