"""«hygie journal»: everything that was written down, and whether it is still whole."""

from argparse import ArgumentParser, Namespace

from hygie.terminal.arguments import add_json
from hygie.terminal.commands import Command, ExitCode
from hygie.terminal.console import Console
from hygie.terminal.values import positive


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--derniers", metavar="N", type=positive, help="ne montre que les N dernières lignes"
    )
    add_json(parser)


def _run(arguments: Namespace, console: Console) -> ExitCode:
    from hygie.practice.journal import show_journal  # noqa: PLC0415  # start-up time

    return show_journal(arguments, console)


COMMANDS = (
    Command(
        name="journal",
        help="Liste ce qui a été enregistré et vérifie que rien n'a été changé.",
        add_arguments=_arguments,
        run=_run,
    ),
)
