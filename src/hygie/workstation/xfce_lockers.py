"""Which program locks an Xfce session: it leaves that to one of several, and only one counts."""

from hygie.workstation.machine import Context, Machine

LOCKERS = ("ps", "-o", "comm=", "-u")
XFCE_LOCKER, LIGHT_LOCKER = "xfce4-screensav", "light-locker"
OTHER_LOCKER = "Le programme qui verrouille ce bureau n'est pas lu par Hygie."
CHANNEL = "xfce4-screensaver"


def running_programs(machine: Machine, context: Context) -> frozenset[str]:
    """Return the short names of what runs in the daily user's sessions."""
    output = machine.run((*LOCKERS, str(context.uid)))
    lines = output.text.split("\n") if output.code == 0 else []
    return frozenset(line.strip() for line in lines)
