"""What pages say when the situation is not the usual one: told by a file, without any computer."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hygie.audit.situation_format import read_situation
from hygie.audit.store import save_situation
from hygie.practice.folders import private_folder
from hygie.practice.sqlite_records import SqliteRecords
from support.app import Visitor, running, wait_for
from support.practices import ALONE, with_a_past


@pytest.fixture(scope="module")
def told_by_a_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    home = tmp_path_factory.mktemp("file") / "hygie"
    records = SqliteRecords(private_folder(home), token=lambda: b"0" * 16)
    document = {"format": 1, "profession": "medecin", "exercice": "seul", "utilisateurs": 1}
    save_situation(records, read_situation(document), datetime.now(UTC))
    with running(home) as app:
        yield app.visitor()


@pytest.fixture(scope="module")
def without_computers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    with running(tmp_path_factory.mktemp("none") / "hygie") as app:
        visitor = app.visitor()
        answers = {**ALONE, "appareils": ("aucun-ordinateur",)}
        for name in ("profession", "exercice", "appareils", "dossiers"):
            sent = visitor.post(f"/situation/{name}", {"reponse": answers[name][0]})
            assert sent.status == 302
        yield visitor


def test_a_situation_told_by_a_file_is_enough_to_begin(told_by_a_file: Visitor) -> None:
    assert "Tableau de bord" in told_by_a_file.go("/").said.partition("·")[0]


def test_settings_say_what_the_file_told(told_by_a_file: Visitor) -> None:
    shown = told_by_a_file.get("/reglages").text
    assert "<dd>Médecin</dd>" in shown
    assert "<dd>pas encore répondu</dd>" in shown


def test_where_no_computer_counts_none_is_read_and_nothing_is_said_to_be_right(
    without_computers: Visitor,
) -> None:
    shown = without_computers.go("/").said
    assert "Tableau de bord" in shown
    assert "Relire cet ordinateur" not in shown
    without_computers.post("/lecture", {}, page="/probleme")
    said = wait_for(without_computers, "/lecture", "C’est fait").said
    assert "Aucun ordinateur n’est compté" in said
    assert "0 réglage" not in said
    assert "Rien d’anormal" not in said


def test_who_does_not_know_how_they_work_is_shown_the_sheet_first(tmp_path: Path) -> None:
    with running(tmp_path / "hygie") as app:
        visitor = app.visitor()
        for name, answer in (("profession", "medecin"), ("exercice", "ne_sait_pas")):
            visitor.post(f"/situation/{name}", {"reponse": answer})
        last = visitor.post("/situation/dossiers", {"reponse": "ici"})
        assert last.location == "/fiche"
        assert visitor.post("/lecture", {}, page="/probleme").location == "/fiche"


def test_zero_is_singular_and_a_message_to_nobody_is_not_there(told_by_a_file: Visitor) -> None:
    shown = told_by_a_file.go("/").said
    assert " 0 respectés" not in shown
    assert " 0 respectées" not in shown
    assert told_by_a_file.get("/message/licorne").status == 404


def test_a_vault_that_is_gone_names_the_way_to_put_a_back_up_in_place(tmp_path: Path) -> None:
    home = tmp_path / "hygie"
    with_a_past(home)
    with running(home):
        pass
    (home / "coffre.json").unlink()
    with running(home) as app:
        said = app.first_visitor().go("/").said
    assert "hygie mes-donnees restaurer FICHIER" in said
