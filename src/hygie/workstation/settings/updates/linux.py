"""Installs security updates by themselves: Debian, Ubuntu and what derives from them.

The package unattended-upgrades must be there: Hygie installs nothing.
"""

import re

from hygie.workstation.machine import MachineRefusedError, MissingError
from hygie.workstation.settings.door import Change, Place, Sight, Store, Wanted, changes
from hygie.workstation.settings.system_stores import ON

PATH = "/etc/apt/apt.conf.d/20auto-upgrades"
PROGRAM = "/usr/bin/unattended-upgrade"
DUMP = ("apt-config", "dump")
KEYS = ("APT::Periodic::Update-Package-Lists", "APT::Periodic::Unattended-Upgrade")
OFF = frozenset({"", "0"})
TIMERS = ("apt-daily.timer", "apt-daily-upgrade.timer")
_SETTING = re.compile(r'^(\S{1,200}) "([^"\n]{0,200})";$', re.MULTILINE)

LISTS = "Les correctifs de sécurité s'installent tout seuls."
STARTS = "Le service qui installe les correctifs démarre avec l'ordinateur."
NOT_APT = (
    "Hygie ne sait régler les mises à jour automatiques que sous Debian, Ubuntu et dérivés. "
    "Demandez à votre prestataire."
)
NOT_INSTALLED = (
    "Le programme unattended-upgrades n'est pas installé : demandez-le à votre prestataire."
)


def plan(sight: Sight) -> tuple[Change, ...]:
    """Say what would change in apt's own settings, and of its timers."""
    try:
        dump = sight.machine.run(DUMP)
    except MissingError as error:
        raise MachineRefusedError(NOT_APT) from error
    try:
        sight.machine.read(PROGRAM)
    except MissingError as error:
        raise MachineRefusedError(NOT_INSTALLED) from error
    values = dict(_SETTING.findall(dump.text)) if dump.code == 0 else {}
    if not values:
        raise MachineRefusedError(NOT_APT)
    timers = [
        Wanted(place=Place(store=Store.UNIT, where=name, elevated=True), value=ON, said=STARTS)
        for name in TIMERS
    ]
    return changes(sight, [*_file(sight, values), *timers])


def with_keys(former: str | None) -> str:
    """Return the file's text with both keys on, its other lines as they were."""
    kept = [line for line in (former or "").splitlines() if not line.lstrip().startswith(KEYS)]
    return "\n".join([*kept, *(f'{name} "1";' for name in KEYS), ""])


def _file(sight: Sight, values: dict[str, str]) -> list[Wanted]:
    if all(values.get(name, "") not in OFF for name in KEYS):
        return []
    place = Place(store=Store.FILE, where=PATH, elevated=True)
    former = sight.door.get(place)
    return [Wanted(place=place, value=with_keys(str(former) if former else None), said=LISTS)]
