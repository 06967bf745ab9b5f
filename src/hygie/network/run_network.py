"""«hygie reseau»: whose network, what will be asked, a yes, then what was answered."""

from argparse import Namespace
from dataclasses import dataclass

from hygie.core.errors import MisusedError
from hygie.network.consent import agrees, drawn_asks, whose
from hygie.network.found import Found
from hygie.network.keep import acts
from hygie.network.limits import asks
from hygie.network.link import about_strangers, reason_of, refuse_strangers, this_link
from hygie.network.network_format import write_network
from hygie.network.place import NOTHING_ASKED, Reach, reach
from hygie.network.render import drawn
from hygie.practice.opening import open_records
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.terminal.layout import wrap
from hygie.workstation.machine import MachineRefusedError

NOBODY = "Sans personne au clavier, Hygie n'interroge un réseau que si vous l'avez écrit."
WRITE_BOTH = "Ajoutez --ce-reseau-est-a-moi --oui, ou --simulation pour voir sans rien demander."
GOES_WITH = "--oui ne va qu'avec --ce-reseau-est-a-moi."
TITLE = "Questions au réseau"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How it went: what may be asked, what was answered, or why nothing was asked."""

    reach: Reach | None = None
    found: Found | None = None
    refusal: str = ""


def run_network(arguments: Namespace, console: Console) -> ExitCode:
    """Look at the network of this practice, as far as the person agreed."""
    if arguments.simulation:
        return _conclude(_rehearsed(console), arguments, console)
    _check(arguments, console)
    refusal = "" if arguments.ours else whose(console)
    if refusal:
        return _conclude(Outcome(refusal=refusal), arguments, console)
    here = _reach(console)
    refuse_strangers(about_strangers(console.environment, console.now()))
    console.say("\n".join(drawn_asks(asks(here))))
    if not arguments.oui and not agrees(console):
        return _conclude(Outcome(reach=here, refusal=NOTHING_ASKED), arguments, console)
    return _conclude(_looked(here, arguments, console), arguments, console)


def _check(arguments: Namespace, console: Console) -> None:
    if arguments.oui and not arguments.ours:
        raise MisusedError(GOES_WITH, hint=f"{WRITE_BOTH} {NOTHING_ASKED}")
    if not console.interactive and not (arguments.ours and arguments.oui):
        raise MisusedError(NOBODY, hint=f"{WRITE_BOTH} {NOTHING_ASKED}")


def _reach(console: Console) -> Reach:
    try:
        return reach(this_link(console.environment))
    except MachineRefusedError as refusal:
        raise reason_of(refusal) from refusal


def _rehearsed(console: Console) -> Outcome:
    try:
        return Outcome(reach=_reach(console), refusal=NOTHING_ASKED)
    except MisusedError as refusal:
        return Outcome(refusal=f"{refusal.message} {refusal.hint}")


def _looked(here: Reach, arguments: Namespace, console: Console) -> Outcome:
    # Imported here: it loads what speaks to a network.
    from hygie.network.look import look  # noqa: PLC0415  # start-up time

    with console.progress(TITLE) as progress:
        found = look(here, progress.step)
    if not arguments.unsaved:
        open_records(console.environment).append_all(acts(found, console.now()))
    return Outcome(reach=here, found=found)


def _conclude(outcome: Outcome, arguments: Namespace, console: Console) -> ExitCode:
    if arguments.json:
        console.json(
            write_network(
                outcome.reach,
                outcome.found,
                at=console.now(),
                refusal=outcome.refusal,
                simulation=arguments.simulation,
            )
        )
        return ExitCode.DONE
    if outcome.found is not None and outcome.reach is not None:
        console.show("\n".join(drawn(outcome.found, outcome.reach, console)))
        return ExitCode.DONE
    planned = outcome.reach is not None and arguments.simulation
    lines = drawn_asks(asks(outcome.reach)) if planned and outcome.reach else []
    console.show("\n".join([*lines, *wrap(outcome.refusal, width=console.width)]))
    return ExitCode.DONE
