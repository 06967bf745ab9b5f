"""The local app on Windows: it starts, is seen, is joined, encrypts, tells people apart, ends."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hygie.practice.people import Role
from support.app import PATIENCE, App, Visitor, running, surroundings
from support.app_team import CODES, NAMES, at_the_door, come_in, declared, ids_of
from support.app_writer import PROOF_PAGE, prepared
from support.practices import with_a_past

pytestmark = pytest.mark.needs("windows")
SQLITE = b"SQLite format 3\0"
PAGES = ("/", "/mesures", "/mesures/sauvegarde", "/plan", "/postes", "/equipe", "/journal",
         "/documents", "/reglages", "/probleme", "/historique", "/fixe/hygie.css",
         "/fixe/hygie.js", "/fixe/icones.svg")  # fmt: skip  # a list of addresses

ASKED_TO_END = """
import runpy, signal, sys, threading, time
from pathlib import Path

file, name = Path(sys.argv[1]), sys.argv[2]

def end():
    while not file.exists():
        time.sleep(0.1)
    signal.raise_signal(getattr(signal, name))

threading.Thread(target=end, daemon=True).start()
sys.argv[1:] = ["--sans-navigateur"]
runpy.run_module("hygie", run_name="__main__", alter_sys=True)
"""
"""Starts the app, which gets a signal once it serves."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    home = tmp_path_factory.mktemp("app") / "Données d'Élise"
    with_a_past(home)
    with running(home) as started:
        yield started


@pytest.fixture(scope="module")
def owner(app: App) -> Visitor:
    return app.first_visitor()


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_served(owner: Visitor, page: str) -> None:
    assert owner.go(page).status == 200


def test_files_keep_their_kind(owner: Visitor) -> None:
    """Windows' registry may say anything of what a .css or a .js is."""
    kinds = {"hygie.css": "text/css", "hygie.js": "text/javascript", "icones.svg": "image/svg+xml"}
    for name, kind in kinds.items():
        assert owner.get(f"/fixe/{name}").headers["content-type"].startswith(kind)


def test_plain_records_were_moved_to_the_encrypted_register(app: App, owner: Visitor) -> None:
    assert "Le journal est intact" in owner.get("/journal?verifier=oui").said
    encrypted = [app.home / name for name in ("registre.chiffre", "cabinet.chiffre")]
    for path in encrypted:
        assert not path.read_bytes().startswith(SQLITE)
    plain = (app.home / "registre.sqlite").read_bytes()
    assert b"situation" not in plain
    assert b"poste-" not in plain


def test_a_form_is_written_down(owner: Visitor) -> None:
    done = owner.post("/questions/acces-lieu", {"reponse": "oui", "retour": "mesure"})
    assert done.status == 302
    assert "respectée" in owner.follow(done).said


def test_evidence_is_sealed_and_given_back(app: App, owner: Visitor) -> None:
    content = b"facture de l'installateur"
    fields = {"genre": prepared(owner).kind}
    file = ("fichier", "facture.txt", content)
    sent = owner.send_file(PROOF_PAGE, fields, file, page="/probleme")
    assert sent.status == 302
    (sealed,) = (app.home / "preuves").iterdir()
    assert content not in sealed.read_bytes()
    assert owner.get(f"/preuves/{sealed.name}").body == content


def test_this_workstation_is_read(owner: Visitor) -> None:
    assert owner.post("/lecture", {}, page="/postes").location == "/lecture"
    began = time.monotonic()
    while "hx-trigger" in owner.get("/lecture/etat").text:
        assert time.monotonic() - began < 2 * PATIENCE
        time.sleep(0.5)
    assert owner.go("/").status == 200


def test_a_second_start_finds_the_first(app: App) -> None:
    assert app.visitor().go("/").status == 200


def test_only_its_own_folder_was_written(app: App) -> None:
    beside = {path.name for path in app.home.parent.iterdir()}
    assert beside == {app.home.name, f"{app.home.name}-code.txt"}


def test_each_opens_with_their_own_code(tmp_path: Path) -> None:
    home = tmp_path / "hygie"
    with running(home) as app:
        declared(app.first_visitor(), Role.TITULAIRE, Role.SECRETAIRE)
        secretary = come_in(app, Role.SECRETAIRE)
        assert secretary.get("/taches").status == 200
        assert secretary.get("/journal").status == 404
        door = at_the_door(app)
        wrong = {"personne": ids_of(door)[NAMES[Role.TITULAIRE]], "code": CODES[Role.SECRETAIRE]}
        assert door.post("/qui", wrong).status == 422


def test_quitting_ends_it_and_leaves_nothing_behind(tmp_path: Path) -> None:
    home = tmp_path / "hygie"
    with running(home) as app:
        visitor = app.first_visitor()
        assert "Hygie est arrêté" in visitor.post("/quitter", {}, page="/bienvenue").said
        assert app.process.wait(PATIENCE) == 0
    assert not (home / "application.json").exists()


def test_killed_by_the_task_manager_it_starts_again(tmp_path: Path) -> None:
    home = tmp_path / "hygie"
    with running(home) as app:
        visitor = app.first_visitor()
        assert visitor.post("/situation/profession", {"reponse": "medecin"}).status == 302
        app.kill()
    with running(home) as again:
        assert "2 sur" in again.first_visitor().go("/questions").said


def test_a_practice_without_any_code_is_asked_for_one(tmp_path: Path) -> None:
    """Neither a keyring nor a code: the first page asks for it, nothing is written in clear."""
    home = tmp_path / "hygie"
    with running(home, code=None) as app:
        visitor = app.first_visitor()
        assert visitor.get("/plan").location == "/deverrouiller"
        code = {"code": "trois lampes vertes", "encore": "trois lampes vertes"}
        assert visitor.post("/deverrouiller", code).status == 302
        assert visitor.go("/").status == 200


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGBREAK"])
def test_the_system_asks_it_to_end(tmp_path: Path, name: str) -> None:
    """Ctrl+C, Ctrl+Break or a closed window end it as «Quitter» does; pipes have no console."""
    home = tmp_path / "hygie"
    done = subprocess.run(
        [sys.executable, "-P", "-c", ASKED_TO_END, str(home / "application.json"), name],
        env=surroundings(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=2 * PATIENCE,
    )
    assert done.returncode == 0
    assert "Hygie est arrêté" in done.stderr.decode("utf-8")
    assert not (home / "application.json").exists()
