"""What opens the practice's data: the keyring alone, a code, or the recovery sheet."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support.app import App, Visitor, running, surroundings
from support.practices import with_a_past

CODE = "quatre pins bleus"
PLAIN = b"SQLite format 3\x00"
SHEET = re.compile(r'class="recovery"><code>([^<]+)</code>')


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "hygie"


def come_in(app: App) -> Visitor:
    """Come in by the address the app printed when it started."""
    visitor = Visitor(app.port)
    visitor.get(f"/entrer?{app.address.partition('?')[2]}")
    return visitor


def test_with_a_keyring_nothing_is_asked(home: Path, tmp_path: Path) -> None:
    keyring = tmp_path / "trousseau.json"
    for _ in range(2):
        with running(home, keyring=keyring) as app:
            assert "Bienvenue" in come_in(app).go("/").said
    assert '"trousseau": true' in (home / "coffre.json").read_text(encoding="utf-8").lower()


def test_without_a_keyring_a_code_is_chosen_then_asked(home: Path) -> None:
    with running(home, code=None) as app:
        visitor = come_in(app)
        assert "Choisissez le code du cabinet" in visitor.go("/").said
        wrong = visitor.post("/deverrouiller", {"code": CODE, "encore": "autre"})
        assert "ne sont pas les mêmes" in wrong.said
        weak = visitor.post("/deverrouiller", {"code": "12345678", "encore": "12345678"})
        assert "alert" in weak.text
        visitor.post("/deverrouiller", {"code": CODE, "encore": CODE})
        assert "Bienvenue" in visitor.go("/").said
    with running(home, code=None) as app:
        visitor = come_in(app)
        assert "Ouvrir les données du cabinet" in visitor.go("/journal").said
        assert "n'est pas le code" in visitor.post("/deverrouiller", {"code": "faux code"}).said
        assert visitor.follow(visitor.post("/deverrouiller", {"code": CODE})).status == 200
        assert "Bienvenue" in visitor.go("/").said


def test_the_recovery_sheet_opens_when_the_code_is_forgotten(home: Path) -> None:
    with_a_past(home)
    with running(home, code=CODE) as app:
        visitor = come_in(app)
        page, own = "/reglages/fiche-de-secours", {"votre-code": CODE}
        shown = visitor.follow(visitor.post(page, own, page="/reglages"))
        sheet = SHEET.search(shown.text)
        assert sheet is not None
        assert sheet.group(1) not in visitor.go("/reglages").text
    with running(home, code=None) as app:
        visitor = come_in(app)
        page = "/deverrouiller"
        assert "code de secours" in visitor.post(page, {"secours": "AAAA-" * 8}).said
        visitor.post(page, {"secours": sheet.group(1)})
        assert "Tableau de bord" in visitor.go("/").said


def test_records_written_in_clear_are_encrypted_once(home: Path) -> None:
    before = with_a_past(home)
    count = before.verify().count
    with running(home) as app:
        assert f"{count} enregistrements, aucun changé" in (
            come_in(app).go("/journal?verifier=oui").said
        )
    for name in ("registre.chiffre", "cabinet.chiffre"):
        assert not (home / name).read_bytes().startswith(PLAIN)
    clear = b"".join(file.read_bytes() for file in home.iterdir() if file.is_file())
    assert b"respectees" not in clear
    assert b"acces-lieu" not in clear


def test_a_command_sees_what_the_app_wrote(home: Path) -> None:
    with_a_past(home)
    with running(home) as app:
        visitor = come_in(app)
        visitor.post("/questions/charte-informatique", {"reponse": "oui"})
        done = subprocess.run(
            [sys.executable, "-m", "hygie", "journal", "--json"],
            env=surroundings(home),
            capture_output=True,
            check=True,
        )
    lines = json.loads(done.stdout)["lignes"]
    assert lines[-1]["mesure"] == "charte-informatique" or lines[-2]["mesure"] == (
        "charte-informatique"
    )


def test_a_command_says_that_the_data_is_locked(home: Path) -> None:
    with running(home):
        pass
    done = subprocess.run(
        [sys.executable, "-m", "hygie", "plan"],
        env=surroundings(home, code=None),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert "chiffrées" in done.stderr.decode()
