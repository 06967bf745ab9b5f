"""Settings files made of «[section]» and «key = value» lines: GDM, LightDM, SDDM, KDE."""

from collections.abc import Mapping

from hygie.workstation.machine import Machine, MissingError

Sections = Mapping[str, Mapping[str, str]]

TRUE = frozenset({"true", "1", "yes", "on"})
FALSE = frozenset({"false", "0", "no", "off"})


def parse_sections(text: str) -> Sections:
    """Read the sections in order; the last value of a key wins, other lines are ignored."""
    sections: dict[str, dict[str, str]] = {}
    current = ""
    for raw in text.split("\n"):
        line = raw.strip()
        if line.startswith("[") and line.endswith("]"):
            current = line[1:-1]
        elif "=" in line and not line.startswith(("#", ";")):
            key, _, value = line.partition("=")
            sections.setdefault(current, {})[key.strip()] = value.strip()
    return sections


def parse_boolean(text: str) -> bool | None:
    """Read a boolean as these programs write it; None for anything else."""
    word = text.strip().lower()
    return True if word in TRUE else (False if word in FALSE else None)


def text_of(machine: Machine, path: str) -> str:
    """Return a file's text, empty when there is no such file; a refusal is not an absence."""
    try:
        return machine.read(path).decode("utf-8", "replace")
    except MissingError:
        return ""


def names_in(machine: Machine, folder: str, ending: str) -> tuple[str, ...]:
    """Return the sorted names of a folder with this ending; none when there is no folder."""
    try:
        return tuple(each.name for each in machine.entries(folder) if each.name.endswith(ending))
    except MissingError:
        return ()
