"""The dossier on Windows: drawn in a child process, readable, signed."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from hygie.documents.engine import draw
from hygie.documents.errors import DrawingLateError
from hygie.documents.signing_check import check
from hygie.documents.signing_report import State
from support.schemas import refusals
from support.windows_program import Practice

pytestmark = pytest.mark.needs("windows")

NOW = datetime(2026, 11, 22, 18, 41, tzinfo=UTC)
SIGN = ("dossier", "signer", "dossier.pdf", "--nom", "Cabinet d'Élise", "--oui")


@pytest.fixture
def dossier(practice: Practice) -> Path:
    done = practice.hygie("dossier", "--demo", "--sortie", "dossier.pdf")
    assert (done.code, done.out) == (0, "Dossier écrit\u00a0: dossier.pdf\r\n"), done.err
    return practice.folder / "dossier.pdf"


def test_it_is_a_whole_pdf_with_its_data(dossier: Path) -> None:
    assert dossier.read_bytes().startswith(b"%PDF-")
    with pikepdf.open(dossier) as pdf:
        assert len(pdf.pages) > 5
        assert len(pdf.attachments) == 1
        assert str(pdf.Root.Lang).startswith("fr")


def test_a_dossier_of_this_practice_has_its_path_with_accents(practice: Practice) -> None:
    practice.hygie("audit", "--sans-question")
    (practice.folder / "Élise et Noé").mkdir()
    done = practice.hygie("dossier", "--sortie", "Élise et Noé/dossier é.pdf", "--json")
    assert refusals("dossier", done.document) == []
    assert (practice.folder / "Élise et Noé" / "dossier é.pdf").read_bytes().startswith(b"%PDF-")


def test_a_drawing_that_never_ends_is_stopped() -> None:
    sleeping = (sys.executable, "-c", "import time; time.sleep(60)")
    with pytest.raises(DrawingLateError):
        draw(template="dossier.typ", data={}, at=NOW, seconds=1.0, child=sleeping)


def test_a_checker_struck_down_by_windows_is_said() -> None:
    struck = (sys.executable, "-c", "import os; os._exit(-1073741819)")
    assert check(b"%PDF-1.7", at=NOW, child=struck).state is State.TOO_HEAVY


def test_it_is_signed_with_a_key_that_windows_keeps(practice: Practice, dossier: Path) -> None:
    before = dossier.read_bytes()
    done = practice.hygie(*SIGN, "--json")
    assert done.code == 0, done.err
    assert refusals("signature", done.document) == []
    assert dossier.read_bytes() == before
    verified = practice.hygie("dossier", "verifier", "dossier-signe.pdf", "--json").document
    assert refusals("verification", verified) == []


def test_without_a_keyring_nothing_is_signed_and_it_is_said(
    practice: Practice, dossier: Path
) -> None:
    practice.extra["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    done = practice.hygie(*SIGN, "--json")
    assert done.code in {1, 2}
    assert refusals("erreur", done.document) == []
    assert not (dossier.parent / "dossier-signe.pdf").exists()
