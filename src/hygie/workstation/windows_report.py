"""What only CIM and COM tell of Windows: one PowerShell process, one JSON, read by sections.

Each section succeeds or fails alone. Nothing printed, something else printed, PowerShell refused:
each is a refusal with its reason, never a value.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.windows_machine import WindowsMachine

SCRIPT = "windows_report.ps1"
SECONDS = 25.0
"""An old disk and an antivirus that looks at every script make PowerShell slow to start."""

FORMAT = 1
ROOT_KEY = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
USUAL_ROOT = r"C:\Windows"
SHELL = r"System32\WindowsPowerShell\v1.0\powershell.exe"
OPTIONS = ("-NoLogo", "-NoProfile", "-NonInteractive", "-Command")

SILENT = "Windows PowerShell n'a rien répondu."
FAILED = "Windows PowerShell a refusé de répondre."
GARBLED = "La réponse de Windows PowerShell n'a pas la forme attendue."
SECTION_MISSING = "Windows PowerShell n'a pas répondu à cette question."
RIGHTS = "Windows réserve cette information à l'administrateur."
ABSENT = "Cette version de Windows n'a pas cette information."
RESTRICTED = "Ce poste limite Windows PowerShell : la question n'a pas pu être posée."
TOO_LONG = "Windows n'a pas répondu à temps à cette question."
SECTION_FAILED = "Windows n'a pas su répondre à cette question."

_ROOT = re.compile(r"[A-Za-z]:(?:\\[\w .-]+)+")
_REASONS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"0x80041003|0x80070005|unauthorizedaccess|permissiondenied"), RIGHTS),
    (re.compile(r"0x8004100e|0x80041010|0x80041002|0x80040154"), ABSENT),
    (re.compile(r"commandnotfound|couldnotautoloadmodule"), ABSENT),
    (re.compile(r"constrainedlanguage|languagemode|cannotcreatetype"), RESTRICTED),
    (re.compile(r"0x80041069|0x80040004|timeout"), TOO_LONG),
)
"""Codes of WMI and COM, and the ids of PowerShell's own errors, which no language changes."""


class SectionRefusedError(MachineRefusedError):
    """The report has this section, and it failed. ``for_rights``: an administrator would know."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.for_rights = reason == RIGHTS
        self.absent = reason == ABSENT


def section(machine: WindowsMachine, name: str) -> object:
    """Return the value of one section of the report, as JSON gave it.

    Raises SectionRefusedError when the section failed, MachineRefusedError when there is no report.
    """
    output = machine.run(report_command(machine), seconds=SECONDS)
    if not output.text.strip():
        raise MachineRefusedError(SILENT if output.code == 0 else FAILED)
    found = parse_report(output.text).get(name)
    if not isinstance(found, dict) or not isinstance(found.get("ok"), bool):
        raise MachineRefusedError(SECTION_MISSING)
    if not found["ok"]:
        raise SectionRefusedError(reason_of(found.get("error")))
    if found.get("value") is None:
        raise MachineRefusedError(SECTION_MISSING)
    return found["value"]


def rows(value: object) -> tuple[Mapping[str, object], ...]:
    """Return a section that is a list of objects. Raises MachineRefusedError when it is not."""
    if isinstance(value, dict) and set(value) == {"value", "Count"}:
        value = value["value"]  # how PowerShell 5.1 writes some lists
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise MachineRefusedError(GARBLED)
    return tuple(value)


def fields(value: object) -> Mapping[str, object]:
    """Return a section that is one object. Raises MachineRefusedError when it is not."""
    if not isinstance(value, dict):
        raise MachineRefusedError(GARBLED)
    return value


def parse_report(text: str) -> Mapping[str, object]:
    """Return the sections of a report. Raises MachineRefusedError when it is not one."""
    # A console may cut long lines; the JSON itself has no line end.
    whole = "".join(text.splitlines())
    start, end = whole.find("{"), whole.rfind("}")
    try:
        document = json.loads(whole[start : end + 1])
    except (ValueError, RecursionError) as error:
        raise MachineRefusedError(GARBLED) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise MachineRefusedError(GARBLED)
    sections = document.get("sections")
    if not isinstance(sections, dict):
        raise MachineRefusedError(GARBLED)
    return sections


def reason_of(error: object) -> str:
    """Say in French why a section failed, from the identifier PowerShell gave the error."""
    if isinstance(error, str):
        for pattern, reason in _REASONS:
            if pattern.search(error.lower()):
                return reason
    return SECTION_FAILED


def report_command(machine: WindowsMachine) -> tuple[str, ...]:
    """Return the one command, PowerShell named by its full path: a namesake is never run."""
    return (f"{system_root(machine)}\\{SHELL}", *OPTIONS, script())


@cache
def script() -> str:
    """Return the script without its comments: a command line has a bounded length."""
    text = resources.files("hygie.workstation").joinpath(SCRIPT).read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("#"))


def system_root(machine: WindowsMachine) -> str:
    r"""Return the folder of Windows, C:\Windows unless the registry names another."""
    try:
        root = machine.registry.open(ROOT_KEY).text("SystemRoot")
    except MachineRefusedError:
        return USUAL_ROOT
    return root if root and _ROOT.fullmatch(root) else USUAL_ROOT
