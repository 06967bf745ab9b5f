"""The XML of a task of Windows' scheduler, written and read back. Pure."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from xml.etree import ElementTree as ET

from hygie.schedule.plan import DAYS, Plan
from hygie.schedule.program import NOTIFY, Program, words

SPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
HEAD = '<?xml version="1.0" encoding="UTF-16"?>\n'
ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""The days as the schema names them, in any language."""

FIRST = date(2026, 1, 5)
"""A Monday that is over: a task whose beginning is to come would not catch up."""

SETTINGS: Mapping[str, str] = {
    "MultipleInstancesPolicy": "IgnoreNew",
    "DisallowStartIfOnBatteries": "false",
    "StopIfGoingOnBatteries": "false",
    "StartWhenAvailable": "true",
    "RunOnlyIfNetworkAvailable": "false",
    "WakeToRun": "false",
    "Enabled": "true",
    "ExecutionTimeLimit": "PT1H",
    "Priority": "7",
}
"""StartWhenAvailable: what a computer that was off has missed is done when it is on again."""

_DECLARED = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_BEGINNING = re.compile(r"\d{4}-\d\d-\d\dT(?P<at>\d\d:\d\d)(:00.*)?")
_BLURRED = re.compile(r"[^ -~]+|\?+")


def name_of(sid: str) -> str:
    """Name the task: those of a computer share one list, so each account has its number there."""
    return f"Hygie-relecture-{sid.rpartition('-')[2]}"


def text(program: Program, plan: Plan, sid: str) -> str:
    """Write the task: run as this account, only when its session is open, without more rights."""
    task = ET.Element("Task", {"version": "1.2", "xmlns": SPACE})
    _add(task, "RegistrationInfo/Description", "Hygie relit ce poste chaque semaine.")
    _trigger(_add(task, "Triggers/CalendarTrigger"), plan)
    principal = _add(task, "Principals/Principal")
    principal.set("id", "Author")
    _add(principal, "UserId", sid)
    _add(principal, "LogonType", "InteractiveToken")
    _add(principal, "RunLevel", "LeastPrivilege")
    settings = _add(task, "Settings")
    for name, value in SETTINGS.items():
        _add(settings, name, value)
    first, *rest = words(program, plan)
    actions = _add(task, "Actions")
    actions.set("Context", "Author")
    _add(actions, "Exec/Command", first)
    _add(actions[0], "Arguments", subprocess.list2cmdline(rest))
    ET.indent(task)
    return f"{HEAD}{ET.tostring(task, encoding='unicode')}\n"


def _trigger(trigger: ET.Element, plan: Plan) -> None:
    _add(trigger, "StartBoundary", datetime.combine(_first(plan), plan.at).isoformat())
    _add(trigger, "Enabled", "true")
    weekly = _add(trigger, "ScheduleByWeek")
    _add(weekly, f"DaysOfWeek/{ENGLISH[DAYS.index(plan.day)]}")
    _add(weekly, "WeeksInterval", "1")


def encoded(text: str) -> bytes:
    """Encode the text as its first line says, with the mark Windows looks for."""
    return text.replace("\n", "\r\n").encode("utf-16")


def read(text: str) -> Plan | None:
    """Return the plan a task tells, None when it is not one of ours or no longer runs."""
    values = dict(_values(text))
    beginning = _BEGINNING.fullmatch(values.get("StartBoundary", ""))
    days = [day for day in ENGLISH if day in values]
    off = "false" in {values.get("Enabled"), values.get("Settings/Enabled", "true")}
    if beginning is None or len(days) != 1 or off or values.get("WeeksInterval", "1") != "1":
        return None
    try:
        at = time.fromisoformat(beginning["at"])
    except ValueError:
        return None
    notify = values.get("Arguments", "").endswith(f" {NOTIFY}")
    return Plan(day=DAYS[ENGLISH.index(days[0])], at=at, notify=notify)


def same_command(found: str, written: str) -> bool:
    """Tell whether two tasks run the same thing, as the same account, without more rights.

    What Windows shows of a task has lost the letters its console does not have.
    """
    one, other = dict(_values(found)), dict(_values(written))
    return one.get("RunLevel", "LeastPrivilege") == "LeastPrivilege" and all(
        _BLURRED.sub("?", one.get(name, "")) == _BLURRED.sub("?", other[name])
        for name in ("Command", "Arguments")
    )


def _values(text: str) -> Iterator[tuple[str, str]]:
    """Return what each element holds, by its name; nothing when the text is no such XML."""
    plain = text.replace("\0", "").lstrip("\ufeff\ufffd \r\n")
    if _DECLARED.search(plain):
        return
    try:
        task = ET.fromstring(plain)  # noqa: S314  # the system's own words, without a declaration
    except ET.ParseError:
        return
    for element in task.iter():
        yield element.tag.rpartition("}")[2], (element.text or "").strip()
    for element in task.iterfind(f"{{{SPACE}}}Settings/{{{SPACE}}}Enabled"):
        yield "Settings/Enabled", (element.text or "").strip()
    for element in task.iterfind(f".//{{{SPACE}}}CalendarTrigger/{{{SPACE}}}Enabled"):
        yield "Enabled", (element.text or "").strip()


def _first(plan: Plan) -> date:
    return date.fromordinal(FIRST.toordinal() + DAYS.index(plan.day))


def _add(parent: ET.Element, path: str, value: str = "") -> ET.Element:
    """Add elements one inside the other; return the last, which holds the value."""
    for name in path.split("/"):
        parent = ET.SubElement(parent, name)
    parent.text = value or None
    return parent
