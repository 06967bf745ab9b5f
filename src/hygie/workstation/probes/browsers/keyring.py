"""Browsers that keep passwords in the session keyring, where they cannot be counted."""

from hygie.workstation.machine import Machine, MachineRefusedError
from hygie.workstation.probes.browsers.profiles import Look, Places, Profile, join, names

NOT_COUNTED = (
    "Ce navigateur range ses mots de passe dans le trousseau de la session, que Hygie n'ouvre pas."
)


def look(machine: Machine, places: Places) -> Look:
    """Find the browsers of this kind that were used."""
    return join(_in_folder(machine, *place) for place in places)


def _in_folder(machine: Machine, browser: str, folder: str) -> Look:
    try:
        present = names(machine, folder)
    except MachineRefusedError as refusal:
        return Look(reason=refusal.reason)
    if not present:
        return Look()
    used = Profile(browser=browser, passwords=None, primary=None, reason=NOT_COUNTED)
    return Look(profiles=(used,))
