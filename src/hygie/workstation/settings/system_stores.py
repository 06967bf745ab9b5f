"""Places of a Linux system that only its administrator may write: ufw, services, files."""

from hygie.workstation.machine import Machine, MachineRefusedError, MissingError
from hygie.workstation.section_files import text_of
from hygie.workstation.settings.door import Place, Step, Value

UFW_FILE = "/etc/ufw/ufw.conf"
SHOW = ("systemctl", "show", "--no-pager", "--property=LoadState,ActiveState,UnitFileState")
NO_UFW = "L'état du pare-feu ufw n'a pas la forme attendue."
NO_UNIT = "Ce service n'est pas installé, ou il est bloqué par l'administrateur."
NOT_TEXT = "Ce fichier n'est pas un texte : Hygie n'y touche pas."
NOT_SIMPLE = "Ce service est réglé d'une façon que Hygie ne saurait pas remettre."

ON, OFF = "enabled active", "disabled inactive"


def look_ufw(machine: Machine, _place: Place) -> str:
    """Return «yes» or «no», as ufw keeps it."""
    for line in text_of(machine, UFW_FILE).split("\n"):
        key, _, value = line.strip().partition("=")
        if key == "ENABLED" and value.lower() in {"yes", "no"}:
            return value.lower()
    raise MachineRefusedError(NO_UFW)


def ufw_steps(_machine: Machine, _place: Place, value: Value | None) -> tuple[Step, ...]:
    """Switch ufw on or off, now and at each start."""
    words = ("ufw", "--force", "enable") if value == "yes" else ("ufw", "disable")
    return (Step(command=words, elevated=True),)


def look_unit(machine: Machine, place: Place) -> str:
    """Return whether a service starts by itself, and whether it runs."""
    output = machine.run((*SHOW, place.where))
    pairs = (line.partition("=") for line in output.text.split("\n"))
    values = {key: value for key, sign, value in pairs if sign}
    if output.code != 0 or values.get("LoadState") != "loaded":
        raise MachineRefusedError(NO_UNIT)
    state = f"{values.get('UnitFileState', '')} {values.get('ActiveState', '')}"
    if state not in {ON, OFF, "enabled inactive", "disabled active"}:
        raise MachineRefusedError(NOT_SIMPLE)
    return state


def unit_steps(_machine: Machine, place: Place, value: Value | None) -> tuple[Step, ...]:
    """Set how a service starts, and start or stop it."""
    enabled, _, active = str(value or OFF).partition(" ")
    first = "enable" if enabled == "enabled" else "disable"
    second = "start" if active == "active" else "stop"
    if (first, second) in {("enable", "start"), ("disable", "stop")}:
        return (_systemctl(first, "--now", place.where),)
    return (_systemctl(first, place.where), _systemctl(second, place.where))


def look_file(machine: Machine, place: Place) -> str | None:
    """Return a file's text; None when there is no such file."""
    try:
        return machine.read(place.where).decode("utf-8")
    except MissingError:
        return None
    except UnicodeDecodeError as error:
        raise MachineRefusedError(NOT_TEXT) from error


def file_steps(_machine: Machine, place: Place, value: Value | None) -> tuple[Step, ...]:
    """Write a file in place, which keeps its owner and its rights, or take it away."""
    if value is None:
        return (Step(command=("rm", "-f", "--", place.where), elevated=True),)
    return (Step(command=("tee", "--", place.where), elevated=True, text=str(value)),)


def _systemctl(*words: str) -> Step:
    return Step(command=("systemctl", *words), elevated=True)
