"""A practice of six at work: what each may change, and what the others then read of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import pytest

from hygie.practice.people import Role
from support.app import App, Visitor, running
from support.app_team import NAMES, at_the_door, come_in, declared, ids_of
from support.app_writer import PROOF_PAGE, prepared
from support.practices import with_a_past

LINE = "acces-lieu"
SITUATION = "/situation/exercice"


@dataclass(frozen=True)
class Team:
    app: App
    owner: Visitor
    others: Mapping[Role, Visitor]


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    home: Path = tmp_path_factory.mktemp("app") / "hygie"
    with_a_past(home)
    with running(home) as app:
        owner = app.first_visitor()
        declared(owner, *NAMES)
        yield Team(app, owner, {role: come_in(app, role) for role in list(NAMES)[1:]})


def proof_of(visitor: Visitor, text: str) -> str:
    """Add a proof as somebody, and return the id of its file."""
    fields = {"genre": prepared(visitor).kind}
    file = ("fichier", f"{text}.txt", text.encode())
    answer = visitor.send_file(PROOF_PAGE, fields, file, page="/probleme")
    assert answer.status == HTTPStatus.FOUND, answer.said
    found = re.search(r"/preuves/([0-9a-f]{32})", visitor.follow(answer).text)
    assert found is not None
    return found.group(1)


@pytest.mark.parametrize("role", [Role.REMPLACANT, Role.COLLABORATEUR])
def test_only_holders_change_a_situation_that_was_told(team: Team, role: Role) -> None:
    other = team.others[role]
    assert other.get(SITUATION).status == 404
    sent = other.post(SITUATION, {"reponse": "groupe"}, page="/probleme")
    assert sent.status == 404
    assert team.others[Role.ASSOCIE].get(SITUATION).status == 200


def test_a_proof_is_erased_by_a_holder_or_by_who_added_it(team: Team) -> None:
    locum = team.others[Role.REMPLACANT]
    own, theirs = proof_of(locum, "la sienne"), proof_of(team.owner, "celle du titulaire")
    assert f"/preuves/{theirs}/retirer" not in locum.get("/mesures/sauvegarde").text
    assert locum.post(f"/preuves/{theirs}/retirer", {}, page="/probleme").status == 404
    assert team.owner.get(f"/preuves/{theirs}").status == 200
    assert locum.post(f"/preuves/{own}/retirer", {}, page="/probleme").status == 302
    assert team.others[Role.ASSOCIE].get(f"/preuves/{theirs}/retirer").status == 200


def test_done_said_by_the_staff_keeps_what_the_holder_wrote(team: Team) -> None:
    secretary = team.others[Role.SECRETAIRE]
    person = ids_of(at_the_door(team.app))[NAMES[Role.SECRETAIRE]]
    note = "la serrure du fond aussi"
    given = {"qui": person, "note": note}
    assert team.owner.post(f"/plan/{LINE}", given, page="/plan").status == 302
    said = secretary.post(f"/plan/{LINE}/fait", {}, page="/taches")
    assert "C’est noté" in secretary.follow(said).said
    assert "le titulaire confirmera" in secretary.go("/taches").said
    for page in ("/plan", "/"):
        shown = team.owner.get(page)
        assert f"Dit fait par {NAMES[Role.SECRETAIRE]}" in shown.said, page
        assert "à confirmer" in shown.said
        assert f'action="/plan/{LINE}/fait"' in shown.text
    assert note in team.owner.get("/plan").said


def test_the_charter_is_named_for_what_its_page_says(team: Team) -> None:
    secretary = team.others[Role.SECRETAIRE]
    assert "Comment le cabinet écrit sa charte" in secretary.get("/taches").said
    shown = secretary.get("/taches/charte-informatique")
    assert "<h1>Comment le cabinet écrit sa charte informatique</h1>" in shown.text
