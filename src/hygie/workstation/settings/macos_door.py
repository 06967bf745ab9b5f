"""The door to the settings of a Mac: its own documented tools, in their untranslated answers."""

import re
from collections.abc import Callable, Mapping

from hygie.workstation.machine import Machine, MachineRefusedError
from hygie.workstation.settings.door import Act, Look, Place, Step, Store, Value

FIREWALL = "/usr/libexec/ApplicationFirewall/socketfilterfw"
HOST = "-currentHost"
"""Before the domain: the choice of this Mac alone, never of one the account was moved from."""

TYPES: Mapping[str, str] = {"Type is boolean": "bool", "Type is integer": "int"}
NO_STATE = "macOS n'a pas dit si son coupe-feu est activé."
ALL_BLOCKED = "Le coupe-feu bloque déjà toutes les connexions : Hygie n'y touche pas."
ODD_TYPE = "Ce réglage de macOS a une forme que Hygie ne saurait pas remettre."

_STATE = re.compile(r"\(State = ([0-2])\)")
_VALUE = re.compile(r"-?[0-9]{1,9}")


class MacosDoor:
    """A WritableMachine; see linux_door for the arguments."""

    def __init__(self, look: Look, act: Act) -> None:
        self._look, self._act = look, act

    def get(self, place: Place) -> Value | None:
        """Look at a place; see WritableMachine.get."""
        return LOOKERS[place.store](self._look(), place)

    def put(self, place: Place, value: Value | None) -> None:
        """Change a place; see WritableMachine.put."""
        for step in STEPPERS[place.store](place, value):
            self._act(step)


def _look_firewall(machine: Machine, _place: Place) -> Value:
    output = machine.run((FIREWALL, "--getglobalstate"))
    found = _STATE.search(output.text) if output.code == 0 else None
    if found is None:
        raise MachineRefusedError(NO_STATE)
    if found[1] == "2":
        raise MachineRefusedError(ALL_BLOCKED)
    return int(found[1])


def _firewall_steps(_place: Place, value: Value | None) -> tuple[Step, ...]:
    state = "on" if value == 1 else "off"
    return (Step(command=(FIREWALL, "--setglobalstate", state), elevated=True),)


def _look_defaults(machine: Machine, place: Place) -> Value | None:
    """Return «bool 1» or «int 600»: the type is put back too."""
    kind = machine.run(("defaults", *_where(place, "read-type")))
    if kind.code != 0:
        return None
    value = machine.run(("defaults", *_where(place, "read"))).text.strip()
    known = TYPES.get(kind.text.strip())
    if known is None or not _VALUE.fullmatch(value):
        raise MachineRefusedError(ODD_TYPE)
    return f"{known} {value}"


def _defaults_steps(place: Place, value: Value | None) -> tuple[Step, ...]:
    if value is None:
        return (Step(command=("defaults", *_where(place, "delete")), elevated=place.elevated),)
    kind, _, number = str(value).partition(" ")
    written = {"0": "false", "1": "true"}.get(number, number) if kind == "bool" else number
    words = ("defaults", *_where(place, "write"), f"-{kind}", written)
    return (Step(command=words, elevated=place.elevated),)


def _where(place: Place, verb: str) -> tuple[str, ...]:
    host, space, domain = place.where.rpartition(" ")
    return (*([host] if space else []), verb, domain, place.name)


LOOKERS: Mapping[Store, Callable[[Machine, Place], Value | None]] = {
    Store.APPLICATION_FIREWALL: _look_firewall,
    Store.DEFAULTS: _look_defaults,
}
STEPPERS: Mapping[Store, Callable[[Place, Value | None], tuple[Step, ...]]] = {
    Store.APPLICATION_FIREWALL: _firewall_steps,
    Store.DEFAULTS: _defaults_steps,
}
