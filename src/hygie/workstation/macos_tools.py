"""One tool of macOS that writes its answers where errors go (sysadminctl(8)).

Its sentences are the developers' own, in English in every language of macOS, with a date before.
"""

from hygie.workstation.machine import Machine

SECONDS = 10.0


def sysadminctl_command(question: str) -> tuple[str, ...]:
    """Return the words that ask ``sysadminctl`` for one state; the shell only joins its outputs."""
    return ("sh", "-c", f"exec sysadminctl -{question} status 2>&1")


def sysadminctl(machine: Machine, question: str) -> str:
    """Return what ``sysadminctl -QUESTION status`` says, without date and process name.

    Empty when it ended badly or said nothing of that form.
    """
    output = machine.run(sysadminctl_command(question), seconds=SECONDS)
    return last_sentence(output.text) if output.code == 0 else ""


def last_sentence(printed: str) -> str:
    """Read «2026-11-22 10:00:00.123 sysadminctl[812:9034] screenLock is off»."""
    lines = [line.strip() for line in printed.split("\n") if "sysadminctl[" in line]
    return lines[-1].partition("] ")[2].strip() if lines else ""
