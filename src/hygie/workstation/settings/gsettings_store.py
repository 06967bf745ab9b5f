"""Places of GNOME, Cinnamon and MATE: keys of dconf, by their schema.

`gsettings` alone cannot tell a key that was never set from one set to its default: `dconf` can,
and without it nothing is changed.
"""

from hygie.workstation.machine import Machine, MachineRefusedError
from hygie.workstation.settings.door import Place, Step, Value

LIST = ("gsettings", "list-schemas", "--print-paths")
NO_SCHEMA = "Ce réglage du bureau n'est pas installé sur ce poste."
NOT_ALLOWED = "Ce réglage est verrouillé par l'administrateur du poste."
NO_ANSWER = "Le bureau n'a pas dit la valeur de ce réglage."


def look(machine: Machine, place: Place) -> str | None:
    """Return the key's own value; None when it follows its default."""
    output = machine.run(("dconf", "read", f"{_path(machine, place.where)}{place.name}"))
    if output.code != 0:
        raise MachineRefusedError(NO_ANSWER)
    return output.text.strip() or None


def steps(machine: Machine, place: Place, value: Value | None) -> tuple[Step, ...]:
    """Set the key, or let it follow its default again."""
    _check_is_writable(machine, place)
    key = (place.where, place.name)
    if value is None:
        return (Step(command=("gsettings", "reset", *key)),)
    return (Step(command=("gsettings", "set", *key, str(value))),)


def _check_is_writable(machine: Machine, place: Place) -> None:
    answer = machine.run(("gsettings", "writable", place.where, place.name))
    if answer.code != 0:
        raise MachineRefusedError(NO_SCHEMA)
    if answer.text.strip() != "true":
        raise MachineRefusedError(NOT_ALLOWED)


def _path(machine: Machine, schema: str) -> str:
    listed = machine.run(LIST)
    for line in listed.text.split("\n") if listed.code == 0 else ():
        name, _, path = line.partition(" ")
        if name == schema and path.startswith("/"):
            return path
    raise MachineRefusedError(NO_SCHEMA)
