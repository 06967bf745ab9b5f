"""The data on Windows' own file system calls: closed to others, whole, never lost."""

import ctypes
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hygie.core.errors import MisusedError, StorageError
from hygie.practice.folders import private_folder
from hygie.practice.whole_files import write_whole
from support.windows_program import SECONDS, Practice, library

pytestmark = pytest.mark.needs("windows")

FILE, RIGHTS = 1, 4
READ, EXISTING = 0x80000000, 3
EVERYONE, ALL_ACCOUNTS = ";;;WD)", ";;;BU)"
EARLIER = datetime(2026, 1, 1, tzinfo=UTC)


def rights_of(path: Path) -> str:
    """Return the list of rights Windows keeps for a path, in its own short writing."""
    security = library("advapi32")
    descriptor, text = ctypes.c_void_p(), ctypes.c_wchar_p()
    asked = (str(path), FILE, RIGHTS, None, None, None, None, ctypes.byref(descriptor))
    assert security.GetNamedSecurityInfoW(*asked) == 0
    write = security.ConvertSecurityDescriptorToStringSecurityDescriptorW
    assert write(descriptor, 1, RIGHTS, ctypes.byref(text), None)
    return text.value or ""


def test_the_folder_is_closed_to_the_other_accounts(tmp_path: Path) -> None:
    open_one = tmp_path / "ouvert"
    open_one.mkdir()
    closed = private_folder(tmp_path / "Données d'Élise")
    # Wine opens an ordinary folder to everyone: what follows proves something.
    assert EVERYONE in rights_of(open_one)
    assert EVERYONE not in rights_of(closed)
    assert ALL_ACCOUNTS not in rights_of(closed)
    (closed / "essai.txt").write_text("essai")
    assert (closed / "essai.txt").read_text() == "essai"


def test_the_folder_of_hygie_is_made_that_way(practice: Practice) -> None:
    practice.hygie("audit", "--sans-question")
    assert EVERYONE not in rights_of(practice.data)


def test_a_folder_on_a_disk_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(MisusedError, match="n'existe pas"):
        private_folder(tmp_path / "absent" / "hygie")
    with pytest.raises(MisusedError, match="n'existe pas"):
        private_folder(Path("Q:\\hygie"))


def test_a_folder_already_there_is_taken(tmp_path: Path) -> None:
    assert private_folder(private_folder(tmp_path / "hygie")) == tmp_path / "hygie"
    (tmp_path / "fichier").write_text("")
    with pytest.raises(MisusedError, match="n'est pas un dossier"):
        private_folder(tmp_path / "fichier")


def test_the_usual_folder_is_the_user_s_own(practice: Practice) -> None:
    practice.extra = {"HYGIE_HOME": "", "LOCALAPPDATA": str(practice.folder / "Local é")}
    assert practice.hygie("audit", "--sans-question").code == 0
    # Windows itself says where the folder of the user is, whatever the variables.
    assert not practice.data.exists()
    lines = practice.hygie("journal", "--json").document["lignes"]
    assert lines[-1]["genre"] == "audit"


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a file as a backup or an antivirus does: nobody else may open it meanwhile."""
    system = library("kernel32")
    system.CreateFileW.restype = ctypes.c_void_p
    handle = system.CreateFileW(str(path), READ, 0, None, EXISTING, 0, None)
    assert handle != ctypes.c_void_p(-1).value
    yield
    system.CloseHandle(ctypes.c_void_p(handle))


def test_a_register_that_cannot_be_opened_is_said_and_kept(practice: Practice) -> None:
    practice.hygie("audit", "--sans-question")
    register = practice.data / "registre.sqlite"
    before = register.read_bytes()
    with held(register):
        done = practice.hygie("repondre", "acces-lieu", "oui")
    assert done.code == 1
    assert "Le système refuse à Hygie l'accès" in " ".join(done.err.split())
    assert register.read_bytes() == before
    assert practice.hygie("repondre", "acces-lieu", "oui").code == 0


def test_a_file_held_by_another_program_stays_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "dossier é.pdf"
    write_whole(target, b"premier")
    with target.open("rb"), pytest.raises(StorageError, match="pas pu") as refused:
        write_whole(target, b"second")
    assert "Fermez ce fichier dans les autres programmes" in refused.value.hint
    assert target.read_bytes() == b"premier"
    write_whole(target, b"second")
    assert [path.name for path in tmp_path.iterdir()] == ["dossier é.pdf"]
    assert target.read_bytes() == b"second"


@pytest.mark.parametrize("name", ["question?.pdf", "a<b.pdf", "absent/dossier.pdf"])
def test_a_name_windows_cannot_have_is_a_mistake_of_typing(tmp_path: Path, name: str) -> None:
    with pytest.raises(MisusedError):
        write_whole(tmp_path / name, b"x")
    assert list(tmp_path.iterdir()) == []


def test_kills_lose_nothing_that_was_acknowledged(practice: Practice) -> None:
    chance = random.Random(5)  # noqa: S311  # moments to interrupt at, not secrets
    finished = 0
    for rank in range(5):
        at = f"{EARLIER + timedelta(minutes=rank):%Y-%m-%dT%H:%M}+00:00"
        answer = {"mesure": "acces-lieu", "reponse": "oui", "le": at}
        practice.written("reponses.json", {"format": 1, "reponses": [answer]})
        running = practice.started("audit", "--reponses", "reponses.json")
        time.sleep(chance.uniform(0.3, 1.6))
        running.kill()
        finished += running.wait(timeout=SECONDS) == 0
        document = practice.hygie("journal", "--json").document
        assert document["chaine"]["intacte"] is True
        kinds = [line["genre"] for line in document["lignes"]]
        assert rank + 1 >= kinds.count("answer") >= kinds.count("audit") >= finished
    assert practice.hygie("audit", "--sans-question").code == 0


def test_two_audits_at_once_both_succeed(practice: Practice) -> None:
    both = [practice.started("audit", "--sans-question") for _ in range(2)]
    assert [running.wait(timeout=SECONDS) for running in both] == [0, 0]
    document = practice.hygie("journal", "--json").document
    assert document["chaine"]["intacte"] is True
    assert [line["genre"] for line in document["lignes"]].count("audit") == 2
