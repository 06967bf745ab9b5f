"""The two files of a systemd user timer, written and read back. Pure."""

import re
from datetime import time

from hygie.schedule.plan import DAYS, File, Plan
from hygie.schedule.program import NOTIFY, Program, words

UNIT = "hygie-relecture"
SERVICE, TIMER = f"{UNIT}.service", f"{UNIT}.timer"
ENV = "/usr/bin/env"
SHORT = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""The days as systemd writes them, in any language."""

SERVICE_TEXT = """\
[Unit]
Description=Hygie relit ce poste

[Service]
Type=oneshot
ExecStart={command}
Nice=10
UMask=0077
TimeoutStartSec=1h
StandardOutput=null
"""

TIMER_TEXT = """\
[Unit]
Description=Hygie relit ce poste chaque semaine

[Timer]
OnCalendar={day} *-*-* {hour}:00
Persistent=true

[Install]
WantedBy=timers.target
"""

_CALENDAR = re.compile(r"^OnCalendar=(?P<day>\w{3}) \*-\*-\* (?P<at>\d\d:\d\d):00$", re.MULTILINE)
_QUOTES = re.compile(r"[\"'\\]")
_PLAIN = re.compile(r"[\w@+,./:=-]+", re.ASCII)


def files(program: Program, plan: Plan, folder: str) -> tuple[File, File]:
    """Write both files, which go into the folder of this account's units."""
    service = SERVICE_TEXT.format(command=_command(words(program, plan)))
    timer = TIMER_TEXT.format(day=SHORT[DAYS.index(plan.day)], hour=plan.hour)
    return (
        File(path=f"{folder}/{SERVICE}", text=service),
        File(path=f"{folder}/{TIMER}", text=timer),
    )


def read(service: str, timer: str) -> Plan | None:
    """Return the plan two files tell, None when they are not of ours."""
    found = _CALENDAR.search(timer)
    if found is None or found["day"] not in SHORT:
        return None
    try:
        at = time.fromisoformat(found["at"])
    except ValueError:
        return None
    notify = bool(re.search(rf"^ExecStart=.* {NOTIFY}$", service, re.MULTILINE))
    return Plan(day=DAYS[SHORT.index(found["day"])], at=at, notify=notify)


def _command(command: tuple[str, ...]) -> str:
    """Write a command as systemd.service(5) reads it; «:» keeps it from seeing variables.

    systemd refuses a program whose path holds a quote: env starts it.
    """
    before = ":" if any("$" in word for word in command) else ""
    starter = (ENV,) if _QUOTES.search(command[0]) else ()
    return before + " ".join(map(_quoted, (*starter, *command)))


def _quoted(word: str) -> str:
    escaped = word.replace("%", "%%")
    if _PLAIN.fullmatch(escaped):
        return escaped
    inside = escaped.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inside}"'
