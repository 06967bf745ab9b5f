"""The measures in the local app: the form, one measure, answers, and files that show an act."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from hygie.audit.received import save_received
from support.app import Answer, App, Visitor, running, wait_for
from support.photos import MARK, a_jpeg
from support.practices import with_a_past
from support.workstations import LOCKED, OTHER, a_file, an_observation, as_received

BACKUP = "/mesures/sauvegarde"
FILE = re.compile(r"/preuves/([0-9a-f]{32})")
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
PAGE = b"<!doctype html><script>alert(1)</script>"


def kind_of(owner: Visitor, measure: str) -> str:
    """Return the first kind of evidence a measure takes, as its form offers it."""
    found = re.search(r'name="genre" value="([^"]+)"', owner.get(f"{measure}/preuve").text)
    assert found is not None
    return found.group(1)


def send(owner: Visitor, name: str, content: bytes, measure: str = BACKUP, **fields: str) -> Answer:
    form = {"genre": kind_of(owner, measure), **fields}
    page = f"{measure}/preuve"
    return owner.send_file(page, form, ("fichier", name, content), page=page)


def kept(owner: Visitor, name: str, content: bytes, measure: str = BACKUP) -> str:
    """Send a file and return its id."""
    answer = send(owner, name, content, measure)
    assert answer.status == 302, answer.said
    found = FILE.search(owner.follow(answer).text)
    assert found is not None
    return found.group(1)


def sealed(app: App) -> set[str]:
    return {path.name for path in (app.home / "preuves").glob("*")}


def test_the_form_ticks_by_verdict_and_never_a_no_for_a_doubt(owner: Visitor) -> None:
    rows = re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", owner.get("/mesures").text, re.DOTALL)
    assert len(rows) > 20
    for row in rows:
        yes, no = re.findall(r"[☐☒]", row)
        verdict = re.search(r"verdict (met|to-do|to-check|quiet)", row)
        assert verdict is not None
        expected = {"met": "☒☐", "to-do": "☐☒"}.get(verdict.group(1), "☐☐")
        assert yes + no == expected


def test_the_filter_works_by_its_address_alone(owner: Visitor) -> None:
    shown = owner.get("/mesures?etat=a_traiter&mots=sauvegard").said
    assert "Sauvegarder les données" in shown
    assert "Fermer l'accès au cabinet" not in shown
    assert "Aucune mesure ne correspond" in owner.get("/mesures?mots=licorne").said
    hostile = owner.get("/mesures?mots=%3Cscript%3E&etat=%3Cb%3E&qui=%3Ci%3E")
    assert hostile.status == 200
    assert "<script>" not in hostile.text.replace("<script src", "")


def test_complements_are_on_their_own_tab(owner: Visitor) -> None:
    assert "Activer le pare-feu" not in owner.get("/mesures").said
    assert "pare-feu" in owner.get("/mesures/complements").said


def test_a_measure_nobody_knows_is_not_there(owner: Visitor) -> None:
    for path in ("/mesures/licorne", "/mesures/licorne/preuve", "/mesures/..%2f..%2fetc"):
        assert owner.get(path).status == 404


def test_an_answer_is_written_corrected_and_both_stay_readable(owner: Visitor) -> None:
    path = "/mesures/acces-lieu"
    for answer in ("non", "oui"):
        done = owner.post(f"{path}/reponse", {"reponse": answer}, page=path)
        assert done.status == 302
        shown = owner.follow(done)
        assert "Votre réponse est enregistrée" in shown.said
    assert "respectée · déclaré" in shown.said
    assert shown.said.count("remplacée") >= 1


def test_an_answer_that_was_not_offered_changes_nothing(owner: Visitor) -> None:
    path = "/mesures/contrats-fournisseurs"
    before = owner.get("/journal").said
    for form in ({"reponse": "licorne"}, {}, {"reponse": "sans_objet", "motif": "code 4821"}):
        refused = owner.post(f"{path}/reponse", form, page=path)
        assert refused.status == 422
        assert 'role="alert"' in refused.text
        assert "Rien n'a été" in refused.said
    assert owner.get("/journal").said == before


def test_a_measure_machines_decide_is_read_again_when_said_to_be_done(owner: Visitor) -> None:
    path = "/mesures/verrouillage"
    begun = owner.post(f"{path}/fait", {}, page=path)
    assert begun.location == f"{path}/relecture"
    wait_for(owner, f"{path}/relecture", "C’est relu")


def test_a_measure_only_people_know_asks_for_a_word_or_a_proof(owner: Visitor) -> None:
    for path, place in (
        ("/mesures/acces-lieu", "preuve"),
        ("/mesures/equipements-hors-public", "repondre"),
    ):
        assert owner.post(f"{path}/fait", {}, page=path).location == f"{path}#{place}"


def test_a_photo_loses_what_it_carries_and_is_shown_small(app: App, owner: Visitor) -> None:
    photo, mark = a_jpeg(), MARK.encode()
    assert mark in photo
    id_ = kept(owner, "../../C:\\photo du coffre.jpg", photo)
    back = owner.get(f"/preuves/{id_}")
    assert mark not in back.body
    assert back.headers["content-disposition"] == 'attachment; filename="photo du coffre.jpg"'
    for part in ("apercu", "vignette"):
        shown = owner.get(f"/preuves/{id_}/{part}")
        assert (shown.status, shown.headers["content-type"]) == (200, "image/jpeg")
        assert mark not in shown.body
    assert id_ in sealed(app)
    for path in (app.home / "preuves").glob("*"):
        assert b"JFIF" not in path.read_bytes()
        assert b"coffre" not in path.read_bytes()


@pytest.mark.parametrize(
    ("name", "content"),
    [("plan.svg", SVG), ("page.html", PAGE), ("page.txt", b"\n" + PAGE), ("x", b"\0\1")],
)
def test_what_a_browser_might_obey_is_only_downloaded(
    owner: Visitor, name: str, content: bytes
) -> None:
    id_ = kept(owner, name, content)
    back = owner.get(f"/preuves/{id_}")
    assert back.body == content
    assert back.headers["content-type"] == "application/octet-stream"
    assert back.headers["content-disposition"].startswith("attachment")
    assert back.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in back.headers["content-security-policy"]
    assert owner.get(f"/preuves/{id_}/photo").status == 404
    assert owner.get(f"/preuves/{id_}/apercu").status == 404
    assert owner.get(f"/preuves/{id_}/vignette").status == 404


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "..\\..\\boot.ini", "/etc/shadow", "CON", "a\u202egpj.eml"]
)
def test_a_name_is_never_a_path(app: App, owner: Visitor, name: str) -> None:
    before = {path for path in app.home.rglob("*") if "preuves" not in path.parts}
    id_ = kept(owner, name, f"facture {name}".encode())
    said = owner.get(f"/preuves/{id_}").headers["content-disposition"]
    assert ".." not in said
    assert "/" not in said.removeprefix("attachment").replace("utf-8''", "")
    assert {path for path in app.home.rglob("*") if "preuves" not in path.parts} == before


def test_an_id_that_was_not_given_finds_nothing(owner: Visitor) -> None:
    for id_ in ("0" * 32, "..", "..%2fregistre.chiffre", "a" * 31, "%00"):
        for part in ("", "/photo", "/apercu", "/vignette", "/retirer"):
            assert owner.get(f"/preuves/{id_}{part}").status == 404


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("vide.pdf", b"", "vide"),
        ("gros.pdf", b"%PDF-" + b"0" * 20_000_001, "trop gros : 20 Mo au plus"),
        ("photo.jpg", b"\xff\xd8\xff" + b"0" * 99, "abîmée"),
        ("facture.jpg", b"MZ\x90\0" * 99, "programme"),
        ("a\u202egpj.exe", b"facture", "programme"),
        ("plan.jpg", SVG, "pas ce que son nom annonce"),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_and_nothing_stays(
    app: App, owner: Visitor, name: str, content: bytes, words: str
) -> None:
    before, journal = sealed(app), owner.get("/journal").said
    refused = send(owner, name, content)
    assert refused.status == 422
    assert words in refused.said
    assert "Rien n'a été" in refused.said
    assert (sealed(app), owner.get("/journal").said) == (before, journal)


def test_the_same_file_twice_for_the_same_proof_is_already_there(app: App, owner: Visitor) -> None:
    kept(owner, "onduleur.pdf", b"%PDF-1.7 onduleur")
    before = sealed(app)
    again = send(owner, "le meme.pdf", b"%PDF-1.7 onduleur")
    assert again.status == 422
    assert "déjà là" in again.said
    assert sealed(app) == before


def test_a_mistaken_proof_taken_away_lets_the_one_before_count_again(owner: Visitor) -> None:
    measure = "/mesures/sauvegarde"
    kept(owner, "bonne.pdf", b"%PDF-1.7 bonne", measure)
    wrong = kept(owner, "erreur.pdf", b"%PDF-1.7 erreur", measure)
    done = owner.follow(owner.post(f"/preuves/{wrong}/retirer", {}))
    assert "bonne.pdf" in done.said
    assert "valable · jusqu’au" in done.said
    assert "Sauvegarde silencieuse" not in owner.get("/").said


def test_an_archive_made_to_drown_a_computer_is_refused(app: App, owner: Visitor) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (201 << 20))
    before = sealed(app)
    refused = send(owner, "contrat.docx", packed.getvalue())
    assert refused.status == 422
    assert "place démesurée" in refused.said
    assert sealed(app) == before


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"note": "Le code est 4821"}, "note"),
        ({"le": "2999-01-01"}, "le"),
        ({"genre": "licorne"}, "genre"),
    ],
)
def test_a_field_that_will_not_do_is_pointed_at_before_the_file_is_kept(
    app: App, owner: Visitor, fields: dict[str, str], field: str
) -> None:
    before = sealed(app)
    refused = send(owner, "facture.pdf", b"%PDF-1.7", **fields)
    assert refused.status == 422
    assert re.search(rf'name="{field}"|erreur', refused.text)
    assert 'id="erreur"' in refused.text
    assert sealed(app) == before


def test_a_form_without_its_file_says_so(owner: Visitor) -> None:
    page = f"{BACKUP}/preuve"
    refused = owner.post(page, {"genre": kind_of(owner, BACKUP)}, page=page)
    assert refused.status == 422
    assert "Il manque le fichier" in refused.said


def test_a_file_is_taken_away_after_a_second_question(app: App, owner: Visitor) -> None:
    id_ = kept(owner, "a retirer.pdf", b"%PDF-1.7 rien", "/mesures/destruction")
    asked = owner.get(f"/preuves/{id_}/retirer")
    assert "a retirer.pdf" in asked.said
    assert id_ in sealed(app)
    done = owner.follow(owner.post(f"/preuves/{id_}/retirer", {}))
    assert "Le fichier est retiré" in done.said
    assert "fichier retiré" in done.said
    assert id_ not in sealed(app)
    assert owner.get(f"/preuves/{id_}").status == 404


def test_a_stranger_sees_no_measure_and_no_file(app: App, owner: Visitor) -> None:
    id_ = kept(owner, "facture.pdf", b"%PDF-1.7 facture d'un autre")
    stranger = app.stranger()
    for path in (BACKUP, f"{BACKUP}/preuve", f"/preuves/{id_}", f"/preuves/{id_}/vignette"):
        assert stranger.get(path).status == 404


def test_what_was_added_here_is_read_by_the_command_line(app: App, owner: Visitor) -> None:
    kept(owner, "facture.pdf", b"%PDF-1.7 facture")
    shown = owner.get(BACKUP).said
    assert "valable · jusqu’au" in shown
    assert "SHA-256" in shown
    assert Path(app.home, "registre.chiffre").exists()


def test_each_workstation_says_its_own_and_only_the_wrong_one_is_to_be_read_again(
    tmp_path: Path,
) -> None:
    home, at = tmp_path / "hygie", datetime.now(UTC) - timedelta(hours=1)
    records = with_a_past(home)
    wrong = an_observation(LOCKED, False, at=at)
    save_received(records, as_received(a_file(at=at, readings=(wrong,))), at)
    path = "/mesures/verrouillage"
    with running(home) as app:
        owner = app.visitor()
        shown = owner.get(path)
        assert OTHER in shown.said
        assert "(Windows)" in shown.said
        assert "Sur un poste Windows 11" in shown.said
        done = owner.post(f"{path}/fait", {}, page=path)
        assert (done.location == "/postes") is ("relire l’autre poste" in shown.said)
        assert shown.said.count("Verrouillage automatique activé") == 2


def test_what_was_done_on_a_day_shows_no_hour_that_nobody_gave(owner: Visitor) -> None:
    day = (datetime.now(UTC) - timedelta(days=3)).date().isoformat()
    send(owner, "hier.pdf", b"%PDF-1.7 un autre jour", le=day)
    assert "23 h 59" not in owner.get(f"{BACKUP}?tout=1").said
