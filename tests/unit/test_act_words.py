"""The journal says what happened: who came or left, what opens the data, which document."""

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

import pytest

from hygie.practice.act_words import act_about, act_word
from hygie.practice.journal import show_journal
from hygie.practice.people import Role
from hygie.practice.records import ACT, Draft, Json
from hygie.practice.sqlite_records import SqliteRecords
from hygie.practice.team_acts import people_named
from support.console import a_console, shown
from support.machine import NOW
from support.records import Tokens

WHO = "0e3a1a52-6a14-4c8e-9d34-6f6b0a7c2a11"
SAID: tuple[tuple[Mapping[str, Json], str, str], ...] = (
    ({"equipe": f"secretaire:{WHO}"}, "personne déclarée", "secrétaire"),
    ({"equipe": f"depart:{WHO}"}, "départ noté", ""),
    ({"equipe": f"effacer:{WHO}"}, "nom effacé", ""),
    ({"equipe": f"code:{WHO}"}, "code personnel choisi", ""),
    ({"equipe": f"nom:{WHO}"}, "nom corrigé", ""),
    ({"equipe": f"role:{WHO}"}, "rôle changé", ""),
    ({"equipe": f"plus-tard:{WHO}"}, "équipe changée", ""),
    ({"coffre": "fiche-de-secours"}, "fiche de secours faite", ""),
    ({"coffre": "code-du-cabinet"}, "code du cabinet choisi", ""),
    ({"document": "dossier", "nom": "hygie-dossier.pdf"}, "dossier fait", "hygie-dossier.pdf"),
    ({"document": "csv", "nom": "hygie-csv.csv"}, "document fait", "hygie-csv.csv"),
    ({"acte": "reseau"}, "réseau regardé", ""),
    ({"acte": "plus-tard"}, "acte", ""),
)


@pytest.mark.parametrize(("summary", "what", "about"), SAID)
def test_each_act_has_its_words(
    tmp_path: Path, summary: Mapping[str, Json], what: str, about: str
) -> None:
    records = SqliteRecords(tmp_path, token=Tokens())
    records.append(Draft(at=NOW, kind=ACT, by=f"associe:{WHO}", summary=summary))
    console = a_console(environment={"HYGIE_HOME": str(tmp_path)})
    show_journal(Namespace(derniers=None, json=False), console)
    text = " ".join(shown(console).split())
    assert f" {what} {about}".rstrip() + " associé " in text
    assert WHO not in text


@pytest.mark.parametrize("role", Role)
def test_whoever_is_declared_is_named_where_names_are_known(tmp_path: Path, role: Role) -> None:
    records = SqliteRecords(tmp_path, token=Tokens())
    line = records.append(
        Draft(at=NOW, kind=ACT, by="titulaire", summary={"equipe": f"{role}:{WHO}"})
    )
    assert act_word(line) == "personne déclarée"
    assert act_about(line, {WHO: "Anne Leroy"}) == f"Anne Leroy ({role.word.lower()})"
    assert people_named([line]) == {WHO}
