"""Writes the table «fact × system» of docs/plateformes.md, from what each probe says of itself.

python tools/platforms.py            shows it
python tools/platforms.py --ecrire   puts it in its place in the page
"""

import argparse
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hygie.catalogue.loader import load_catalogue

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "plateformes.md"
PROBES = ROOT / "src" / "hygie" / "workstation" / "probes"
BEGIN = "<!-- table des faits : écrite par tools/platforms.py, ne pas retoucher -->"
END = "<!-- fin de la table des faits -->"

SYSTEMS: Mapping[str, str] = {"windows": "Windows", "macos": "macOS", "linux": "Linux"}
RIGHTS: Mapping[str, str] = {
    "aucun": "aucun",
    "administrateur": "administrateur",
    "mieux": "aucun ; plus complet en administrateur",
}
TRIED: Mapping[str, str] = {
    "machine": "Debian 12",
    "wine": "Wine",
    "documente": "documenté",
}
NEVER: Mapping[str, str] = {"sans_objet": "sans objet", "illisible": "illisible"}
"""What a system never answers: the question has no meaning there, or nothing there tells."""

NOTHING = "–"


def coverage() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Return how each fact is answered: comment, droits, essai; or why not, under one of NEVER."""
    found: dict[str, Mapping[str, Mapping[str, Any]]] = {}
    for path in sorted(PROBES.glob("*/coverage.toml")):
        found.update(tomllib.loads(path.read_text("utf-8")))
    return found


def table() -> Iterator[str]:
    """Draw one row per fact and system."""
    known = coverage()
    yield "| Fait | Système | Comment | Droits | Essayé |"
    yield "| --- | --- | --- | --- | --- |"
    for fact in load_catalogue().facts.values():
        for system, name in SYSTEMS.items():
            yield f"| `{fact.id}` | {name} | {_row(known[fact.id][system])} |"


def _row(entry: Mapping[str, Any]) -> str:
    for key, word in NEVER.items():
        if key in entry:
            return " | ".join((f"{word} : {entry[key]}", NOTHING, NOTHING))
    return " | ".join((entry["comment"], RIGHTS[entry["droits"]], TRIED[entry["essai"]]))


def written(page: str) -> str:
    """Return the page with the table in its place."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return "\n".join((f"{before}{BEGIN}", "", *table(), "", f"{END}{after}"))


def main() -> int:
    """Show the table, or write it in the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ecrire", action="store_true")
    if parser.parse_args().ecrire:
        PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
    else:
        print("\n".join(table()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
