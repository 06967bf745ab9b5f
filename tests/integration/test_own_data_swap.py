"""The swap of restored data for the former, stopped at each step, twice: always finished whole."""

import shutil
from pathlib import Path

import pytest

from hygie.core.errors import StorageError
from hygie.practice.opening import read_records
from hygie.practice.own_data_swap import begin_swap, finish_swap
from hygie.practice.own_files import FORMER, MARKER, RESTORING, own_things
from support.keyrings import FakeKeyring
from support.own_data import OwnData, a_full_folder, contents
from support.records import a_draft

DECIDED, STEPS_TO_BEGIN = 1, 2
"""At the second step of the beginning, the note is on the disk: from then on it is finished."""


class StoppedError(Exception):
    """The power went out."""


class Stopper:
    """Stops everything at one step; a step that never comes stops nothing."""

    def __init__(self, step: int) -> None:
        self._left = step

    def __call__(self, _step: str) -> None:
        if not self._left:
            raise StoppedError
        self._left -= 1


def of_hygie(folder: Path) -> dict[str, bytes]:
    return {
        name: content
        for found in own_things(folder)
        if found.path.name not in {FORMER, RESTORING, MARKER}
        for name, content in _under(found.path).items()
    }


def _under(path: Path) -> dict[str, bytes]:
    if path.is_file():
        return {path.name: path.read_bytes()}
    return {f"{path.name}/{name}": content for name, content in contents(path).items()}


def waiting(folder: Path, restored: Path) -> None:
    """Put what was restored where it waits, as restore does."""
    (folder / RESTORING).mkdir()
    for found in own_things(restored):
        if found.path.is_dir():
            shutil.copytree(found.path, folder / RESTORING / found.path.name)
        else:
            shutil.copy(found.path, folder / RESTORING / found.path.name)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[OwnData, OwnData]:
    """Give a former and a new folder, each with its own vault."""
    place = tmp_path_factory.mktemp("deux")
    former = a_full_folder(place / "ancien")
    new = a_full_folder(place / "nouveau", keyring=FakeKeyring())
    new.records.append_all([a_draft(), a_draft()])
    return former, new


def stopped_at(folder: Path, first: int, second: int) -> tuple[bool, bool]:
    """Begin, stop, go on, stop again; tell whether it was decided on, and whether it was over."""
    try:
        begin_swap(folder, reached=Stopper(first))
        finish_swap(folder, reached=Stopper(first - STEPS_TO_BEGIN))
    except StoppedError:
        decided = first >= DECIDED
    else:
        return True, True
    if decided:
        try:
            finish_swap(folder, reached=Stopper(second))
        except StoppedError:
            return True, False
    return decided, False


@pytest.mark.parametrize("second", [0, 3, 7])
def test_stopped_twice_it_is_finished_whole(
    tmp_path: Path, two: tuple[OwnData, OwnData], second: int
) -> None:
    former, new = two
    before, after = of_hygie(former.folder), of_hygie(new.folder)
    step, over = 0, False
    while not over:
        folder = tmp_path / str(step)
        shutil.copytree(former.folder, folder)
        waiting(folder, new.folder)
        decided, over = stopped_at(folder, step, second)
        owner = new if decided else former
        records = read_records({"HYGIE_HOME": str(folder)}, keyring=owner.keyring)
        assert records.verify().count == (7 if decided else 5)
        assert of_hygie(folder).keys() == (after if decided else before).keys()
        found = contents(folder / "preuves")
        assert found == contents(owner.folder / "preuves")
        if decided:
            assert contents(folder / FORMER / "preuves") == contents(former.folder / "preuves")
            assert (folder / FORMER / "coffre.json").read_bytes() == before["coffre.json"]
            assert not (folder / MARKER).exists()
        step += 1
    assert step > 10


def test_a_disk_that_refuses_is_said_and_it_can_be_finished_later(
    tmp_path: Path, two: tuple[OwnData, OwnData]
) -> None:
    former, new = two
    shutil.copytree(former.folder, tmp_path / "b")
    waiting(tmp_path / "b", new.folder)
    begin_swap(tmp_path / "b")
    (tmp_path / "b" / FORMER).write_text("un fichier à la place du dossier")
    with pytest.raises(Exception, match="n'est pas un dossier") as refusal:
        finish_swap(tmp_path / "b")
    assert not isinstance(refusal.value, StorageError)
    (tmp_path / "b" / FORMER).unlink()
    assert finish_swap(tmp_path / "b")
    assert not finish_swap(tmp_path / "b")
    again = read_records({"HYGIE_HOME": str(tmp_path / "b")}, keyring=new.keyring)
    assert again.verify().count == 7
