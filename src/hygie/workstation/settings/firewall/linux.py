"""Switches on the firewall that is installed, ufw or firewalld; installs none."""

from hygie.workstation.machine import Machine, MachineRefusedError, MissingError
from hygie.workstation.settings.door import Change, Place, Sight, Store, Wanted, changes
from hygie.workstation.settings.system_stores import ON

FOLDERS = ("/usr/sbin", "/usr/bin")
UFW = Place(store=Store.UFW, where="ufw", elevated=True)
FIREWALLD = Place(store=Store.UNIT, where="firewalld.service", elevated=True)
SAID = "Le pare-feu arrête ce qui vient du réseau sans avoir été demandé, dès maintenant."
NONE_HERE = (
    "Aucun pare-feu que Hygie sache activer (ufw, firewalld) n'est installé. "
    "Demandez à votre prestataire."
)


def plan(sight: Sight) -> tuple[Change, ...]:
    """Say what would change; two firewalls are never switched on together."""
    names = _commands(sight.machine)
    if "firewalld" in names and sight.door.get(FIREWALLD) == ON:
        return ()
    if "ufw" in names:
        return changes(sight, [Wanted(place=UFW, value="yes", said=SAID)])
    if "firewalld" in names:
        return changes(sight, [Wanted(place=FIREWALLD, value=ON, said=SAID)])
    raise MachineRefusedError(NONE_HERE)


def _commands(machine: Machine) -> frozenset[str]:
    found: set[str] = set()
    for folder in FOLDERS:
        try:
            found |= {entry.name for entry in machine.entries(folder)}
        except MissingError:
            continue
    return frozenset(found)
