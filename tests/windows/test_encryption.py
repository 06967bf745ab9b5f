"""The encrypted register on Windows' own file system calls: moved, closed, opened by a code."""

import pytest

from support.keyrings import FakeKeyring
from support.vaults import CODE, a_vault
from support.windows_program import Practice

pytestmark = pytest.mark.needs("windows")


def test_a_plain_register_is_encrypted_and_goes_on(practice: Practice) -> None:
    assert practice.hygie("audit", "--sans-question").code == 0
    before = practice.hygie("journal", "--json").document
    a_vault(practice.data, keyring=FakeKeyring(works=False), code=CODE)
    file = practice.folder / "code é.txt"
    file.write_text(CODE, "utf-8")
    practice.extra = {"HYGIE_CODE_FICHIER": str(file)}
    assert practice.hygie("journal", "--json").document == before
    assert practice.hygie("repondre", "acces-lieu", "oui").code == 0
    assert practice.hygie("journal", "--json").document["chaine"]["intacte"]
    assert not (practice.data / "registre.chiffre").read_bytes().startswith(b"SQLite format 3")
    assert b"titulaire" not in (practice.data / "registre.sqlite").read_bytes()


def test_a_wrong_code_changes_nothing(practice: Practice) -> None:
    practice.hygie("audit", "--sans-question")
    a_vault(practice.data, keyring=FakeKeyring(works=False), code=CODE)
    file = practice.folder / "code.txt"
    file.write_text("tortue vinaigre lampe", "utf-8")
    practice.extra = {"HYGIE_CODE_FICHIER": str(file)}
    before = (practice.data / "registre.sqlite").read_bytes()
    done = practice.hygie("journal")
    assert done.code == 1
    assert "n'est pas le code du cabinet" in " ".join(done.err.split())
    assert (practice.data / "registre.sqlite").read_bytes() == before
