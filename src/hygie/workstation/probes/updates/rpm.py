"""Updates of Fedora and the Red Hat family (dnf), and of openSUSE (zypper).

Both are asked from their cache only: dnf(8) «-C», zypper(8) «--no-refresh».
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from hygie.workstation.machine import Entry, EntryKind, Machine, MachineRefusedError, MissingError
from hygie.workstation.probes.updates.found import NO_ANSWER, Known, Updates
from hygie.workstation.section_files import parse_boolean, parse_sections, text_of
from hygie.workstation.services import read_units

DNF = ("dnf", "-C", "-q", "check-update")
DNF_SECURITY = (*DNF, "--security")
DNF_SECONDS = 20.0
DNF_NONE, DNF_SOME = 0, 100
"""Exit codes of `dnf check-update`; every other one is a failure."""

DNF4_CACHE = "/var/cache/dnf"
DNF4_FILES = (".solv", "last_makecache")
DNF5_CACHE = "/var/cache/libdnf5"
DNF_SETTINGS = "/etc/dnf/automatic.conf"
DNF_TIMERS = ("dnf-automatic.timer", "dnf5-automatic.timer", "dnf-automatic-install.timer")
OSTREE_SETTINGS = "/etc/rpm-ostreed.conf"
OSTREE_TIMER = "rpm-ostreed-automatic.timer"
OSTREE_POLICIES = frozenset({"stage", "apply"})

ZYPPER = ("zypper", "--non-interactive", "--no-refresh", "--xmlout")
ZYPPER_UPDATES = (*ZYPPER, "list-updates")
ZYPPER_SECURITY = (*ZYPPER, "list-patches", "--category", "security")
ZYPPER_SECONDS = 20.0
ZYPPER_CACHE = "/var/cache/zypp/raw"
ZYPPER_SETTINGS = "/etc/sysconfig/automatic_online_update"

_DNF_LINE = re.compile(r"\S{1,200}\.[a-z0-9_]{1,20}\s{1,200}\S{1,200}\s{1,200}\S{1,200}\s{0,200}")
_DNF_OBSOLETE = "Obsoleting"
_ZYPPER_END = "</update-list>"
_ZYPPER_UPDATE = re.compile(r"<update\s([^<>]{0,2000})>")
_APPLIED = 'status="applied"'
_ZYPPER_CRON = re.compile(r'^AOU_ENABLE_CRONJOB="?(true|false)"?\s*$', re.MULTILINE)


def read_dnf(machine: Machine) -> Updates:
    """Ask dnf, version 4 or 5. Without a cache it would find nothing to do, and be wrong."""
    checked = _newest(
        each
        for each in (*_entries(machine, DNF4_CACHE), *_entries(machine, DNF5_CACHE))
        if each.kind is EntryKind.FOLDER or each.name.endswith(DNF4_FILES)
    )
    if checked is None:
        return Updates(automatic=_dnf_automatic(machine))
    return Updates(
        automatic=_dnf_automatic(machine),
        pending=_dnf_count(machine, DNF),
        security=_dnf_count(machine, DNF_SECURITY),
        checked=checked,
        checked_source=f"{DNF4_CACHE}, {DNF5_CACHE}",
    )


def read_zypper(machine: Machine) -> Updates:
    """Ask zypper; its security updates come as patches, which are what is counted."""
    return Updates(
        automatic=_zypper_automatic(machine),
        pending=_zypper_count(machine, ZYPPER_UPDATES),
        security=_zypper_count(machine, ZYPPER_SECURITY),
        checked=_newest(_entries(machine, ZYPPER_CACHE)),
        checked_source=ZYPPER_CACHE,
    )


def parse_check_update(code: int, text: str) -> int | None:
    """Count the packages of `dnf check-update`: «name.architecture version source» lines."""
    lines = [line for line in text.split("\n") if line.strip()]
    if code == DNF_NONE:
        return None if lines else 0
    if code != DNF_SOME:
        return None
    ends = [rank for rank, line in enumerate(lines) if line.startswith(_DNF_OBSOLETE)]
    kept = lines[: ends[0]] if ends else lines
    return len(kept) if kept and all(map(_DNF_LINE.fullmatch, kept)) else None


def parse_zypper(text: str) -> int | None:
    """Count the updates of zypper's XML still to be made; None when its list does not end."""
    if _ZYPPER_END not in text:
        return None
    return sum(_APPLIED not in attributes for attributes in _ZYPPER_UPDATE.findall(text))


def parse_automatic(text: str, timers: Mapping[str, bool]) -> bool:
    """Tell whether dnf-automatic installs what it finds: told so in its file, or by its timer."""
    if timers.get("dnf-automatic-install.timer"):
        return True
    applies = parse_sections(text).get("commands", {}).get("apply_updates", "")
    return any(timers.values()) and parse_boolean(applies) is True


def _dnf_automatic(machine: Machine) -> Known | str:
    units = read_units(machine, (*DNF_TIMERS, OSTREE_TIMER))
    if units is None:
        return NO_ANSWER
    timers = {name: unit.used for name, unit in zip(DNF_TIMERS, units, strict=False)}
    try:
        text = text_of(machine, DNF_SETTINGS)
        daemon = parse_sections(text_of(machine, OSTREE_SETTINGS)).get("Daemon", {})
    except MachineRefusedError as refusal:
        return refusal.reason
    if units[-1].used and daemon.get("AutomaticUpdatePolicy") in OSTREE_POLICIES:
        return Known(value=True, source=OSTREE_SETTINGS)
    return Known(value=parse_automatic(text, timers), source=DNF_SETTINGS)


def _zypper_automatic(machine: Machine) -> Known | str:
    """Read what YaST set up; other ways exist, so that its absence tells nothing."""
    try:
        found = _ZYPPER_CRON.findall(text_of(machine, ZYPPER_SETTINGS))
    except MachineRefusedError as refusal:
        return refusal.reason
    return Known(value=found[-1] == "true", source=ZYPPER_SETTINGS) if found else NO_ANSWER


def _dnf_count(machine: Machine, command: tuple[str, ...]) -> Known | str:
    try:
        output = machine.run(command, seconds=DNF_SECONDS)
    except MachineRefusedError as refusal:
        return refusal.reason
    count = parse_check_update(output.code, output.text)
    return NO_ANSWER if count is None else Known(value=count, source=" ".join(command))


def _zypper_count(machine: Machine, command: tuple[str, ...]) -> Known | str:
    try:
        output = machine.run(command, seconds=ZYPPER_SECONDS)
    except MachineRefusedError as refusal:
        return refusal.reason
    count = parse_zypper(output.text) if output.code == 0 else None
    return NO_ANSWER if count is None else Known(value=count, source=" ".join(command))


def _newest(entries: Iterable[Entry]) -> datetime | None:
    return max((each.modified for each in entries), default=None)


def _entries(machine: Machine, folder: str) -> tuple[Entry, ...]:
    try:
        return machine.entries(folder)
    except MissingError:
        return ()
