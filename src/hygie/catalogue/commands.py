"""«hygie mesures»: the list as on the paper form, or one measure in full."""

from argparse import ArgumentParser, Namespace

from hygie.terminal.arguments import add_json
from hygie.terminal.commands import Command, ExitCode
from hygie.terminal.console import Console
from hygie.terminal.values import positive


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("mesure", nargs="?", help="montre cette mesure en entier")
    parser.add_argument("--local", action="store_true", help="colonne L : logiciels au cabinet")
    parser.add_argument("--cloud", action="store_true", help="colonne C : logiciels en ligne")
    parser.add_argument(
        "--utilisateurs", metavar="N", type=positive, help="nombre de personnes (sinon, plusieurs)"
    )
    add_json(parser)


def _run(arguments: Namespace, console: Console) -> ExitCode:
    from hygie.catalogue.show import show_measures  # noqa: PLC0415  # start-up time

    return show_measures(arguments, console)


COMMANDS = (
    Command(
        name="mesures",
        help="Liste les mesures du Mémento, ou en montre une en entier.",
        add_arguments=_arguments,
        run=_run,
    ),
)
