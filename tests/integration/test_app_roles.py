"""Who may do what in the app: every address, every method, every role."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import hygie
from hygie.practice.people import Role
from support.app import Answer, App, Visitor, running, wait_for
from support.app_team import NAMES, at_the_door, come_in, declared, ids_of
from support.app_writer import PROOF_PAGE, prepared
from support.photos import a_jpeg
from support.practices import with_a_past

ALL = frozenset(Role)
NOBODY: frozenset[Role] = frozenset()
OWNER = frozenset({Role.TITULAIRE})
HOLDERS = OWNER | {Role.ASSOCIE}
CARERS = HOLDERS | {Role.COLLABORATEUR, Role.REMPLACANT}
STAFF = CARERS | {Role.SECRETAIRE}
WALL, NO_WAY = 404, 405
DECIDED = "acces-lieu"
"""A measure no machine decides."""


@dataclass(frozen=True)
class Row:
    """Who may see an address, and who may send it a form.

    ``tried`` are the only ones of ``send`` to do it: nobody when it would end the app or write out
    of its folder, one when it can be done once. Forms are empty but for ``fields``.
    """

    path: str
    see: frozenset[Role]
    send: frozenset[Role] = NOBODY
    tried: frozenset[Role] = ALL
    fields: Mapping[str, str] = field(default_factory=dict)


ROWS: Mapping[str, Row] = {
    "dashboard": Row("/", ALL),
    "history": Row("/historique", CARERS),
    "message": Row("/message/prestataire", CARERS),
    "trouble": Row("/probleme", ALL),
    "welcome": Row("/bienvenue", CARERS),
    "go-on": Row("/suite", NOBODY, CARERS),
    "situation": Row("/situation/exercice", HOLDERS, HOLDERS),
    "sheet": Row("/fiche", CARERS, CARERS),
    "reading": Row("/lecture", CARERS, CARERS),
    "reading-state": Row("/lecture/etat", CARERS),
    "questions": Row("/questions", CARERS),
    "question": Row(f"/questions/{DECIDED}", CARERS, CARERS),
    "first-plan": Row("/a-faire", CARERS),
    "measures": Row("/mesures", CARERS),
    "complements": Row("/mesures/complements", CARERS),
    "measure": Row(f"/mesures/{DECIDED}", CARERS),
    "answer": Row(f"/mesures/{DECIDED}/reponse", CARERS, CARERS),
    "measure-done": Row(f"/mesures/{DECIDED}/fait", NOBODY, CARERS),
    "measure-reading": Row("/mesures/verrouillage/relecture", CARERS),
    "measure-reading-state": Row("/mesures/verrouillage/relecture/etat", CARERS),
    "evidence": Row(PROOF_PAGE, CARERS, CARERS),
    "evidence-file": Row("/preuves/{file}", CARERS),
    "evidence-preview": Row("/preuves/{file}/apercu", CARERS),
    "evidence-thumbnail": Row("/preuves/{file}/vignette", CARERS),
    "evidence-photo": Row("/preuves/{file}/photo", CARERS),
    "evidence-removal": Row("/preuves/{file}/retirer", HOLDERS, HOLDERS, tried=OWNER),
    "plan": Row("/plan", CARERS),
    "assign": Row(f"/plan/{DECIDED}", NOBODY, CARERS),
    # Whose line it is decides for the staff: see TestStaff.
    "done": Row(f"/plan/{DECIDED}/fait", NOBODY, CARERS),
    "tasks": Row("/taches", ALL),
    "staff-page": Row("/taches/charte-informatique", STAFF),
    "workstations": Row("/postes", CARERS),
    "workstation-add": Row("/postes/ajouter", NOBODY, HOLDERS),
    "workstation-send": Row("/postes/fichier", NOBODY, CARERS),
    "workstation-remove": Row("/postes/poste-0123abcd/retirer", NOBODY, HOLDERS, tried=NOBODY),
    "team": Row("/equipe", CARERS),
    "team-declare": Row("/equipe/declarer", NOBODY, OWNER),
    "my-code": Row("/equipe/mon-code", ALL, ALL),
    "team-change": Row("/equipe/{person}/nom", NOBODY, OWNER),
    "journal": Row("/journal", HOLDERS),
    "documents": Row("/documents", HOLDERS),
    "document-make": Row("/documents/faire", NOBODY, HOLDERS, fields={"genre": "csv"}),
    "document-state": Row("/documents/etat", HOLDERS),
    "document": Row("/documents/{document}/garder", HOLDERS),
    "settings": Row("/reglages", HOLDERS),
    "own-data": Row("/reglages/donnees", OWNER),
    "own-data-save": Row("/reglages/donnees/sauver", NOBODY, OWNER),
    "own-data-restore": Row("/reglages/donnees/restaurer", NOBODY, OWNER),
    "own-data-export": Row("/reglages/donnees/exporter", NOBODY, OWNER, tried=NOBODY),
    "own-data-erase": Row("/reglages/donnees/effacer", NOBODY, OWNER),
    "recovery": Row("/reglages/fiche-de-secours", OWNER, OWNER),
    "practice-code": Row("/reglages/code", NOBODY, OWNER),
    "leave": Row("/fermer", NOBODY, ALL, tried=NOBODY),
    "stop": Row("/quitter", NOBODY, ALL, tried=NOBODY),
    "unlock": Row("/deverrouiller", ALL, ALL),
    "who": Row("/qui", ALL, ALL),
}
OPEN = {"enter": "/entrer", "open-again": "/ouvrir"}
"""What is not for a session, but to get one: tests/integration/test_app_doors.py."""


@dataclass(frozen=True)
class Place:
    """A practice of six in front of one app, and what its addresses are about."""

    app: App
    visitors: Mapping[Role, Visitor]
    names: Mapping[str, str]

    def path(self, name: str) -> str:
        return ROWS[name].path.format_map(self.names)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    home = tmp_path_factory.mktemp("app") / "hygie"
    with_a_past(home)
    with running(home) as app:
        owner = app.first_visitor()
        names = {"file": a_file(owner), "document": a_document(owner)}
        declared(owner, *NAMES)
        names["person"] = ids_of(at_the_door(app))[NAMES[Role.SECRETAIRE]]
        others: dict[Role, Visitor] = {role: come_in(app, role) for role in list(NAMES)[1:]}
        yield Place(app, {Role.TITULAIRE: owner, **others}, names)


def a_file(owner: Visitor) -> str:
    fields = {"genre": prepared(owner).kind}
    file = ("fichier", "photo.jpg", a_jpeg())
    shown = owner.follow(owner.send_file(PROOF_PAGE, fields, file, page="/probleme"))
    return id_in(shown, "/preuves/([0-9a-f]{32})")


def a_document(owner: Visitor) -> str:
    owner.post("/documents/faire", {"genre": "csv"}, page="/documents")
    return id_in(wait_for(owner, "/documents", "Enregistrer"), "/documents/([0-9a-f]{32})")


def id_in(shown: Answer, pattern: str) -> str:
    found = re.search(pattern, shown.text)
    assert found is not None, shown.said
    return found.group(1)


def names_of_addresses() -> set[str]:
    """Return the name of every address, read from the source: Django is the app's own."""
    tree = ast.parse(Path(hygie.__file__).with_name("web").joinpath("urls.py").read_text("utf-8"))
    return {
        str(ast.literal_eval(word.value))
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        for word in call.keywords
        if word.arg == "name"
    }


def test_every_address_has_its_row() -> None:
    """A page somebody adds is closed or open on purpose, never by oversight."""
    assert names_of_addresses() == {*ROWS, *OPEN}


@pytest.mark.parametrize("name", ROWS)
def test_who_may_see_it(place: Place, name: str) -> None:
    row = ROWS[name]
    for role, visitor in place.visitors.items():
        status = visitor.get(place.path(name)).status
        if not row.see:
            assert status == NO_WAY, role
        elif role in row.see:
            assert status in {200, 302}, role
        else:
            assert status == WALL, role


def test_a_look_is_never_an_act(place: Place) -> None:
    """HEAD needs no secret of a form: it must only go where GET does."""
    for name, row in ROWS.items():
        for role, visitor in place.visitors.items():
            status = visitor.request("HEAD", place.path(name)).status
            expected = {200, 302} if role in row.see else {WALL if row.see else NO_WAY}
            assert status in expected, (name, role)


@pytest.mark.parametrize("name", ROWS)
def test_who_may_send_it_a_form(place: Place, name: str) -> None:
    row, path = ROWS[name], place.path(name)
    for role, visitor in place.visitors.items():
        if role in row.send - row.tried:
            continue
        status = visitor.post(path, row.fields, page="/probleme").status
        if not row.send:
            assert status == NO_WAY, role
        elif role in row.send:
            assert status in {200, 302, 422}, role
        else:
            assert status == WALL, role


@pytest.mark.parametrize("name", [*ROWS, *OPEN])
def test_a_stranger_hears_there_is_nothing(place: Place, name: str) -> None:
    """Even one who makes up both halves of the secret that forms carry."""
    path = OPEN.get(name) or place.path(name)
    stranger = place.app.stranger()
    assert stranger.get(path).status == WALL
    made_up = "a" * 32
    stranger.cookies[f"hygie-formulaires-{place.app.port}"] = made_up
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"http://127.0.0.1:{place.app.port}",
    }
    body = f"csrfmiddlewaretoken={made_up}".encode()
    assert stranger.request("POST", path, body, headers).status == WALL


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_no_other_method_gets_in(place: Place, method: str) -> None:
    for name in ROWS:
        answer = place.visitors[Role.TITULAIRE].request(method, place.path(name))
        assert answer.status == 403, name


def test_those_who_may_not_changed_nothing(place: Place) -> None:
    """What the journal says of the others than carers, after all they tried, is nothing."""
    shown = place.visitors[Role.TITULAIRE].get("/journal").text
    acted = re.findall(r'data-label="Par">([^<]*)<', shown)
    assert any(NAMES[Role.TITULAIRE] in by for by in acted)
    for role in (Role.PRESTATAIRE, Role.SECRETAIRE):
        assert not any(NAMES[role] in by for by in acted)


class TestStaff:
    def test_the_secretary_has_a_menu_of_her_own(self, place: Place) -> None:
        shown = place.visitors[Role.SECRETAIRE].go("/")
        assert "Mes tâches" in shown.said
        for word in ("Réglages", "Documents", "Équipe", "Tableau de bord"):
            assert word not in shown.said

    def test_she_says_done_of_her_own_lines_only(self, place: Place) -> None:
        owner, secretary = (place.visitors[role] for role in (Role.TITULAIRE, Role.SECRETAIRE))
        assert secretary.post(f"/plan/{DECIDED}/fait", {}, page="/probleme").status == WALL
        given = {"qui": place.names["person"]}
        assert owner.post(f"/plan/{DECIDED}", given, page="/plan").status == 302
        assert secretary.post(f"/plan/{DECIDED}/fait", {}, page="/taches").status == 302
        assert "à confirmer" in owner.get("/plan").said
