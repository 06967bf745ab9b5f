"""What a look into the browsers of a home folder finds. No name of a profile is ever kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hygie.workstation.machine import (
    Context,
    Entry,
    EntryKind,
    Machine,
    MissingError,
)

PROFILES = 200
"""More folders than that under one browser is not a home we can look into in time."""

TOO_MANY = "Le navigateur a trop de profils pour être lu."

Roots = Mapping[str, tuple[str, ...]]
"""Folders under the home (or under its configuration folder) by browser."""

Places = Iterable[tuple[str, str]]
"""Each browser with each whole path it may use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One profile in use. ``passwords`` is None when they could not be counted: see ``reason``.

    ``primary`` tells whether a primary password protects them; None when that could not be told.
    """

    browser: str
    passwords: int | None
    primary: bool | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The profiles found; unless ``reason`` is empty, some may have been missed."""

    profiles: tuple[Profile, ...] = ()
    reason: str = ""


def join(looks: Iterable[Look]) -> Look:
    """Put looks together; the first reason for having missed something is kept."""
    known = tuple(looks)
    return Look(
        profiles=tuple(profile for look in known for profile in look.profiles),
        reason=next((look.reason for look in known if look.reason), ""),
    )


def places(context: Context, roots: Roots) -> Places:
    """Return each browser with each folder it may use, the configuration folder being movable."""
    usual = f"{context.home}/.config"
    moved = context.environment.get("XDG_CONFIG_HOME", "").rstrip("/")
    elsewhere = moved.startswith("/") and "\0" not in moved and moved != usual
    for browser, folders in roots.items():
        for folder in folders:
            yield browser, f"{context.home}/{folder}"
            if elsewhere and folder.startswith(".config/"):
                yield browser, f"{moved}/{folder.removeprefix('.config/')}"


def subfolders(entries: Iterable[Entry]) -> list[str]:
    """Return the names that may be folders, links included: a profile may live on another disk."""
    return [entry.name for entry in entries if entry.kind in (EntryKind.FOLDER, EntryKind.LINK)]


def names(machine: Machine, folder: str) -> frozenset[str]:
    """Return what a folder holds; a folder that is not there holds nothing."""
    try:
        return frozenset(entry.name for entry in machine.entries(folder))
    except MissingError:
        return frozenset()
