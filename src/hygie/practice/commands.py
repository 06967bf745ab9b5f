"""«hygie journal» and «hygie mes-donnees»: what was written down, and what becomes of it."""

from argparse import ArgumentParser, Namespace

from hygie.practice.own_data_arguments import add_own_data_arguments
from hygie.terminal.arguments import add_json
from hygie.terminal.commands import Command, ExitCode
from hygie.terminal.console import Console
from hygie.terminal.values import positive

CHECK = "verifier"


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--derniers", metavar="N", type=positive, help="ne montre que les N dernières lignes"
    )
    add_json(parser)
    acts = parser.add_subparsers(dest="act", metavar="ACTE")
    told = "vérifie que rien n'a été changé, et ne dit que cela"
    add_json(acts.add_parser(CHECK, help=told, description=told))


def _run(arguments: Namespace, console: Console) -> ExitCode:
    from hygie.practice.journal import check_journal, show_journal  # noqa: PLC0415  # start-up time

    show = check_journal if arguments.act == CHECK else show_journal
    return show(arguments, console)


def _own_data(arguments: Namespace, console: Console) -> ExitCode:
    from hygie.practice.run_own_data import run_own_data  # noqa: PLC0415  # start-up time

    return run_own_data(arguments, console)


COMMANDS = (
    Command(
        name="journal",
        help="Liste ce qui a été enregistré et vérifie que rien n'a été changé.",
        add_arguments=_arguments,
        run=_run,
    ),
    Command(
        name="mes-donnees",
        help="Sauve, restaure, exporte ou efface tout ce que Hygie garde sur ce poste.",
        add_arguments=add_own_data_arguments,
        run=_own_data,
    ),
)
