"""The words of «hygie poste regler»."""

from argparse import ArgumentParser

from hygie.terminal.arguments import add_json
from hygie.terminal.values import positive


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
    add_json(parser)
