"""The one check before a workstation is read: those who are employed there are told first."""

from hygie.audit.information import (
    check_given,
    has_staff,
    is_informed,
    is_untold,
    save_informed,
    this_command,
)
from hygie.audit.store import load_situation
from hygie.audit.wiring import this_machine, workstation_id
from hygie.core.errors import HygieError
from hygie.practice.opening import open_records, read_records
from hygie.terminal.console import Console
from hygie.terminal.layout import wrap

IF_STAFF = (
    "Votre situation n'est pas connue. Si une personne salariée se sert de ce poste, remettez-lui"
    " d'abord la fiche : {} --fiche"
)


def tell_staff_first(
    console: Console, *, given: bool, asks: bool, quiet: bool, leaves: bool = False
) -> None:
    """Return once this workstation may be read. Raises MisusedError until then.

    When nobody told the situation, who is at the keyboard is asked; elsewhere one reminder is said.
    ``given`` is the word of the command, ``asks`` whether a question may be put, ``quiet`` whether
    a program reads what is said. ``leaves``: the readings leave this workstation, where nobody
    told the situation: the sheet is needed all the same.
    """
    records = read_records(console.environment)
    here = workstation_id(this_machine(console.environment))
    if is_informed(records, here):
        return
    saved = load_situation(records)
    staffed = leaves if saved is None else has_staff(saved.situation, saved.choices)
    untold = saved is None or is_untold(saved.situation)
    if given or staffed or (untold and asks):
        said = check_given(console, given=given, asks=asks)
        save_informed(open_records(console.environment), here, said, console.now())
    elif untold and not quiet:
        remind(console)


def tell_staff_if_known(console: Console, *, given: bool, asks: bool, quiet: bool) -> None:
    """Do the same for a repairer, whom records that cannot be read must not stop."""
    try:
        load_situation(read_records(console.environment))
    except HygieError:
        if not quiet:
            remind(console)
        return
    tell_staff_first(console, given=given, asks=asks, quiet=quiet)


def remind(console: Console) -> None:
    """Say what to do first if somebody is employed here, as nobody told."""
    console.say("\n".join(wrap(IF_STAFF.format(this_command()), width=console.width)))
