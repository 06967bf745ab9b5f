"""The lock of Xfce, when xfce4-screensaver is what locks; defaults of its src/gs-prefs.h."""

from collections.abc import Iterator

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.door import Change, Sight, Wanted
from hygie.workstation.settings.lock.words import LOCKS, RESUMES, after
from hygie.workstation.settings.xfce_keys import changed_props, prop
from hygie.workstation.xfce_lockers import CHANNEL, OTHER_LOCKER, XFCE_LOCKER, running_programs
from hygie.workstation.xfconf import Channel, boolean_of, number_of
from hygie.workstation.xfconf_live import channel_in_force, live_values

IDLE, WAIT = "/saver/idle-activation/delay", "/lock/saver-activation/delay"
SWITCHES = {
    "/saver/enabled": LOCKS,
    "/saver/idle-activation/enabled": LOCKS,
    "/lock/enabled": LOCKS,
    "/lock/saver-activation/enabled": LOCKS,
    "/lock/sleep-activation": RESUMES,
}
IDLE_DEFAULT, WAIT_DEFAULT = 5, 0


def plan_xfce(sight: Sight) -> tuple[Change, ...]:
    """Say what would change; another locker, or a service that does not answer, is not ours."""
    if XFCE_LOCKER not in running_programs(sight.machine, sight.context):
        raise MachineRefusedError(OTHER_LOCKER)
    live_values(sight.machine, sight.context, CHANNEL)
    channel = channel_in_force(sight.machine, sight.context, CHANNEL)
    return changed_props(sight, _wanted(channel, sight.minutes))


def _wanted(channel: Channel, minutes: int) -> Iterator[Wanted]:
    for name, said in SWITCHES.items():
        if boolean_of(channel, name, default=True) is not True:
            yield prop(CHANNEL, name, "bool true", said)
    idle = number_of(channel, IDLE, default=IDLE_DEFAULT)
    wait = number_of(channel, WAIT, default=WAIT_DEFAULT)
    if idle and wait is not None and idle + wait <= minutes:
        return
    yield prop(CHANNEL, IDLE, f"int {minutes}", after(minutes))
    yield prop(CHANNEL, WAIT, "int 0", after(minutes))
