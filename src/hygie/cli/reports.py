"""What is said when a request does not reach its end: what happened, what is safe, what to do."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from hygie.core.errors import HygieError, MisusedError
from hygie.terminal.attempt import Fault
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console, ReaderLeftError
from hygie.terminal.layout import wrap

TRACE_VARIABLE = "HYGIE_TRACE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What happened, what to do next, and the exit code."""

    message: str
    hint: str
    code: ExitCode


INTERRUPTION = Report(
    message="Interrompu. Rien n'est perdu : ce qui était enregistré le reste.",
    hint="Relancez la même commande quand vous voulez.",
    code=ExitCode.INTERRUPTED,
)

UNFORESEEN = Report(
    message="Hygie s'est arrêté sur une erreur imprévue. Ce qui était enregistré le reste.",
    hint="Recommencez. Si elle revient, signalez-la : hygie diagnostic-technique",
    code=ExitCode.FAILED,
)


def report_interruption(argv: Sequence[str], console: Console) -> ExitCode:
    """Say that the person stopped the work."""
    return _report(INTERRUPTION, argv, console)


def report_fault(fault: Fault, argv: Sequence[str], console: Console) -> ExitCode:
    """Say what went wrong; the technical account only to who asked for it."""
    if isinstance(fault.error, ReaderLeftError):
        return ExitCode.DONE
    _say_trace(fault, console)
    return _report(_report_of(fault.error), argv, console)


def report_room(room: str, fault: Fault, console: Console) -> None:
    """Say that a part of Hygie could not be loaded."""
    console.say(f"La partie « {room} » de Hygie ne s'est pas chargée. Le reste fonctionne.")
    _say_trace(fault, console)


def _say_trace(fault: Fault, console: Console) -> None:
    if console.environment.get(TRACE_VARIABLE) == "1":
        console.say(fault.trace)


def _report_of(error: Exception) -> Report:
    match error:
        case MisusedError():
            return Report(message=error.message, hint=error.hint, code=ExitCode.MISUSED)
        case HygieError():
            return Report(message=error.message, hint=error.hint, code=ExitCode.FAILED)
        case _:
            return UNFORESEEN


def _report(report: Report, argv: Sequence[str], console: Console) -> ExitCode:
    for text in (report.message, report.hint):
        for paragraph in text.split("\n"):
            console.say("\n".join(wrap(paragraph, width=console.width)))
    if "--json" in argv and not console.document_shown:
        document = {"message": report.message, "a_faire": report.hint, "code": int(report.code)}
        # Nobody may be left to read it; the exit code still says it.
        with suppress(HygieError, ReaderLeftError):
            console.json({"format": 1, "erreur": document})
    return report.code
