"""What «hygie exporter» is asked; nothing heavy is imported here."""

from argparse import ArgumentParser

from hygie.terminal.arguments import add_json
from hygie.terminal.values import input_file

FORMATS = ("json", "csv", "xlsx", "ics", "oscal", "ciso")
TABLES = ("constats", "plan", "releves", "sources")
BINARY = frozenset({"xlsx"})
"""The formats that no screen can show."""


def add_export_arguments(parser: ArgumentParser) -> None:
    """Offer the formats, and where to take from and put."""
    parser.add_argument(
        "forme",
        metavar="FORMAT",
        choices=FORMATS,
        help="json, csv, xlsx, ics (agenda), oscal ou ciso",
    )
    parser.add_argument(
        "--sortie", metavar="FICHIER", help="où l'écrire (sinon, sur la sortie standard)"
    )
    parser.add_argument(
        "--audit", metavar="FICHIER", type=input_file, help="un audit en JSON (sinon, le dernier)"
    )
    parser.add_argument(
        "--table",
        metavar="TABLE",
        choices=TABLES,
        default=TABLES[0],
        help=f"en csv : {', '.join(TABLES)} (sinon, constats)",
    )
    add_json(parser)
