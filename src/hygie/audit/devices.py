"""The phones and tablets of a practice: one guided sheet each, six points, no name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from hygie.audit.fields import flag, moment, objects, text
from hygie.audit.json_files import FORMAT, UNCHANGED
from hygie.catalogue.loader import OUT_OF_FORM, damaged, read_toml
from hygie.core.errors import MisusedError
from hygie.core.records import Answer

CONTENT = Path(__file__).with_name("devices.toml")
MOST_DEVICES = 99
NAME = re.compile(r"(telephone|tablette)-([1-9][0-9]?)")
GIVEN = (Answer.YES, Answer.NO, Answer.UNKNOWN, Answer.NOT_CONCERNED)


class Kind(StrEnum):
    """What the device is."""

    PHONE = "telephone"
    TABLET = "tablette"


class System(StrEnum):
    """Whose settings it has."""

    IOS = "ios"
    ANDROID = "android"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One question of the sheet; see devices.toml."""

    id: str
    short: str
    question: str
    why: str
    decides: bool
    none: str
    where: Mapping[System, str]
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One device: an anonymous name, and what was answered of it on that day."""

    name: str
    kind: Kind
    system: System
    at: datetime
    points: Mapping[str, Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Devices:
    """All that is known; ``complete`` when somebody said that there is no other."""

    each: tuple[Device, ...] = ()
    complete: bool = False

    def named(self, name: str) -> Device | None:
        """Find a device by its name."""
        return next((device for device in self.each if device.name == name), None)

    def new_name(self, kind: Kind) -> str:
        """Return the first name that is free."""
        taken = {device.name for device in self.each}
        free = (f"{kind}-{rank}" for rank in range(1, MOST_DEVICES + 1))
        return next(name for name in free if name not in taken)

    def put(self, device: Device) -> "Devices":
        """Return these with one added, or answered anew."""
        others = [each for each in self.each if each.name != device.name]
        return Devices(each=_sorted([*others, device]), complete=self.complete)


def say_name(name: str) -> str:
    """Say «téléphone 1»."""
    kind, _, rank = name.partition("-")
    return f"{'téléphone' if kind == Kind.PHONE else 'tablette'} {rank}"


def load_points() -> tuple[Point, ...]:
    """Read the six points. Raises CatalogueError when they are out of form."""
    try:
        return tuple(
            Point(
                id=entry["id"],
                short=entry["short"],
                question=entry["question"],
                why=entry["why"],
                decides=entry["decides"],
                none=entry.get("none", ""),
                where={system: entry[system.value] for system in System},
                fix=entry["fix"],
            )
            for entry in read_toml(CONTENT)["point"]
        )
    except OUT_OF_FORM as error:
        raise damaged(CONTENT.name, repr(error)) from error


def write_devices(devices: Devices) -> dict[str, Any]:
    """Return the document of these devices."""
    return {
        "format": FORMAT,
        "complet": devices.complete,
        "appareils": [
            {
                "appareil": device.name,
                "genre": device.kind.value,
                "systeme": device.system.value,
                "le": device.at.isoformat(),
                "points": {id_: answer.value for id_, answer in device.points.items()},
            }
            for device in devices.each
        ],
    }


def read_devices(document: Mapping[str, Any], now: datetime) -> Devices:
    """Read the document back, or the one a provider wrote. Raises MisusedError."""
    try:
        return _read_devices(document, {point.id: point for point in load_points()}, now)
    except (AttributeError, KeyError, ValueError, TypeError) as error:
        raise MisusedError(
            "Le fichier des appareils n'a pas la forme attendue.",
            hint=f"« hygie appareils --json » en donne un exemple. {UNCHANGED}",
        ) from error


def _read_devices(
    document: Mapping[str, Any], points: Mapping[str, Point], now: datetime
) -> Devices:
    each = [_read(entry, points, now) for entry in objects(document, "appareils")]
    if (
        set(document) != {"format", "complet", "appareils"}
        or len({device.name for device in each}) < len(each)
        or len(each) > MOST_DEVICES
    ):
        raise ValueError(len(each))
    return Devices(each=_sorted(each), complete=flag(document, "complet"))


def _read(entry: Mapping[str, Any], points: Mapping[str, Point], now: datetime) -> Device:
    name, kind, at = text(entry, "appareil"), Kind(text(entry, "genre")), moment(entry, "le")
    given = {id_: Answer(answer) for id_, answer in entry["points"].items()}
    allowed = all(
        answer in GIVEN and (answer is not Answer.NOT_CONCERNED or points[id_].none)
        for id_, answer in given.items()
    )
    found = NAME.fullmatch(name)
    whole = set(entry) == {"appareil", "genre", "systeme", "le", "points"}
    if not (found and found[1] == kind and whole and allowed and set(given) == set(points)):
        raise ValueError(name)
    if at > now:
        raise ValueError(at)
    ordered = {id_: given[id_] for id_ in points}
    return Device(name=name, kind=kind, system=System(entry["systeme"]), at=at, points=ordered)


def _sorted(devices: Iterable[Device]) -> tuple[Device, ...]:
    def rank(device: Device) -> tuple[bool, int]:
        return (device.kind is not Kind.PHONE, int(device.name.rpartition("-")[2]))

    return tuple(sorted(devices, key=rank))
