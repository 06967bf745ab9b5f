"""A screen left open gives nobody the data: one's own code is asked again before what would."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from hygie.practice.people import Role
from hygie.practice.vault import Vault
from support.app import CODE, Answer, App, Visitor, running, surroundings
from support.app_team import CODES, NAMES, at_the_door, come_in, declared, ids_of
from support.practices import with_a_past

SHEET = re.compile(r'class="recovery"><code>([^<]+)</code>')
RECOVERY = "/reglages/fiche-de-secours"
FILE = "coffre.json"
NEW = {"code": "panier rouge vif", "encore": "panier rouge vif"}
OWN = {"votre-code": CODES[Role.TITULAIRE]}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "hygie"
    with_a_past(folder)
    return folder


@pytest.fixture
def app(home: Path) -> Iterator[App]:
    with running(home) as started:
        yield started


def drawn(visitor: Visitor, **fields: str) -> Answer:
    return visitor.post(RECOVERY, fields, page="/reglages")


def sheet_of(answer: Answer) -> str:
    found = SHEET.search(answer.text)
    assert found is not None, answer.said
    return found.group(1)


def test_a_sheet_is_shown_once_and_showing_its_page_again_draws_no_other(app: App) -> None:
    visitor, vault = app.first_visitor(), app.home / FILE
    assert drawn(visitor, **{"votre-code": CODE}).location == RECOVERY
    kept = vault.read_bytes()
    assert visitor.request("HEAD", RECOVERY).status == 200
    assert at_the_door(app).get(RECOVERY).text.count('class="recovery"') == 0
    printed = sheet_of(visitor.get(RECOVERY))
    for _ in range(2):
        assert printed not in visitor.get(RECOVERY).text
    assert vault.read_bytes() == kept


def test_a_sheet_is_replaced_only_on_purpose(app: App) -> None:
    visitor, vault = app.first_visitor(), app.home / FILE
    drawn(visitor, **{"votre-code": CODE})
    kept = vault.read_bytes()
    refused = drawn(visitor, **{"votre-code": CODE})
    assert (refused.status, "toujours bonne" in refused.said) == (422, True)
    assert vault.read_bytes() == kept
    assert drawn(visitor, remplacer="oui", **{"votre-code": CODE}).status == 302
    assert vault.read_bytes() != kept


@pytest.mark.parametrize("given", [{}, {"votre-code": "faux"}, {"votre-code": CODE}])
def test_an_open_screen_is_not_enough(app: App, given: dict[str, str]) -> None:
    """The practice's code is not one's own: the others of the practice may know it."""
    owner = app.first_visitor()
    declared(owner, Role.TITULAIRE, Role.SECRETAIRE)
    person = ids_of(at_the_door(app))[NAMES[Role.SECRETAIRE]]
    kept = (app.home / FILE).read_bytes()
    tried = {
        RECOVERY: {},
        "/reglages/code": NEW,
        "/reglages/donnees/effacer": {"mot": "effacer"},
        "/reglages/donnees/sauver": NEW,
        "/reglages/donnees/restaurer": {"code": "panier rouge vif"},
        f"/equipe/{person}/code": NEW,
        f"/equipe/{person}/role": {"role": "titulaire"},
        "/equipe/declarer": {"nom": "Autre Martin", "role": "titulaire", **NEW},
    }
    for path, fields in tried.items():
        refused = owner.post(path, {**fields, **given}, page="/reglages")
        assert (refused.status, 'role="alert"' in refused.text) == (422, True), path
    assert (app.home / FILE).read_bytes() == kept
    assert come_in(app, Role.SECRETAIRE).get("/taches").status == 200


def test_one_s_own_code_lets_it_be_done(app: App) -> None:
    owner = app.first_visitor()
    declared(owner, Role.TITULAIRE, Role.SECRETAIRE)
    person = ids_of(at_the_door(app))[NAMES[Role.SECRETAIRE]]
    for path in ("/reglages/code", f"/equipe/{person}/code", RECOVERY):
        assert owner.post(path, {**NEW, **OWN}, page="/reglages").status == 302, path


def test_everything_in_clear_is_written_for_its_owner_only(app: App) -> None:
    owner = app.first_visitor()
    for wrong in ({}, {"votre-code": "faux"}):
        refused = owner.post("/reglages/donnees/exporter", wrong, page="/reglages")
        assert (refused.status, "n'est pas le code du cabinet" in refused.said) == (422, True)


def test_missed_codes_are_slowed_there_too(app: App) -> None:
    owner = app.first_visitor()
    declared(owner, Role.TITULAIRE)
    for number in range(4):
        missed = drawn(owner, **{"votre-code": f"lampe {number} verte"})
        assert (missed.status, "Attendez" in missed.said) == (422, number == 3)
    assert drawn(owner, **OWN).status == 422


def test_where_nobody_has_a_code_none_is_asked(home: Path, tmp_path: Path) -> None:
    with running(home, keyring=tmp_path / "trousseau.json") as app:
        visitor = app.first_visitor()
        assert "votre-code" not in visitor.get("/reglages").text
        assert drawn(visitor).status == 302
        assert sheet_of(visitor.get(RECOVERY))


def test_a_code_made_anew_by_the_sheet_closes_the_other_sessions(app: App) -> None:
    owner = app.first_visitor()
    drawn(owner, **{"votre-code": CODE})
    printed = sheet_of(owner.get(RECOVERY))
    declared(owner, Role.TITULAIRE, Role.SECRETAIRE)
    person = ids_of(at_the_door(app))[NAMES[Role.TITULAIRE]]
    elsewhere, again = come_in(app, Role.TITULAIRE), at_the_door(app)
    assert again.post("/qui", {"personne": person, "secours": printed, **NEW}).status == 302
    assert again.get("/journal").status == 200
    for former in (owner, elsewhere):
        assert former.get("/journal").status == 404


def test_who_erased_everything_does_not_read_that_all_is_kept(home: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "hygie", "--sans-navigateur"],
        env=surroundings(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    parts = urlsplit(process.stdout.readline().strip())
    visitor = Visitor(parts.port or 0)
    visitor.get(f"{parts.path}?{parts.query}")
    fields = {"mot": "effacer", "votre-code": CODE}
    done = visitor.post("/reglages/donnees/effacer", fields, page="/reglages/donnees")
    assert "Tout est effacé" in done.said
    _, said = process.communicate(timeout=60)
    assert "est gardé" not in said
    assert "effacé" in said
    assert Vault.read(home) is None
