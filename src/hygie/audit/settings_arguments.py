"""The words of «hygie poste regler»."""

from argparse import SUPPRESS, ArgumentParser
from pathlib import Path

from hygie.terminal.arguments import add_json
from hygie.terminal.values import positive

REQUEST, DIGEST = "--demande-interne", "--empreinte-interne"


def add_settings_arguments(parser: ArgumentParser) -> None:
    """Add the setting, its undoing and its rehearsal."""
    parser.add_argument(
        "reglage", nargs="?", help="le réglage (sans lui, tous sont montrés, et rien ne change)"
    )
    parser.add_argument(
        "--annuler", dest="undo", action="store_true", help="remet exactement ce qu'il y avait"
    )
    parser.add_argument(
        "--simulation", action="store_true", help="montre ce qui changerait, sans rien écrire"
    )
    parser.add_argument(
        "--minutes", metavar="N", type=positive, help="délai du verrouillage, de 1 à 15 (10 sinon)"
    )
    # Between Hygie and itself, when Windows opens it again as administrator: nobody types these.
    parser.add_argument(REQUEST, dest="request", type=Path, help=SUPPRESS)
    parser.add_argument(DIGEST, dest="digest", default="", help=SUPPRESS)
    add_json(parser)
