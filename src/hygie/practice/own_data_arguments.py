"""What is typed after «hygie mes-donnees»."""

from argparse import ArgumentParser

from hygie.terminal.arguments import add_json
from hygie.terminal.values import input_file

SAVE, RESTORE, EXPORT, ERASE = "sauver", "restaurer", "exporter", "effacer"


def add_own_data_arguments(parser: ArgumentParser) -> None:
    """Offer the four acts; without one, what there is is told."""
    add_json(parser)
    acts = parser.add_subparsers(dest="act", metavar="ACTE")
    _save(_act(acts.add_parser, SAVE, "sauve tout dans un seul fichier chiffré, relu en entier"))
    _restore(_act(acts.add_parser, RESTORE, "remet en place une sauvegarde, vérifiée d'abord"))
    _export(_act(acts.add_parser, EXPORT, "écrit tout, lisible sans Hygie, dans un dossier neuf"))
    _erase(_act(acts.add_parser, ERASE, "efface tout ce que Hygie garde, clés comprises"))


def _act(add, name: str, told: str) -> ArgumentParser:  # type: ignore[no-untyped-def]  # noqa: ANN001  # argparse has no public name for it
    parser: ArgumentParser = add(name, help=told, description=told)
    add_json(parser)
    return parser


def _save(parser: ArgumentParser) -> None:
    parser.add_argument("fichier", metavar="FICHIER", help="où l'écrire ; rien n'y est remplacé")
    _code(parser, "le code qui la fermera (sinon, Hygie en donne un, à noter)")


def _restore(parser: ArgumentParser) -> None:
    parser.add_argument("fichier", metavar="FICHIER", type=input_file, help="la sauvegarde")
    _code(parser, "le code de la sauvegarde (sinon, on vous le demande)")
    parser.add_argument("--oui", action="store_true", help="ne redemande rien")


def _export(parser: ArgumentParser) -> None:
    parser.add_argument("dossier", metavar="DOSSIER", help="un dossier qui n'existe pas encore")


def _erase(parser: ArgumentParser) -> None:
    parser.add_argument("--oui", action="store_true", help="première confirmation")
    parser.add_argument(
        "--vraiment", action="store_true", help="seconde confirmation : il faut les deux"
    )


def _code(parser: ArgumentParser, told: str) -> None:
    parser.add_argument(
        "--code", metavar="FICHIER", type=input_file, help=f"fichier qui porte {told}"
    )
