"""What is typed after «hygie dossier verifier» and «hygie dossier signer»; loads nothing heavy."""

from argparse import ArgumentParser

from hygie.terminal.arguments import add_json
from hygie.terminal.values import input_file


def add_verify_arguments(parser: ArgumentParser) -> None:
    """Offer what «verifier» understands."""
    _document(parser)
    parser.add_argument(
        "--audit",
        metavar="FICHIER",
        type=input_file,
        help="compare les données jointes à cet audit (sinon, aux audits gardés sur ce poste)",
    )
    parser.add_argument(
        "--autorite",
        metavar="FICHIER",
        type=input_file,
        action="append",
        help="certificat à reconnaître (.pem, .crt) ; peut se répéter",
    )
    add_json(parser)


def add_sign_arguments(parser: ArgumentParser) -> None:
    """Offer what «signer» understands."""
    _document(parser)
    parser.add_argument(
        "--cle",
        metavar="FICHIER",
        type=input_file,
        help="signe avec cette clé (.p12, .pfx) ; sinon, avec celle du cabinet",
    )
    parser.add_argument(
        "--phrase",
        metavar="FICHIER",
        type=input_file,
        help="lit la phrase de passe de la clé dans ce fichier, sans la demander",
    )
    parser.add_argument(
        "--nom", metavar="NOM", help="nom à porter sur la clé du cabinet, la première fois"
    )
    parser.add_argument(
        "--horodatage",
        metavar="ADRESSE",
        help="demande aussi une date à ce serveur : il reçoit l'empreinte, jamais le document",
    )
    parser.add_argument("--sortie", metavar="FICHIER", help="où écrire le document signé")
    parser.add_argument(
        "--oui", action="store_true", help="accepte de créer la clé et d'appeler le serveur"
    )
    add_json(parser)


def _document(parser: ArgumentParser) -> None:
    parser.add_argument("fichier", metavar="DOCUMENT", type=input_file, help="le document PDF")
