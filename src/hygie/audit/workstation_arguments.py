"""The words of «hygie poste» that join several workstations, and of the staff's sheet."""

from argparse import ArgumentParser, _SubParsersAction
from typing import Any

from hygie.terminal.arguments import add_json
from hygie.terminal.values import input_file

SHEET_GIVEN = (
    "la fiche d'information a été remise au personnel : le note au journal (pour les lancements "
    "sans question)"
)


def add_sheet_given(parser: ArgumentParser) -> None:
    """Offer ``--fiche-remise``, worded the same wherever a workstation is read."""
    parser.add_argument("--fiche-remise", dest="sheet_given", action="store_true", help=SHEET_GIVEN)


def add_file_arguments(parser: ArgumentParser) -> None:
    """Add what «hygie poste» itself writes: the file, and the sheet."""
    parser.add_argument(
        "--sortie",
        metavar="FICHIER",
        help=(
            "écrit les relevés dans un fichier signé, à ajouter sur un autre poste du cabinet ; la "
            "première fois, crée la clé de ce poste"
        ),
    )
    parser.add_argument(
        "--fiche",
        dest="sheet",
        action="store_true",
        help="montre la fiche d'information du personnel, sans rien lire",
    )
    add_sheet_given(parser)


def add_joining_arguments(acts: "_SubParsersAction[Any]") -> None:
    """Add the acts on the other workstations: take one in, list them, take one out."""
    told = "ajoute un autre poste du cabinet, par le fichier qu'il a écrit"
    _adding(acts.add_parser("ajouter", help=told, description=told))
    told = "liste les postes du cabinet, lus ou non"
    add_json(acts.add_parser("liste", help=told, description=told))
    told = "retire un poste qui a quitté le cabinet ; sa clé n'est plus reconnue"
    _removing(acts.add_parser("retirer", help=told, description=told))


def _adding(parser: ArgumentParser) -> None:
    parser.add_argument("fichier", type=input_file, help="le fichier écrit sur l'autre poste")
    parser.add_argument(
        "--empreinte",
        metavar="TEXTE",
        help="l'empreinte que l'autre poste a montrée, au lieu de la question",
    )
    parser.add_argument(
        "--plus-ancien",
        dest="older",
        action="store_true",
        help="accepte un fichier plus ancien que le dernier reçu de ce poste",
    )
    add_json(parser)


def _removing(parser: ArgumentParser) -> None:
    parser.add_argument("poste", help="son nom, donné par « hygie poste liste »")
    parser.add_argument("--oui", action="store_true", help="le retire sans redemander")
    add_json(parser)
