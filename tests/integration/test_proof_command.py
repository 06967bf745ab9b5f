"""«hygie prouver»: an act done is noted with its date and the print of the file that shows it."""

import json
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from hygie.cli.main import main
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from support.console import NOW, a_console, said, shown

RESTORED = ("sauvegarde", "restauration-testee")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "Mme Durand.jpg"
    path.write_bytes(b"une photo")
    return path


def hygie(home: Path, *words: str) -> tuple[ExitCode, Console]:
    console = a_console(environment={"HYGIE_HOME": str(home / "donnees")})
    return main(words, console), console


def noted(home: Path, *words: str) -> Any:
    code, console = hygie(home, "prouver", *words, "--json")
    assert code is ExitCode.DONE, said(console)
    return json.loads(shown(console))


def test_the_proofs_a_measure_takes_are_listed(tmp_path: Path) -> None:
    code, console = hygie(tmp_path, "prouver", "18")
    assert code is ExitCode.DONE
    told = shown(console).replace("\u00a0", " ")
    assert "restauration-testee : Essai de restauration réussi et daté" in told


def test_a_proof_has_its_date_its_term_and_the_print_of_its_file(
    tmp_path: Path, photo: Path
) -> None:
    found = noted(tmp_path, *RESTORED, "--fichier", str(photo), "--le", "2026-11-20T10:00+01:00")
    assert found["le"] == "2026-11-20T10:00:00+01:00"
    assert found["expire"] == "2027-02-19T10:00:00+01:00"
    assert found["empreinte"] == sha256(b"une photo").hexdigest()


def test_the_proof_is_in_the_next_audit_and_in_the_dossier(tmp_path: Path, photo: Path) -> None:
    hygie(tmp_path, "audit", "--sans-question")
    proof = ("double-authentification", "liste-seconds-facteurs", "--fichier", str(photo))
    finding = noted(tmp_path, *proof)["constat"]
    assert (finding["verdict"], finding["base"]) == ("respectee", "preuve")
    (kept,) = finding["preuves"]
    assert kept["empreinte"] == sha256(b"une photo").hexdigest()


def test_neither_the_name_nor_the_content_of_the_file_is_kept(tmp_path: Path, photo: Path) -> None:
    noted(tmp_path, *RESTORED, "--fichier", str(photo))
    for path in (tmp_path / "donnees").rglob("*"):
        assert not path.is_file() or b"Durand" not in path.read_bytes(), path
        assert not path.is_file() or b"une photo" not in path.read_bytes(), path


def test_today_without_an_hour_is_now(tmp_path: Path, photo: Path) -> None:
    found = noted(tmp_path, *RESTORED, "--fichier", str(photo), "--le", f"{NOW:%Y-%m-%d}")
    assert found["le"] == NOW.isoformat()


def test_an_end_of_its_own_may_come_sooner_but_never_later(tmp_path: Path, photo: Path) -> None:
    words = (*RESTORED, "--fichier", str(photo), "--jusqu-au")
    assert noted(tmp_path, *words, "2026-12-01T00:00+00:00")["expire"] < "2026-12-02"
    term = NOW + timedelta(days=91)
    assert noted(tmp_path, *words, "2029-12-01T00:00+00:00")["expire"] == term.isoformat()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("sauvegardes", "x"), "Mesure inconnue"),
        (("sauvegarde", "restauration"), "restauration-testee"),
        (RESTORED, "fichier"),
        ((*RESTORED, "--fichier", "VIDE"), "vide"),
        ((*RESTORED, "--fichier", "ABSENT"), "n'existe pas"),
        ((*RESTORED, "--fichier", "PHOTO", "--le", "2026-11-24"), "déjà fait"),
        ((*RESTORED, "--fichier", "PHOTO", "--le", "1900-01-01"), "déjà fait"),
        ((*RESTORED, "--fichier", "PHOTO", "--le", "hier"), "lisible"),
        ((*RESTORED, "--fichier", "PHOTO", "--le", "2026-01-01"), "ne vaut plus"),
        ((*RESTORED, "--fichier", "PHOTO", "--jusqu-au", "2020-01-01"), "avant d'avoir"),
    ],
)
def test_what_cannot_be_noted_is_refused_and_nothing_is_written(
    tmp_path: Path, photo: Path, words: tuple[str, ...], told: str
) -> None:
    (tmp_path / "vide").write_bytes(b"")
    places = {"PHOTO": photo, "VIDE": tmp_path / "vide", "ABSENT": tmp_path / "absent"}
    given = [str(places.get(word, word)) for word in words]
    code, console = hygie(tmp_path, "prouver", *given)
    assert code is ExitCode.MISUSED
    assert told in said(console)
    assert not (tmp_path / "donnees").exists()


def test_a_proof_that_carries_its_own_end_needs_it(tmp_path: Path, photo: Path) -> None:
    listed = shown(hygie(tmp_path, "prouver", "hebergement-hds")[1])
    assert "certificat-hds" in listed
    words = ("hebergement-hds", "certificat-hds", "--fichier", str(photo))
    code, console = hygie(tmp_path, "prouver", *words)
    assert code is ExitCode.MISUSED
    assert "--jusqu-au" in said(console)
    assert noted(tmp_path, *words, "--jusqu-au", "2027-05-01")["expire"].startswith("2027-05-01")
