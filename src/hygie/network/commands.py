"""«hygie reseau»: looks at the practice's own box and its neighbours, when asked to."""

from argparse import ArgumentParser, Namespace

from hygie.terminal.arguments import add_json
from hygie.terminal.commands import Command, ExitCode
from hygie.terminal.console import Console


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--simulation",
        action="store_true",
        help="montre ce qui serait demandé, et à qui, sans rien demander",
    )
    parser.add_argument(
        "--ce-reseau-est-a-moi",
        dest="ours",
        action="store_true",
        help="répond d'avance que ce réseau est celui de votre cabinet",
    )
    parser.add_argument(
        "--oui", action="store_true", help="accepte d'avance ce qui sera demandé au réseau"
    )
    parser.add_argument(
        "--sans-enregistrer",
        dest="unsaved",
        action="store_true",
        help="n'écrit rien sur le disque",
    )
    add_json(parser)


def _run(arguments: Namespace, console: Console) -> ExitCode:
    from hygie.network.run_network import run_network  # noqa: PLC0415  # start-up time

    return run_network(arguments, console)


COMMANDS = (
    Command(
        name="reseau",
        help="Regarde la box et le réseau de votre cabinet, si vous le demandez.",
        add_arguments=_arguments,
        run=_run,
    ),
)
