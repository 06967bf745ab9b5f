"""The PowerShell report of a fake Windows, section by section."""

import json
from collections.abc import Mapping

from hygie.workstation.windows_report import OPTIONS, SHELL, USUAL_ROOT, script
from support.machine import Answer

COMMAND = (f"{USUAL_ROOT}\\{SHELL}", *OPTIONS, script())
DENIED = "HRESULT 0x80041003,Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand"


def a_report(failed: Mapping[str, str] | None = None, /, **sections: object) -> str:
    """Print a report whose sections hold these values; ``failed`` ones hold an error instead."""
    written: dict[str, object] = {
        name: {"ok": True, "value": value} for name, value in sections.items()
    }
    for name, error in (failed or {}).items():
        written[name] = {"ok": False, "error": error}
    return json.dumps({"format": 1, "sections": written})


def report_commands(answer: Answer) -> dict[tuple[str, ...], Answer]:
    """Return the ``commands`` of a fake machine whose PowerShell prints this."""
    return {COMMAND: answer}
