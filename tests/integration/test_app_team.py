"""Several people on one session: each sees their own, and what the practice shares."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hygie.practice.records import Draft
from hygie.web.shared_data import SharedRecords
from support.app import App, Visitor, running
from support.practices import with_a_past

CODES = {"titulaire": "lampe verte 7", "associe": "pont bleu 12", "secretaire": "nuage rond 3"}
NAMES = {"titulaire": "Alix Martin", "associe": "Camille Petit", "secretaire": "Dominique Roy"}
PERSON = re.compile(r'name="personne" value="([0-9a-f-]{36})"[^>]*>\s*([^<·]+?)\s*<')
MEASURE = "/mesures/registre-traitements"
PRIVATE = b"%PDF-1.7\nle registre de Camille\n%%EOF\n"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    home = tmp_path_factory.mktemp("team") / "hygie"
    with_a_past(home)
    with running(home) as started:
        declare_all(started.visitor())
        yield started


def declare_all(owner: Visitor) -> None:
    for role, name in NAMES.items():
        code = CODES[role]
        fields = {"nom": name, "role": role, "code": code, "encore": code}
        answer = owner.post("/equipe/declarer", fields, page="/equipe")
        assert answer.status == 302, answer.said


def opened_by(app: App, role: str) -> Visitor:
    visitor = app.visitor()
    asked = visitor.go("/")
    assert "Qui êtes-vous" in asked.said
    ids = {name: id_ for id_, name in PERSON.findall(asked.text)}
    fields = {"personne": ids[NAMES[role]], "code": CODES[role]}
    assert visitor.post("/qui", fields).status == 302
    return visitor


def test_nobody_sees_anything_before_their_code(app: App) -> None:
    visitor = app.visitor()
    for page in ("/mesures", "/plan", "/journal", "/reglages"):
        assert "Qui êtes-vous" in visitor.go(page).said


def test_the_secretary_has_her_tasks_and_nothing_else(app: App) -> None:
    secretary = opened_by(app, "secretaire")
    assert "Mes tâches" in secretary.go("/").said
    assert "les premiers gestes" in secretary.go("/taches").said
    for page in ("/mesures", "/plan", "/postes", "/journal", "/documents", "/reglages", "/equipe"):
        assert secretary.get(page).status == 404, page


def test_what_an_associate_reserves_is_not_for_the_owner(app: App) -> None:
    associate = opened_by(app, "associe")
    form = associate.get(f"{MEASURE}/preuve")
    kind = re.search(r'name="genre" value="([^"]+)"', form.text)
    assert kind is not None
    answer = associate.send_file(
        f"{MEASURE}/preuve",
        {"genre": kind.group(1), "reserve": "oui", "note": "mon registre"},
        ("fichier", "registre-de-camille.pdf", PRIVATE),
        page=f"{MEASURE}/preuve",
    )
    assert answer.status == 302, answer.said
    own = associate.go(MEASURE)
    assert "registre-de-camille" in own.said
    file = re.search(r'href="(/[^"]+/[0-9a-f]{32}[^"]*)"', own.text)
    assert file is not None
    assert associate.get(file.group(1)).status == 200

    owner = opened_by(app, "titulaire")
    seen = owner.go(MEASURE)
    assert "Réservé à qui l’a ajoutée" in seen.said
    assert "registre-de-camille" not in seen.said
    assert "mon registre" not in seen.said
    assert owner.get(file.group(1)).status == 404


def test_what_is_reserved_is_left_out_of_an_export(tmp_path: Path) -> None:
    records = with_a_past(tmp_path / "hygie", weeks=0)
    detail = {"fichier": "0" * 32, "nom": "le mien.pdf", "note": "le mien", "reserve": "oui"}
    at = datetime(2026, 11, 22, tzinfo=UTC)
    entry = records.append(
        Draft(at=at, kind="registre", by="associe:b", measure="registre-traitements", detail=detail)
    )
    (own,) = SharedRecords(records, "b").entries(after=entry.seq - 1)
    (other,) = SharedRecords(records, "a").entries(after=entry.seq - 1)
    assert own.detail == detail
    assert other.detail == {"reserve": "oui"}
    assert SharedRecords(records, "b").hidden_files() == frozenset()
    assert SharedRecords(records, "a").hidden_files() == {"0" * 32}


def test_the_journal_says_what_was_done_and_who_asked_for_it(app: App) -> None:
    associate = opened_by(app, "associe")
    sent = associate.post(f"{MEASURE}/reponse", {"reponse": "oui"}, page=MEASURE)
    assert sent.status == 302
    rows = re.findall(r"<tr.*?</tr>", associate.go("/journal").text, re.DOTALL)
    audit = next(row for row in rows if 'data-label="Quoi">audit<' in row)
    assert "Camille Petit (associé)" in audit
    declared = next(row for row in rows if "personne déclarée" in row)
    assert "Dominique Roy (secrétaire)" in declared
