"""«hygie relecture lancer»: what the system runs. It audits, and says what is new if asked to."""

import json
from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import Any

from hygie.core.errors import HygieError
from hygie.practice.folders import HOME_VARIABLE
from hygie.schedule.door import Look
from hygie.schedule.here import CODE_FILE_VARIABLE, this_machine, this_program
from hygie.schedule.keep import last_audit
from hygie.schedule.news import TITLE, news
from hygie.schedule.notify import ABSENT, Notifier, NotifierAbsentError, ScreenNotifier
from hygie.schedule.plan import Plan, last_moment
from hygie.schedule.program import Program
from hygie.schedule.schedule_format import write_run
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.terminal.layout import wrap
from hygie.workstation.machine import MachineRefusedError

AUDIT = ("audit", "--sans-question", "--json")
COMPARE = ("comparer", "--json")
SECONDS = 1800.0

DONE = "Ce poste a été relu. Pour voir le plan : hygie plan"
ALREADY = "Rien à faire : un audit a déjà été fait depuis le moment prévu."
NOT_READ = "La relecture planifiée n'a pas abouti. Ce qui était enregistré le reste."
BY_HAND = "Pour en voir la raison : hygie audit"


def run_now(
    arguments: Namespace,
    console: Console,
    *,
    notifier: Notifier | None = None,
    look: Look | None = None,
) -> ExitCode:
    """Audit this workstation, unless it was done since the moment that was planned."""
    environment = surroundings(arguments, console.environment)
    plan = Plan(day=arguments.day, at=arguments.at)
    last = last_audit(environment)
    if last is not None and last >= last_moment(plan, console.now(), console.zone):
        return _conclude(ALREADY, "", arguments, console)
    look = look or (lambda: this_machine(environment))
    program = this_program(environment).seen
    audit = asked(look, program, AUDIT)
    said = ""
    if arguments.notify:
        said = _told(audit, _compared(look, program), notifier or ScreenNotifier(), console)
    return _conclude(DONE, said, arguments, console)


def surroundings(arguments: Namespace, environment: Mapping[str, str]) -> Mapping[str, str]:
    """Return the variables the audit is given: those of the day it was planned."""
    told = {HOME_VARIABLE: arguments.folder, CODE_FILE_VARIABLE: arguments.code_file}
    return {**environment, **{name: text for name, text in told.items() if text}}


def asked(look: Look, program: Program, words: Sequence[str]) -> Mapping[str, Any]:
    """Return the document one of Hygie's own commands prints. Raises HygieError."""
    try:
        done = look().run((*program.hygie, *words), seconds=SECONDS)
        document = json.loads(done.text)
    except (MachineRefusedError, ValueError) as error:
        raise HygieError(NOT_READ, hint=BY_HAND) from error
    if not isinstance(document, dict):
        raise HygieError(NOT_READ, hint=BY_HAND)
    if "erreur" in document:
        failure = document["erreur"]
        raise HygieError(failure["message"], hint=failure["a_faire"])
    return document


def _compared(look: Look, program: Program) -> Mapping[str, Any] | None:
    """Compare to the audit before; None when there is none, or they cannot be compared."""
    try:
        return asked(look, program, COMPARE)
    except HygieError:
        return None


def _told(
    audit: Mapping[str, Any],
    comparison: Mapping[str, Any] | None,
    notifier: Notifier,
    console: Console,
) -> str:
    text = news(audit, comparison).text
    if not text:
        return ""
    try:
        notifier.send(TITLE, text)
    except NotifierAbsentError:
        console.say("\n".join(wrap(ABSENT, width=console.width)))
        return ""
    return text


def _conclude(said: str, notified: str, arguments: Namespace, console: Console) -> ExitCode:
    if console.stdout is None:
        # Windows starts it without a window, and nobody reads.
        return ExitCode.DONE
    if arguments.json:
        console.json(write_run(said, notified, at=console.now()))
    else:
        console.show("\n".join(wrap(said, width=console.width)))
    return ExitCode.DONE
