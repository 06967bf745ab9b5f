"""The words of «hygie appareils»."""

from argparse import ArgumentParser

from hygie.terminal.arguments import add_json
from hygie.terminal.values import input_file


def add_devices_arguments(parser: ArgumentParser) -> None:
    """Add the file, and the acts on one device."""
    parser.add_argument(
        "--fichier",
        metavar="FICHIER",
        type=input_file,
        help="prend toute la liste dans un fichier JSON, sans question",
    )
    add_json(parser)
    acts = parser.add_subparsers(dest="act", metavar="ACTE")
    told = "remplit la fiche d'un téléphone ou d'une tablette"
    add_json(acts.add_parser("ajouter", help=told, description=told))
    for name, told in (
        ("modifier", "remplit de nouveau la fiche d'un appareil"),
        ("retirer", "retire un appareil qui ne sert plus au travail"),
    ):
        act = acts.add_parser(name, help=told, description=told)
        act.add_argument("appareil", help="son nom : telephone-1, tablette-2…")
        add_json(act)
