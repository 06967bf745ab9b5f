"""«hygie relecture»: shows what is planned, plans it after a yes, takes it away."""

from argparse import Namespace
from dataclasses import replace

from hygie.core.errors import MisusedError
from hygie.schedule.acts import Here, install, remove, this_computer
from hygie.schedule.drawn import drawn_plan, drawn_state
from hygie.schedule.here import UNCHANGED
from hygie.schedule.keep import last_audit
from hygie.schedule.notify import ABSENT as NO_NOTIFIER
from hygie.schedule.plan import Found, Plan, State, next_moment
from hygie.schedule.schedule_format import INSTALLED, REHEARSED, REMOVED, SHOWN, write_schedule
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.terminal.layout import wrap
from hygie.terminal.prompts import Choice, Question, ask_one

YES, NO = "oui", "non"
GO = Question(text="Planifier cette relecture ?")
GO_OR_NOT = (Choice(value=YES, label="Oui"), Choice(value=NO, label="Non"))

NOBODY = "Sans personne au clavier, Hygie ne planifie une relecture que si vous l'avez écrit."
WRITE_IT = "Ajoutez --oui, ou --simulation pour voir sans rien planifier. Rien n'a été modifié."
REMOVED_ALL = "La relecture n'est plus planifiée : il n'en reste rien."
NONE_THERE = "Aucune relecture n'était planifiée."
WOULD_GO = "Voici ce qui serait retiré. Rien n'a été modifié."


def run_schedule(arguments: Namespace, console: Console) -> ExitCode:
    """Do what was asked of the planned reading; see the command's help."""
    return run_in(this_computer(console.environment), arguments, console)


def run_in(here: Here, arguments: Namespace, console: Console) -> ExitCode:
    """Do it on a given computer."""
    if arguments.act == "installer":
        return _install(here, arguments, console)
    if arguments.act == "retirer":
        return _remove(here, arguments, console)
    return _conclude(here.scheduler.found(), SHOWN, arguments, console)


def _install(here: Here, arguments: Namespace, console: Console) -> ExitCode:
    plan = Plan(day=arguments.day, at=arguments.at, notify=arguments.notify)
    found = here.scheduler.found()
    if arguments.simulation:
        return _rehearse(here, found, plan, arguments, console)
    _check(found, arguments, console)
    console.say("\n".join(drawn_plan(plan, here.scheduler.files(plan), console)))
    if not arguments.oui and ask_one(console, GO, GO_OR_NOT) != YES:
        console.say(UNCHANGED)
        return _conclude(found, SHOWN, arguments, console)
    after = install(here, plan, console.now())
    if plan.notify and not here.can_notify:
        console.say("\n".join(wrap(NO_NOTIFIER, width=console.width)))
    return _conclude(after, INSTALLED, arguments, console)


def _check(found: Found, arguments: Namespace, console: Console) -> None:
    if found.state is State.IMPOSSIBLE:
        raise MisusedError(found.reason, hint=UNCHANGED)
    if not console.interactive and not arguments.oui:
        raise MisusedError(NOBODY, hint=WRITE_IT)


def _rehearse(
    here: Here, found: Found, plan: Plan, arguments: Namespace, console: Console
) -> ExitCode:
    if found.state is State.IMPOSSIBLE:
        return _conclude(found, REHEARSED, arguments, console)
    files = here.scheduler.files(plan)
    if arguments.json:
        _write(replace(found, plan=plan, files=files), REHEARSED, console)
    else:
        console.show("\n".join([*drawn_plan(plan, files, console), "", UNCHANGED]))
    return ExitCode.DONE


def _remove(here: Here, arguments: Namespace, console: Console) -> ExitCode:
    if arguments.simulation:
        found = here.scheduler.found()
        console.say(WOULD_GO if found.files else UNCHANGED)
        return _conclude(found, REHEARSED, arguments, console)
    gone = remove(here, console.now())
    if arguments.json:
        _write(here.scheduler.found(), REMOVED, console)
    else:
        console.show(REMOVED_ALL if gone else NONE_THERE)
    return ExitCode.DONE


def _conclude(found: Found, act: str, arguments: Namespace, console: Console) -> ExitCode:
    if arguments.json:
        _write(found, act, console)
    else:
        last = last_audit(console.environment)
        console.show("\n".join(drawn_state(found, last, console)))
    return ExitCode.DONE


def _write(found: Found, act: str, console: Console) -> None:
    planned = found.plan if found.state is State.PLANNED else None
    coming = None if planned is None else next_moment(planned, console.now(), console.zone)
    last = last_audit(console.environment)
    console.json(write_schedule(found, act=act, at=console.now(), coming=coming, last=last))
