"""The file of a Windows workstation, written and received by a genuine Python for Windows."""

from datetime import UTC, datetime, timedelta

import pytest

from support.schemas import refusals
from support.windows_program import Practice
from support.workstations import OTHER, a_key, print_of, signed

pytestmark = pytest.mark.needs("windows")


def test_the_file_is_signed_and_written_once(practice: Practice) -> None:
    target = str(practice.folder / "poste.json")
    words = ("poste", "--fiche-remise", "--sortie", target)
    done = practice.hygie(*words, "--json")
    assert done.code == 0
    assert refusals("fichier-poste", done.document) == []
    assert done.document["systeme"] == "windows"
    assert practice.hygie(*words).code == 2


def test_another_workstation_is_joined_and_judged(practice: Practice) -> None:
    recent = datetime.now(UTC) - timedelta(minutes=1)
    path = practice.written("accueil é.json", signed(at=recent))
    added = practice.hygie("poste", "ajouter", path, "--empreinte", print_of(a_key()), "--json")
    assert (added.code, refusals("postes", added.document)) == (0, [])
    audit = practice.hygie("audit", "--sans-question", "--json").document
    assert OTHER in {reading["poste"] for reading in audit["releves"]}
