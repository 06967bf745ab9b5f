"""The local app's doors: who may come in, and what a page of elsewhere gets."""

from pathlib import Path

import pytest

from support.app import App, Visitor, running

PAGES = (
    "/", "/bienvenue", "/situation/profession", "/fiche", "/lecture", "/lecture/etat", "/questions",
    "/questions/acces-lieu", "/a-faire", "/historique", "/message/prestataire", "/probleme",
    "/mesures", "/mesures/complements", "/mesures/sauvegarde", "/plan", "/taches", "/postes",
    "/equipe", "/journal", "/documents", "/reglages", "/taches/charte-informatique",
)  # fmt: skip  # a list of addresses


@pytest.mark.parametrize("page", PAGES)
def test_the_owner_sees_it_and_a_stranger_hears_there_is_nothing(
    app: App, owner: Visitor, page: str
) -> None:
    assert app.stranger().get(page).status == 404
    assert owner.go(page).status == 200


@pytest.mark.parametrize("host", ["hygie.example", "127.0.0.1", "localhost:1", "127.0.0.1.example"])
def test_another_name_for_this_computer_is_refused(owner: Visitor, host: str) -> None:
    """DNS rebinding: a site points its own name here."""
    answer = owner.get("/", Host=host)
    assert answer.status == 403
    assert "pas été demandée depuis Hygie" in answer.said


@pytest.mark.parametrize("origin", ["http://hygie.example", "null", "http://127.0.0.1:1"])
def test_a_form_of_elsewhere_is_refused(owner: Visitor, origin: str) -> None:
    secret = owner.token()
    body = f"csrfmiddlewaretoken={secret}&reponse=seul".encode()
    headers = {"Origin": origin, "Content-Type": "application/x-www-form-urlencoded"}
    before = owner.get("/journal").said
    assert owner.request("POST", "/situation/exercice", body, headers).status == 403
    assert owner.get("/journal").said == before


def test_a_form_that_says_nothing_of_where_it_comes_from_is_refused(owner: Visitor) -> None:
    body = f"csrfmiddlewaretoken={owner.token()}&reponse=seul".encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert owner.request("POST", "/situation/exercice", body, headers).status == 403


def test_a_form_without_its_secret_is_refused(app: App, owner: Visitor) -> None:
    headers = {
        "Origin": f"http://127.0.0.1:{app.port}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    answer = owner.request("POST", "/situation/exercice", b"reponse=seul", headers)
    assert answer.status == 403
    assert "Rien n'a été enregistré" in answer.said


def test_an_address_opens_once(app: App) -> None:
    address = app.new_address()
    path = address.removeprefix(f"http://127.0.0.1:{app.port}")
    assert app.stranger().get(path).status == 302
    assert app.stranger().get(path).status == 404


def test_a_token_made_up_opens_nothing(app: App) -> None:
    for token in ("", "0" * 64, "../..", "é"):
        assert app.stranger().get("/entrer?jeton=" + token.encode().hex()).status == 404


def test_another_method_is_refused(owner: Visitor) -> None:
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE"):
        assert owner.request(method, "/").status == 403


def test_every_answer_carries_its_policy(app: App, owner: Visitor) -> None:
    for answer in (
        owner.get("/"),
        owner.get("/fixe/hygie.css"),
        app.stranger().get("/"),
        owner.get("/", Host="hygie.example"),
    ):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert owner.get("/").headers["cache-control"] == "no-store"


def test_the_cookie_is_for_the_browser_alone(app: App) -> None:
    address = app.new_address()
    answer = app.stranger().get(address.removeprefix(f"http://127.0.0.1:{app.port}"))
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_no_page_holds_a_style_or_a_script_of_its_own(owner: Visitor) -> None:
    for page in PAGES:
        text = owner.go(page).text
        assert " style=" not in text, page
        assert " onclick=" not in text, page
        assert "<script>" not in text, page


def test_a_second_start_opens_the_first(app: App) -> None:
    assert app.new_address().startswith(f"http://127.0.0.1:{app.port}/entrer?jeton=")


def test_the_secret_of_the_first_is_needed_to_ask_it(app: App) -> None:
    headers = {"Origin": f"http://127.0.0.1:{app.port}", "X-Hygie-Secret": "0" * 64}
    assert app.stranger().request("POST", "/ouvrir", headers=headers).status == 404


def test_nobody_else_may_read_the_folder(app: App) -> None:
    for path in (app.home, *app.home.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path


def test_locking_closes_the_session(app: App) -> None:
    visitor = app.visitor()
    assert visitor.post("/fermer", {}, page="/probleme").status == 200
    assert visitor.get("/").status == 404


def test_stopping_leaves_nothing_behind(tmp_path: Path) -> None:
    home = tmp_path / "hygie"
    with running(home) as app:
        visitor = app.visitor()
        assert "Hygie est arrêté" in visitor.post("/quitter", {}, page="/bienvenue").said
        assert app.process.wait(20) == 0
    assert not (home / "application.json").exists()
    with running(home) as again:
        assert again.visitor().go("/").status == 200
