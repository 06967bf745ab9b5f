"""Whether a restart is awaited: a package asked for it, or a newer kernel is installed."""

import re
from collections.abc import Iterable

from hygie.workstation.machine import Machine, MachineRefusedError, MissingError
from hygie.workstation.packages import read_packages
from hygie.workstation.probes.updates.found import Known

RUN = "/run"
FLAGS = frozenset({"reboot-required", "reboot-needed"})
"""Debian and Ubuntu; openSUSE."""

RELEASE = "/proc/sys/kernel/osrelease"
BUILD = "/proc/sys/kernel/version"
BOOT = "/boot"
MODULES = ("/usr/lib/modules", "/lib/modules")
NO_KERNEL = "Hygie n'a pas pu savoir si le cœur du système (noyau) a changé depuis le démarrage."

_KERNEL = re.compile(r"vmlinuz-([0-9][^\s/]{0,99})")
_DEBIAN = re.compile(r"\bDebian (\S{1,100}) \(")
_NUMBER = re.compile(r"\d{1,9}")


def read_reboot(machine: Machine) -> Known | str:
    """Return whether a restart is awaited, or the reason why that is not known."""
    try:
        if FLAGS & _names(machine, RUN):
            return Known(value=True, source=RUN)
        return _from_kernel(machine)
    except MachineRefusedError as refusal:
        return refusal.reason


def is_behind(running: str, installed: Iterable[str]) -> bool | None:
    """Tell whether a newer kernel of the same flavour is installed than the running one.

    None when the running one is not among the installed ones: a container, a kernel started from
    elsewhere, or one that was removed.
    """
    same = [each for each in installed if _flavour(each) == _flavour(running)]
    if running not in same:
        return None
    return max(map(_numbers, same)) > _numbers(running)


def parse_boot(names: Iterable[str]) -> tuple[str, ...]:
    """Return the releases of the kernels of /boot, rescue ones left out."""
    matches = (_KERNEL.fullmatch(name) for name in names)
    return tuple(match[1] for match in matches if match and "rescue" not in match[1])


def _from_kernel(machine: Machine) -> Known | str:
    running = machine.read(RELEASE).decode("utf-8", "replace").strip()
    modules = frozenset[str]().union(*(_names(machine, path) for path in MODULES))
    behind = is_behind(running, parse_boot(_names(machine, BOOT)))
    if behind or (modules and running not in modules):
        return Known(value=True, source=BOOT)
    if _was_rebuilt(machine, running):
        return Known(value=True, source=BUILD)
    if behind is None and running not in modules:
        return NO_KERNEL
    return Known(value=False, source=BOOT)


def _was_rebuilt(machine: Machine, running: str) -> bool:
    """Tell whether the running kernel's package was replaced since it was started (Debian)."""
    started = _DEBIAN.search(machine.read(BUILD).decode("utf-8", "replace"))
    if started is None:
        return False
    package = f"linux-image-{running}"
    version = read_packages(machine, {package}).versions.get(package)
    return version is not None and version != started[1]


def _flavour(release: str) -> str:
    return _NUMBER.sub("", release).replace(".", "")


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(number) for number in _NUMBER.findall(release))


def _names(machine: Machine, folder: str) -> frozenset[str]:
    try:
        return frozenset(entry.name for entry in machine.entries(folder))
    except MissingError:
        return frozenset()
