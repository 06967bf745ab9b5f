"""What asks for the same elsewhere: measures that exist, references that can be looked up."""

import re
from datetime import date

from hygie.catalogue.tables import Framework, load_correspondences
from support.content import entries, table

LINES = table("tables/correspondences.toml", "correspondence")
KEYS = {"measure", "framework", "reference", "title", "certainty", "source", "checked"}
SOURCES = {
    Framework.ANSSI: "anssi-hygiene-2017",
    Framework.ISO: "iso-27001-2022",
    Framework.MON_AIDE_CYBER: "mon-aide-cyber",
}
CERTAINTIES = {
    "Même objet.",
    "Leur demande est plus large.",
    "Leur demande ne couvre qu'une partie de la mesure.",
}
ANSSI_MEASURES = 42
ISO_CONTROLS = {5: 37, 6: 8, 7: 14, 8: 34}
"""How many controls each clause of annex A of ISO/IEC 27001:2022 has: 93 in all."""
THEMES = {
    "gouvernance": "Gouvernance",
    "acces": "Sécurité des accès au système d'information",
    "securite-poste": "Sécurité des postes",
    "securite-infrastructure": "Sécurité des infrastructures",
    "sensibilisation": "Sensibilisation des utilisateurs",
    "reaction": "Réaction à une cyberattaque",
}


def test_the_lines_are_in_form() -> None:
    for line in LINES:
        assert set(line) == KEYS
        assert line["certainty"] in CERTAINTIES
        assert line["source"] == SOURCES[Framework(line["framework"])]
        assert type(line["checked"]) is date
        assert 0 < len(line["title"]) <= 130
        assert not line["title"].endswith(".")


def test_the_measures_exist_and_a_line_is_said_once() -> None:
    assert {line["measure"] for line in LINES} <= {measure["id"] for measure in entries()}
    said = [(line["measure"], line["framework"], line["reference"]) for line in LINES]
    assert len(set(said)) == len(said)


def test_one_reference_has_one_title() -> None:
    titles: dict[tuple[str, str], str] = {}
    for line in LINES:
        key = (line["framework"], line["reference"])
        assert titles.setdefault(key, line["title"]) == line["title"]


def test_references_can_be_looked_up() -> None:
    for line in LINES:
        match Framework(line["framework"]):
            case Framework.ANSSI:
                assert re.fullmatch(r"[1-9]\d?", line["reference"])
                assert int(line["reference"]) <= ANSSI_MEASURES
            case Framework.ISO:
                assert re.fullmatch(r"[5-8]\.[1-9]\d?", line["reference"])
                clause, rank = map(int, line["reference"].split("."))
                assert rank <= ISO_CONTROLS[clause]
            case Framework.MON_AIDE_CYBER:
                (theme,) = [
                    name for key, name in THEMES.items() if line["reference"].startswith(key)
                ]
                assert line["title"] == theme


def test_every_framework_is_in_use() -> None:
    assert {line.framework for line in load_correspondences()} == set(Framework)
