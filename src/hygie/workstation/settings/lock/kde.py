"""The lock of KDE Plasma, in kscreenlockerrc; defaults of kscreenlockersettings.kcfg."""

from hygie.workstation.desktop import config_folders
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.section_files import parse_boolean, parse_sections, text_of
from hygie.workstation.settings.door import Change, Place, Sight, Store, Wanted, changes
from hygie.workstation.settings.lock.words import LOCKS, RESUMES, after

FILE, GROUP = "kscreenlockerrc", "Daemon"
FROZEN = "[$i]"
SWITCHES = {
    "Autolock": LOCKS,
    "Lock": LOCKS,
    "RequirePassword": LOCKS,
    "LockOnResume": RESUMES,
}
NOT_ALLOWED = "Ce réglage est verrouillé par l'administrateur du poste."
NEXT_TIME = "Plasma en tient compte à la prochaine ouverture de session."


def plan_kde(sight: Sight) -> tuple[Change, ...]:
    """Say what would change in Plasma's own file."""
    values = _in_force(sight)
    wanted = [
        _key(name, "true", said)
        for name, said in SWITCHES.items()
        if parse_boolean(values.get(name, "true")) is not True
    ]
    return changes(sight, [*wanted, *_delay(values, sight.minutes)])


def _delay(values: dict[str, str], minutes: int) -> list[Wanted]:
    timeout, grace = values.get("Timeout", "5"), values.get("LockGrace", "5")
    try:
        idle, wait = float(timeout), float(grace)
    except ValueError:
        idle, wait = 0.0, 0.0
    if idle > 0 and idle * 60 + wait <= minutes * 60:
        return []
    said = f"{after(minutes)} {NEXT_TIME}"
    return [_key("Timeout", str(minutes), said), _key("LockGrace", "0", said)]


def _in_force(sight: Sight) -> dict[str, str]:
    """Return the keys of all files, the user's own winning; a frozen one stops everything."""
    found: dict[str, str] = {}
    for folder in reversed(list(config_folders(sight.context))):
        for name, keys in parse_sections(text_of(sight.machine, f"{folder}/{FILE}")).items():
            frozen = name == f"{GROUP}][$i" or any(each.endswith(FROZEN) for each in keys)
            if name.startswith(GROUP) and frozen:
                raise MachineRefusedError(NOT_ALLOWED)
            if name == GROUP:
                found |= keys
    return found


def _key(name: str, value: str, said: str) -> Wanted:
    place = Place(store=Store.KDE, where=f"{FILE}/{GROUP}", name=name)
    return Wanted(place=place, value=value, said=said)
