"""What systemd says of services, by properties that are never translated."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hygie.workstation.machine import Machine, MachineRefusedError

SHOW = (
    "systemctl",
    "show",
    "--no-pager",
    "--property=Id,LoadState,ActiveState,UnitFileState,Listen",
)
LOAD_STATES = frozenset({"stub", "loaded", "not-found", "bad-setting", "error", "merged", "masked"})
ACTIVE_STATES = frozenset(
    {"active", "reloading", "inactive", "failed", "activating", "deactivating", "maintenance"}
)
RUNNING = frozenset({"active", "reloading", "activating"})
ENABLED = frozenset({"enabled", "enabled-runtime", "linked", "linked-runtime", "generated"})

_STREAM = re.compile(r"(\S{1,200}) \(Stream\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One service or socket. ``listens`` are the stream addresses of a socket."""

    present: bool
    active: bool
    enabled: bool
    listens: tuple[str, ...] = ()

    @property
    def used(self) -> bool:
        """Tell whether it runs now or will at the next start."""
        return self.present and (self.active or self.enabled)


def read_units(machine: Machine, names: Sequence[str]) -> tuple[Unit, ...] | None:
    """Ask systemd about these units, all at once; None when it does not answer for each."""
    try:
        output = machine.run((*SHOW, *names))
    except MachineRefusedError:
        return None
    units = parse_units(output.text) if output.code == 0 else ()
    return units if len(units) == len(names) else None


def parse_units(text: str) -> tuple[Unit, ...]:
    """Read one block of ``key=value`` lines per unit, in order; none when a block is odd."""
    units: list[Unit] = []
    for block in text.split("\n\n"):
        if not block.strip():
            continue
        pairs = [line.partition("=") for line in block.strip().split("\n")]
        values = {key: value for key, sign, value in pairs if sign}
        load, active = values.get("LoadState", ""), values.get("ActiveState", "")
        if load not in LOAD_STATES or active not in ACTIVE_STATES:
            return ()
        units.append(
            Unit(
                present=load == "loaded",
                active=active in RUNNING,
                enabled=values.get("UnitFileState", "") in ENABLED,
                listens=_streams(pairs),
            )
        )
    return tuple(units)


def _streams(pairs: Sequence[tuple[str, str, str]]) -> tuple[str, ...]:
    shown = (_STREAM.fullmatch(value) for key, _, value in pairs if key == "Listen")
    return tuple(match[1] for match in shown if match)
