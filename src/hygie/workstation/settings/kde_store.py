"""Places of KDE Plasma: keys of the user's own settings files, written by KDE's own command."""

from hygie.workstation.desktop import config_folders
from hygie.workstation.machine import Context, Machine, MachineRefusedError, MissingError
from hygie.workstation.section_files import parse_sections, text_of
from hygie.workstation.settings.door import Place, Step, Value

WRITERS = ("kwriteconfig6", "kwriteconfig5")
NO_WRITER = "La commande de KDE qui écrit ses réglages (kwriteconfig) n'est pas installée."


def look(machine: Machine, context: Context, place: Place) -> str | None:
    """Return a key of the user's own file; None when it follows its default."""
    file, _, group = place.where.partition("/")
    folder = next(iter(config_folders(context)))
    return parse_sections(text_of(machine, f"{folder}/{file}")).get(group, {}).get(place.name)


def steps(machine: Machine, place: Place, value: Value | None) -> tuple[Step, ...]:
    """Set a key, or take it away."""
    file, _, group = place.where.partition("/")
    words = (_writer(machine), "--file", file, "--group", group, "--key", place.name)
    if value is None:
        return (Step(command=(*words, "--delete")),)
    return (Step(command=(*words, str(value))),)


def _writer(machine: Machine) -> str:
    for name in WRITERS:
        try:
            machine.run((name, "--version"))
        except MissingError:
            continue
        return name
    raise MachineRefusedError(NO_WRITER)
