"""Hygie's own data, from the app: saved, put back elsewhere, exported, erased."""

import json
from pathlib import Path

import pytest

from support.app import CODE, Answer, App, Visitor, running
from support.practices import with_a_past

PAGE = "/reglages/donnees"
OWN = {"votre-code": CODE}
BACKUP = {"code": "panier rouge vif", "encore": "panier rouge vif"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "cabinet" / "hygie"
    folder.parent.mkdir()
    return folder


def saved(visitor: Visitor) -> bytes:
    answer = visitor.post(f"{PAGE}/sauver", {**BACKUP, **OWN}, page=PAGE)
    assert answer.status == 200, answer.said
    assert answer.headers["content-disposition"].startswith("attachment")
    return answer.body


def put_back(visitor: Visitor, content: bytes, code: str = BACKUP["code"]) -> Answer:
    file = ("fichier", "sauvegarde.hygie", content)
    return visitor.send_file(f"{PAGE}/restaurer", {"code": code, **OWN}, file, page=PAGE)


def passing(home: Path) -> list[Path]:
    return [path for path in home.iterdir() if path.name.startswith((".sauv", ".rest"))]


def journal_of(app: App) -> str:
    return app.first_visitor().go("/journal?verifier=oui").said


def test_what_was_saved_is_put_back_on_another_computer(home: Path, tmp_path: Path) -> None:
    count = with_a_past(home).verify().count
    with running(home) as app:
        content = saved(app.first_visitor())
        assert passing(home) == []
    assert b"SQLite" not in content
    assert b"acces-lieu" not in content
    other = tmp_path / "ailleurs" / "hygie"
    other.parent.mkdir()
    with running(other) as app:
        visitor = app.first_visitor()
        for wrong in (put_back(visitor, content, "autre code"), put_back(visitor, content[:-9])):
            assert (wrong.status, 'role="alert"' in wrong.text) == (422, True)
        assert "Vos données sont en place" in put_back(visitor, content).said
        assert app.process.wait(30) == 0
        assert passing(other) == []
    with running(other) as app:
        assert f"{count} enregistrements, aucun changé" in journal_of(app)


def test_a_back_up_cut_off_on_its_way_is_swept(home: Path) -> None:
    with_a_past(home)
    left = home / ".sauvegarde-0123456789abcdef.hygie"
    left.write_bytes(b"chiffre")
    with running(home):
        assert not left.exists()


def test_everything_is_exported_in_clear_in_a_new_folder(home: Path) -> None:
    count = with_a_past(home).verify().count
    with running(home) as app:
        said = app.first_visitor().post(f"{PAGE}/exporter", OWN, page=PAGE).said
    (folder,) = home.parent.glob("hygie-export-*")
    assert str(folder) in said
    assert (folder / "LISEZMOI.txt").is_file()
    lines = json.loads((folder / "enregistrements.json").read_text("utf-8"))["lignes"]
    assert len(lines) == count


def test_everything_is_erased_once_the_word_is_typed(home: Path) -> None:
    with_a_past(home)
    with running(home) as app:
        visitor = app.first_visitor()
        assert visitor.post(f"{PAGE}/effacer", {"mot": "oui", **OWN}, page=PAGE).status == 422
        assert (home / "registre.chiffre").exists()
        told = visitor.post(f"{PAGE}/effacer", {"mot": "effacer", **OWN}, page=PAGE)
        assert "Tout est effacé" in told.said
        assert app.process.wait(30) == 0
    assert not home.exists() or list(home.iterdir()) == []
