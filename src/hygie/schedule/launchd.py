"""The property list of a macOS launch agent, written and read back. Pure."""

import plistlib
from collections.abc import Mapping
from datetime import time
from typing import Any

from hygie.schedule.plan import DAYS, File, Plan
from hygie.schedule.program import NOTIFY, Program, words
from hygie.workstation.macos_plist import parse_plist

LABEL = "hygie.relecture"
NAME = f"{LABEL}.plist"


def file(program: Program, plan: Plan, folder: str) -> File:
    """Write the file, which goes into the folder of this account's agents.

    macOS catches up after a sleep, not after a stop: the agent is also run when the session opens,
    and the command itself does nothing when the reading was done.
    """
    calendar = {"Weekday": _weekday(plan), "Hour": plan.at.hour, "Minute": plan.at.minute}
    agent = {
        "Label": LABEL,
        "ProgramArguments": list(words(program, plan)),
        "StartCalendarInterval": calendar,
        "RunAtLoad": True,
        "ProcessType": "Background",
        "Umask": 0o077,
    }
    text = plistlib.dumps(agent, sort_keys=False).decode("utf-8")
    return File(path=f"{folder}/{NAME}", text=text)


def read(text: str) -> Plan | None:
    """Return the plan a file tells, None when it is not one of ours."""
    try:
        return _plan(parse_plist(text.encode("utf-8")))
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError):
        return None


def _plan(agent: Mapping[str, Any]) -> Plan:
    calendar = agent["StartCalendarInterval"]
    day = DAYS[(int(calendar["Weekday"]) - 1) % len(DAYS)]
    at = time(int(calendar["Hour"]), int(calendar["Minute"]))
    return Plan(day=day, at=at, notify=NOTIFY in agent["ProgramArguments"])


def _weekday(plan: Plan) -> int:
    """Count as launchd does, from Sunday, which is 0."""
    return (DAYS.index(plan.day) + 1) % len(DAYS)
