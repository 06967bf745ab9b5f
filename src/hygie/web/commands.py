"""«hygie» alone: the local app, in the browser of this computer."""

from argparse import ArgumentParser, Namespace

from hygie.terminal.arguments import add_json
from hygie.terminal.commands import Command, ExitCode
from hygie.terminal.console import Console
from hygie.terminal.values import port


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--sans-navigateur",
        dest="headless",
        action="store_true",
        help="n'ouvre pas le navigateur : affiche seulement l'adresse à y copier",
    )
    parser.add_argument(
        "--port", metavar="N", type=port, default=0, help="le port à prendre (sinon, un libre)"
    )
    add_json(parser)


def _run(arguments: Namespace, console: Console) -> ExitCode:
    from hygie.web.run_app import run_app  # noqa: PLC0415  # start-up time

    return run_app(arguments, console)


COMMANDS = (
    Command(
        name="application",
        help="Ouvre Hygie dans votre navigateur, comme « hygie » seul.",
        add_arguments=_arguments,
        run=_run,
        by_default=True,
    ),
)
