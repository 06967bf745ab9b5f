"""The settings of Xfce in force now, as its own service gives them.

What xfconfd was told reaches its files five seconds later: where it answers, it is believed before
them. Only the files tell what the person chose from what the system came with.
"""

import re
from collections.abc import Mapping

from hygie.workstation.desktop import OTHER_SESSION, config_folders
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.xfconf import Channel, read_channel

NO_SERVICE = "Le service des réglages de Xfce n'a pas répondu."
PROPERTIES = 10_000

_LINE = re.compile(r"(/\S{1,400})\s{2,}(.*)")
_WHOLE = re.compile(r"-?[0-9]{1,10}")


def listing(channel: str) -> tuple[str, ...]:
    """Return the words that list a channel with its values."""
    return ("xfconf-query", "-c", channel, "-l", "-v")


def live_values(machine: Machine, context: Context, channel: str) -> Mapping[str, str]:
    """Return the values in force, those the system came with included, by their path.

    Raises MissingError when the command is missing, MachineRefusedError when it did not answer or
    would answer for another session.
    """
    if context.environment.get("HOME", context.home) != context.home:
        raise MachineRefusedError(OTHER_SESSION)
    output = machine.run(listing(channel))
    lines = output.text.split("\n")
    if output.code != 0 or len(lines) > PROPERTIES:
        raise MachineRefusedError(NO_SERVICE)
    found = [match for line in lines if (match := _LINE.fullmatch(line))]
    values = {match[1]: match[2] for match in found}
    if len(values) < len(found):
        raise MachineRefusedError(NO_SERVICE)
    return values


def own_channel(machine: Machine, context: Context, channel: str) -> Channel:
    """Return what the person's own file holds."""
    return read_channel(machine, [next(iter(config_folders(context)))], channel)


def shipped_channel(machine: Machine, context: Context, channel: str) -> Channel:
    """Return what the system came with."""
    return read_channel(machine, list(config_folders(context))[1:], channel)


def channel_in_force(machine: Machine, context: Context, channel: str) -> Channel:
    """Return a channel as the desktop obeys it now, from its files where the service is silent."""
    files = read_channel(machine, config_folders(context), channel)
    try:
        values = live_values(machine, context, channel)
    except MachineRefusedError:
        return files
    if not values:
        return files
    return {path: (_kind(files.get(path), value), value) for path, value in values.items()}


def kind_of(value: str) -> str:
    """Guess the type of a value the service prints without it; empty for any other."""
    if value in {"true", "false"}:
        return "bool"
    return "int" if _WHOLE.fullmatch(value) else ""


def _kind(written: tuple[str, str] | None, value: str) -> str:
    guessed = kind_of(value)
    return written[0] if written and (written[1] == value or not guessed) else guessed
