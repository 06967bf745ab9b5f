"""Leaving, locking, stopping and coming back: each time the app says what to do, and does it."""

import re
import socket
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest

from hygie.practice.people import Role
from hygie.web.server import LOOPBACK, bind
from support.app import PATIENCE, App, Visitor, launch, running
from support.app_team import at_the_door, declared
from support.practices import never_read, with_a_past

CHOSEN = "quatre pins bleus"
ASKED = "Ouvrir les données du cabinet"
TOGETHER = 3


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "hygie"


def with_a_code(app: App) -> Visitor:
    visitor = app.first_visitor()
    visitor.post("/deverrouiller", {"code": CHOSEN, "encore": CHOSEN})
    assert "Bienvenue" in visitor.go("/").said
    return visitor


def lock(visitor: Visitor) -> str:
    return visitor.follow(visitor.post("/fermer", {}, page="/probleme")).said


def test_alone_locking_shuts_the_data_until_the_code(home: Path) -> None:
    with running(home, code=None) as app:
        visitor = with_a_code(app)
        assert ASKED in lock(visitor)
        for path in ("/", "/reglages", "/journal"):
            assert ASKED in visitor.go(path).said
        again = at_the_door(app)
        assert ASKED in again.go("/").said
        assert "n'est pas le code" in again.post("/deverrouiller", {"code": "faux code"}).said
        again.post("/deverrouiller", {"code": CHOSEN})
        assert "Bienvenue" in again.go("/").said


def test_somebody_declared_alone_locks_too(home: Path) -> None:
    with running(home, code=None) as app:
        visitor = with_a_code(app)
        declared(visitor, Role.TITULAIRE)
        assert ASKED in lock(visitor)
        visitor.post("/deverrouiller", {"code": CHOSEN})
        assert visitor.go("/equipe").status == HTTPStatus.OK


def test_where_nothing_asks_locking_says_how_to_come_back(home: Path) -> None:
    with running(home) as app:
        visitor = app.first_visitor()
        said = lock(visitor)
        assert "rouvrez Hygie" in said
        assert "cet onglet" in said
        assert visitor.get("/").status == HTTPStatus.NOT_FOUND
        assert "Bienvenue" in at_the_door(app).go("/").said


def test_a_problem_is_helped_before_any_code(home: Path) -> None:
    with running(home, code=None) as app:
        visitor = app.first_visitor()
        assert 'href="/probleme"' in visitor.go("/").text
        shown = visitor.get("/probleme")
        assert shown.status == HTTPStatus.OK
        assert "<ol" in shown.text
        assert app.stranger().get("/probleme").status == HTTPStatus.NOT_FOUND


def test_a_problem_is_helped_before_a_personal_code(home: Path) -> None:
    with running(home) as app:
        declared(app.first_visitor(), Role.TITULAIRE, Role.SECRETAIRE)
        newcomer = at_the_door(app)
        assert 'href="/probleme"' in newcomer.go("/").text
        assert "<ol" in newcomer.get("/probleme").text
        assert "Tableau de bord" not in newcomer.get("/probleme").said


@pytest.mark.parametrize(
    ("path", "home_page"),
    [
        ("/suite", "/"),
        ("/equipe/declarer", "/equipe"),
        ("/reglages/donnees/sauver", "/reglages"),
        ("/plan/sauvegarde/fait", "/plan"),
        ("/fermer", "/"),
    ],
)
def test_an_address_that_only_takes_forms_shows_the_way(
    app: App, path: str, home_page: str
) -> None:
    shown = at_the_door(app).get(path)
    assert shown.status == HTTPStatus.METHOD_NOT_ALLOWED
    assert shown.headers["allow"] == "POST"
    assert "Rien n'a été changé" in shown.said.replace("’", "'")
    assert f'role="button" href="{home_page}"' in shown.text


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    home = tmp_path_factory.mktemp("app") / "hygie"
    with_a_past(home)
    with running(home) as started:
        yield started


def test_started_together_each_shows_an_address(home: Path) -> None:
    home.mkdir(mode=0o700)
    together = [launch(home) for _ in range(TOGETHER)]
    try:
        said = [one.stdout.readline() for one in together if one.stdout is not None]
        assert [bool(re.match(r"http://127\.0\.0\.1:", line)) for line in said] == [True] * TOGETHER
    finally:
        for one in together:
            one.kill()
            one.communicate()


def test_a_port_just_left_is_taken_again() -> None:
    with bind(0) as first:
        port = first.getsockname()[1]
        with socket.create_connection((LOOPBACK, port), timeout=PATIENCE) as browser:
            served, _ = first.accept()
            # The one who ends first keeps the port waiting a minute: it is the app that stops.
            served.close()
            assert browser.recv(1) == b""
    with bind(port) as again:
        assert again.getsockname()[1] == port


def test_a_computer_never_read_is_read_first(home: Path) -> None:
    never_read(home)
    with running(home) as started:
        shown = started.first_visitor().go("/")
        assert "pas encore été lu" in shown.said
        assert "Lire cet ordinateur" in shown.said
        assert shown.text.index("Lire cet ordinateur") < shown.text.index("Que faire maintenant")
        assert "Relire cet ordinateur" not in shown.said


def test_a_sheet_not_handed_over_is_said_at_the_top(home: Path) -> None:
    never_read(home, personnes=("2",))
    with running(home) as started:
        shown = started.first_visitor().go("/")
        top = shown.text[: shown.text.index("Que faire maintenant")]
        assert "pas encore été lu" in top
        assert 'href="/fiche"' in top
