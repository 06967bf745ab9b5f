"""«hygie plan»: what the last audit saved asks for."""

from argparse import Namespace
from collections.abc import Iterator

from hygie.audit.audit_format import write_action
from hygie.audit.json_files import FORMAT
from hygie.audit.messages import grouped_message
from hygie.audit.render import heading, whole_plan
from hygie.audit.settings_offers import made_here, settings_offered
from hygie.audit.store import last_audits
from hygie.audit.wiring import this_machine, workstation_id
from hygie.audit.words import say_when
from hygie.core.audits import Audit
from hygie.core.errors import MisusedError
from hygie.core.measures import Recipient
from hygie.practice.opening import read_records
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console


def run_plan(arguments: Namespace, console: Console) -> ExitCode:
    """Show the plan of the last audit saved, on or before ``--au`` when it is given."""
    audit = _newest(console, arguments)
    if arguments.json:
        console.json(
            {
                "format": FORMAT,
                "le": audit.at.isoformat(),
                "catalogue": audit.catalogue.version,
                "plan": [write_action(action) for action in audit.plan],
            }
        )
        return ExitCode.DONE
    if arguments.message is None:
        lines = _plan(audit, console)
    else:
        lines = grouped_message(audit, Recipient(arguments.message), zone=console.zone)
    console.show("\n".join(lines))
    return ExitCode.DONE


def _plan(audit: Audit, console: Console) -> Iterator[str]:
    yield f"Plan de l'audit fait {say_when(audit.at, console.now(), console.zone)}"
    yield from heading(audit)
    here = workstation_id(this_machine(console.environment))
    makes = made_here(console.environment, console.now())
    yield from whole_plan(audit, settings_offered(audit, here, makes))


def _newest(console: Console, arguments: Namespace) -> Audit:
    until = arguments.as_of or console.now()
    audits = last_audits(read_records(console.environment), 1, until=until)
    if not audits:
        which = "n'a été enregistré à cette date" if arguments.as_of else "n'est encore enregistré"
        raise MisusedError(
            f"Aucun audit {which} sur ce poste.",
            hint="Lancez « hygie audit » ; pour voir à quoi cela ressemble : « hygie demo ».",
        )
    return audits[-1]
