"""Personal codes at the app's door: guessing is slowed, leaving closes."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hygie.practice.people import Role
from hygie.practice.personal_codes import WAITS
from support.app import Answer, App, Visitor, running
from support.app_team import CODES, NAMES, at_the_door, come_in, declared, ids_of
from support.practices import with_a_past

PAIR = (Role.TITULAIRE, Role.SECRETAIRE)
NEW = {"code": "panier rouge vif", "encore": "panier rouge vif"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "hygie"
    with_a_past(folder)
    return folder


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("app") / "hygie"
    with_a_past(folder)
    with running(folder) as started:
        yield started


@pytest.fixture(scope="module")
def owner(app: App) -> Visitor:
    """Return the titulaire of a practice of six; each test is about somebody else of it."""
    visitor = app.first_visitor()
    declared(visitor, *NAMES)
    return visitor


def guess(visitor: Visitor, role: Role, code: str) -> Answer:
    return visitor.post("/qui", {"personne": ids_of(visitor)[NAMES[role]], "code": code})


def id_of(app: App, role: Role) -> str:
    return ids_of(at_the_door(app))[NAMES[role]]


def test_alone_nobody_is_asked_and_two_are(home: Path) -> None:
    with running(home) as app:
        visitor = app.first_visitor()
        declared(visitor, Role.TITULAIRE)
        assert at_the_door(app).go("/plan").status == 200
        declared(visitor, Role.SECRETAIRE)
        assert "Qui êtes-vous" in at_the_door(app).go("/plan").said


def test_guessing_is_slowed_and_a_restart_helps_nobody(home: Path) -> None:
    with running(home) as app:
        declared(app.first_visitor(), *PAIR)
        visitor = at_the_door(app)
        for number in range(4):
            missed = guess(visitor, Role.SECRETAIRE, f"lampe {number} verte")
            assert (missed.status, "Attendez" in missed.said) == (422, number == 3)
        assert guess(visitor, Role.SECRETAIRE, CODES[Role.SECRETAIRE]).status == 422
        time.sleep(WAITS[0].total_seconds())
        assert "Attendez" in guess(visitor, Role.SECRETAIRE, "lampe morte bleue").said
        app.kill()
    with running(home) as again:
        refused = guess(at_the_door(again), Role.SECRETAIRE, CODES[Role.SECRETAIRE])
        assert (refused.status, "Attendez" in refused.said) == (422, True)
        assert guess(at_the_door(again), Role.TITULAIRE, CODES[Role.TITULAIRE]).status == 302


def test_nothing_of_a_guess_tells_who_exists(app: App, owner: Visitor) -> None:
    del owner
    visitor = at_the_door(app)
    unknown = {"personne": "00000000-0000-4000-8000-000000000000", "code": "lampe verte"}
    for fields in (unknown, {"personne": "x' OR 1=1", "code": "y"}, {"personne": "", "code": ""}):
        assert visitor.post("/qui", fields).status == 422
    assert visitor.get("/plan").location == "/qui"


def test_a_code_is_shown_by_no_page(app: App, owner: Visitor) -> None:
    del owner
    missed = guess(at_the_door(app), Role.TITULAIRE, "lampe morte bleue")
    assert missed.status == 422
    assert "lampe morte bleue" not in missed.text


def test_who_leaves_is_out_at_once(app: App, owner: Visitor) -> None:
    gone = come_in(app, Role.COLLABORATEUR)
    assert gone.get("/plan").status == 200
    person = id_of(app, Role.COLLABORATEUR)
    assert owner.post(f"/equipe/{person}/depart", {}, page="/equipe").status == 302
    assert gone.get("/plan").status == 404
    assert NAMES[Role.COLLABORATEUR] not in ids_of(at_the_door(app))
    assert NAMES[Role.COLLABORATEUR] in owner.get("/equipe").said


def test_a_new_code_closes_the_sessions_of_the_old_one(app: App, owner: Visitor) -> None:
    locum = come_in(app, Role.REMPLACANT)
    person = id_of(app, Role.REMPLACANT)
    fields = {**NEW, "votre-code": CODES[Role.TITULAIRE]}
    assert owner.post(f"/equipe/{person}/code", fields, page="/equipe").status == 302
    assert locum.get("/plan").status == 404
    assert guess(at_the_door(app), Role.REMPLACANT, CODES[Role.REMPLACANT]).status == 422
    assert guess(at_the_door(app), Role.REMPLACANT, NEW["code"]).status == 302


def test_her_own_new_code_closes_her_other_sessions(app: App, owner: Visitor) -> None:
    """Somebody who saw her type the old one may have a browser open."""
    del owner
    secretary, elsewhere = come_in(app, Role.SECRETAIRE), come_in(app, Role.SECRETAIRE)
    changed = secretary.post("/equipe/mon-code", {"ancien": CODES[Role.SECRETAIRE], **NEW})
    assert changed.status == 302
    assert secretary.get("/taches").status == 200
    assert elsewhere.get("/taches").status == 404


def test_locking_asks_for_the_code_again(app: App, owner: Visitor) -> None:
    assert owner.post("/fermer", {}, page="/probleme").location == "/qui"
    assert owner.get("/journal").location == "/qui"
    assert guess(owner, Role.TITULAIRE, CODES[Role.TITULAIRE]).status == 302
    assert owner.get("/journal").status == 200
    assert app.stranger().get("/qui").status == 404


def test_a_role_that_changes_changes_what_is_seen_at_once(app: App, owner: Visitor) -> None:
    provider = come_in(app, Role.PRESTATAIRE)
    person = id_of(app, Role.PRESTATAIRE)
    assert provider.get("/journal").status == 404
    for role, status in (("associe", 200), ("prestataire", 404)):
        fields = {"role": role}
        assert owner.post(f"/equipe/{person}/role", fields, page="/equipe").status == 302
        assert provider.get("/journal").status == status


class TestTheListOfPeopleIsGone:
    """Whoever can delete a file of the folder must not do without the codes by that."""

    def test_deleted(self, home: Path) -> None:
        with running(home) as app:
            declared(app.first_visitor(), *PAIR)
        for file in home.glob("cabinet.chiffre*"):
            file.rename(home.with_name(file.name))
        with running(home) as again:
            visitor = again.first_visitor()
            for page in ("/", "/equipe"):
                refused = visitor.go(page)
                assert (refused.status, "cabinet.chiffre" in refused.said) == (409, True)
            assert not (home / "cabinet.chiffre").exists()
            for file in home.parent.glob("cabinet.chiffre*"):
                file.rename(home / file.name)
            assert "Qui êtes-vous" in visitor.go("/plan").said

    def test_replaced_by_an_older_one(self, home: Path) -> None:
        with running(home) as app:
            declared(app.first_visitor(), Role.TITULAIRE)
            app.stop()
        older = (home / "cabinet.chiffre").read_bytes()
        with running(home) as app:
            declared(app.first_visitor(), Role.SECRETAIRE)
            app.stop()
        for file in home.glob("cabinet.chiffre*"):
            file.unlink()
        (home / "cabinet.chiffre").write_bytes(older)
        with running(home) as again:
            assert again.first_visitor().go("/").status == 409
