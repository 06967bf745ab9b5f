import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hygie.core.errors import MisusedError, StorageError
from hygie.practice.folders import data_folder, open_data_folder, private_folder

NOBODY = 65534


@pytest.fixture(params=[0, 0o022, 0o077, 0o777], ids=oct)
def any_umask(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    assert tmp_path.exists()  # made before the umask changes
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode_of(folder: Path) -> int:
    return stat.S_IMODE(folder.stat().st_mode)


def test_the_chosen_folder_wins(tmp_path: Path) -> None:
    assert data_folder({"HYGIE_HOME": str(tmp_path / "chez nous")}) == tmp_path / "chez nous"


def test_a_relative_choice_becomes_a_full_path() -> None:
    assert data_folder({"HYGIE_HOME": "donnees"}) == Path.cwd() / "donnees"


@pytest.mark.parametrize("environment", [{}, {"HYGIE_HOME": ""}])
def test_without_a_choice_it_is_the_users_data_folder(environment: dict[str, str]) -> None:
    folder = data_folder(environment)
    assert folder.is_absolute()
    assert folder.name == "hygie"


@pytest.mark.parametrize("chosen", ["~/hygie", "~", "/tmp/a\0b"])  # noqa: S108  # never opened
def test_a_choice_that_cannot_be_followed_is_refused(chosen: str) -> None:
    with pytest.raises(MisusedError, match="HYGIE_HOME") as refusal:
        data_folder({"HYGIE_HOME": chosen})
    assert "chemin complet" in refusal.value.hint


@pytest.mark.usefixtures("any_umask")
def test_a_new_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    folder = open_data_folder({"HYGIE_HOME": str(tmp_path / "donnees")})
    assert mode_of(folder) == 0o700


def test_the_usual_folder_is_created_and_closed_to_others(tmp_path: Path) -> None:
    program = "from hygie.practice.folders import open_data_folder; print(open_data_folder({}))"
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "share")}
    folder = tmp_path / "share" / "hygie"
    for mode in (None, 0o755):
        if mode is not None:
            folder.chmod(mode)
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, check=True
        )
        assert os.fsdecode(done.stdout).strip() == str(folder)
        assert mode_of(folder) == 0o700


def test_missing_parents_are_created_when_asked(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / "un" / "deux" / "hygie", parents=True)
    assert mode_of(folder) == 0o700


def test_a_chosen_folder_is_not_created_on_an_absent_disk(tmp_path: Path) -> None:
    with pytest.raises(MisusedError, match="n'existe pas") as refusal:
        open_data_folder({"HYGIE_HOME": str(tmp_path / "disque" / "hygie")})
    assert "branchez-le" in refusal.value.hint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", [0o700, 0o755, 0o775])
def test_an_existing_folder_keeps_its_permissions(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(mode)
    assert open_data_folder({"HYGIE_HOME": str(tmp_path)}) == tmp_path
    assert mode_of(tmp_path) == mode


def test_a_folder_open_to_all_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "partage"
    folder.mkdir()
    folder.chmod(0o777)
    with pytest.raises(MisusedError, match="Tous les comptes"):
        open_data_folder({"HYGIE_HOME": str(folder)})
    assert mode_of(folder) == 0o777


def test_a_folder_of_someone_else_is_refused(tmp_path: Path) -> None:
    folder = Path("/usr")
    if os.geteuid() == 0:
        folder = tmp_path / "autre"
        folder.mkdir()
        os.chown(folder, NOBODY, NOBODY)
    with pytest.raises(MisusedError, match="autre compte") as refusal:
        private_folder(folder)
    assert "sudo" in refusal.value.hint


def test_a_link_to_a_folder_of_ours_is_followed(tmp_path: Path) -> None:
    (tmp_path / "vrai").mkdir()
    (tmp_path / "lien").symlink_to(tmp_path / "vrai")
    assert private_folder(tmp_path / "lien") == tmp_path / "lien"


def test_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lien").symlink_to(tmp_path / "absent")
    with pytest.raises(MisusedError, match="lien"):
        private_folder(tmp_path / "lien")


def test_a_file_in_its_place_is_left(tmp_path: Path) -> None:
    path = tmp_path / "hygie"
    path.write_text("autre chose")
    with pytest.raises(MisusedError, match="n'est pas un dossier"):
        private_folder(path)
    assert path.read_text() == "autre chose"


def test_a_file_among_its_parents_is_said(tmp_path: Path) -> None:
    (tmp_path / "fichier").touch()
    with pytest.raises(MisusedError, match="ne peut pas être créé"):
        private_folder(tmp_path / "fichier" / "hygie")


def test_what_the_system_refuses_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="Rien n'est perdu") as refusal:
        private_folder(tmp_path / ("x" * 300))
    assert refusal.value.hint
