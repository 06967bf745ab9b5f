"""The settings channels of Xfce, read from the files xfconfd keeps.

These files are XML: they are read with a parser that refuses any document type, hence any entity.
"""

from collections.abc import Iterable, Mapping
from xml.parsers import expat

from hygie.workstation.machine import Machine, MachineRefusedError, MissingError

FOLDER = "xfce4/xfconf/xfce-perchannel-xml"
DEPTH = 32
PROPERTIES = 10_000
ODD_CHANNEL = "Un fichier de réglages de Xfce n'a pas la forme attendue."

Channel = Mapping[str, tuple[str, str]]
"""The type and the text of each property, by its path («/lock/enabled»)."""


class _RefusedError(Exception):
    """The file is not one that xfconfd writes."""


class _Reader:
    def __init__(self) -> None:
        self.found: dict[str, tuple[str, str]] = {}
        self._names: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._names) > DEPTH or len(self.found) > PROPERTIES:
            raise _RefusedError
        if tag == "property" and self._names:
            self._names.append(attributes.get("name", ""))
            path = "/" + "/".join(self._names[1:])
            self.found[path] = (attributes.get("type", ""), attributes.get("value", ""))
        else:
            # Elements that are no property (the items of an array) hold nothing we look for.
            self._names.append("\0")

    def end(self, _tag: str) -> None:
        self._names.pop()


def read_channel(machine: Machine, folders: Iterable[str], channel: str) -> Channel:
    """Merge a channel's files, the first folder winning; a folder without the file adds nothing.

    Raises MachineRefusedError when a file is refused or is not of the form xfconfd writes.
    """
    merged: dict[str, tuple[str, str]] = {}
    for folder in folders:
        try:
            raw = machine.read(f"{folder}/{FOLDER}/{channel}.xml")
        except MissingError:
            continue
        found = parse_channel(raw)
        if found is None:
            raise MachineRefusedError(ODD_CHANNEL)
        merged = {**found, **merged}
    return merged


def parse_channel(raw: bytes) -> Channel | None:
    """Read one file; None when it is not a channel."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(raw, True)  # noqa: FBT003  # expat takes «this is all» by position only
    except (expat.ExpatError, _RefusedError, ValueError, LookupError):
        return None
    return {path: value for path, value in reader.found.items() if value[0] != "empty"}


def boolean_of(channel: Channel, path: str, *, default: bool) -> bool | None:
    """Return a boolean property; None when it is there and is not a boolean."""
    if path not in channel:
        return default
    kind, text = channel[path]
    return {"true": True, "false": False}.get(text) if kind == "bool" else None


def number_of(channel: Channel, path: str, *, default: int) -> int | None:
    """Return a whole property of zero or more; None when it is there and is not one."""
    if path not in channel:
        return default
    kind, text = channel[path]
    known = kind in {"int", "uint"} and text.isascii() and text.isdecimal()
    return int(text) if known and len(text) <= len("4294967295") else None


def _refuse(*_: object) -> None:
    raise _RefusedError
