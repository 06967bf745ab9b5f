import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hygie.practice.file_names import LONGEST, clean_name
from hygie.terminal.safe_text import HOSTILE


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Facture onduleur.pdf", "Facture onduleur.pdf"),
        ("IMG_20261122_184100.jpg", "IMG_20261122_184100.jpg"),
        ("PXL_20261122_184100123.jpg", "PXL_20261122_184100123.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\win.ini", "win.ini"),
        ("a/b\\..", "preuve"),
        ("", "preuve"),
        ("...", "preuve"),
        (".htaccess", "htaccess"),
        ("CON.txt", "preuve-CON.txt"),
        ("com1", "preuve-com1"),
        ("deux\nlignes\x00.pdf", "deux lignes.pdf"),
        ("fac\u202egpj.exe", "facgpj.exe"),
        ("a<b>:c?.png", "a-b--c-.png"),
        ("fin. ", "fin"),
        ("e\u0301tude.pdf", "étude.pdf"),
        ("1234.jpg", "preuve.jpg"),
        ("code alarme 4821.png", "preuve.png"),
        ("code_porte_4821.png", "preuve.png"),
        ("mot de passe = soleil.txt", "preuve.txt"),
        ("1 85 05 78 006 084 36.pdf", "preuve.pdf"),
        ("185057800608436.pdf", "preuve.pdf"),
    ],
)
def test_a_name_is_made_harmless(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


@given(st.text())
@example("x" * 500 + ".pdf")
@example("\ud800.png")
@example("é" * 200)
@example("a" + "." * 300 + "pdf")
def test_no_name_is_ever_a_path_or_harms_a_screen(text: str) -> None:
    name = clean_name(text)
    assert 0 < len(name) <= LONGEST
    assert name == clean_name(name)
    assert not HOSTILE.search(name)
    assert not any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in name)
    assert PurePosixPath(name).name == name
    assert PureWindowsPath(name).name == name
    assert name not in {".", ".."}
    assert name.encode("utf-8")
