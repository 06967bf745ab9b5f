"""Hygie's own data under Windows, which renames and removes nothing that is held open."""

from io import BytesIO
from pathlib import Path

import pytest
from filelock import FileLock

from hygie.core.errors import MisusedError
from hygie.practice.own_data_arguments import add_own_data_arguments
from hygie.practice.own_data_backup import save
from hygie.practice.own_data_erase import erase
from hygie.practice.own_data_export import Kept, export
from hygie.practice.own_data_people import people_in
from hygie.practice.own_data_restore import Opening, restore
from hygie.practice.own_data_work import app_closed
from hygie.practice.own_files import APPLICATION_LOCK, FORMER, RESTORING, SAVING
from hygie.practice.run_own_data import run_own_data
from hygie.terminal.arguments import FrenchParser
from hygie.terminal.commands import ExitCode
from support.console import NOW, a_console
from support.own_data import CODE, STRANGER, WORD, OwnData, a_full_folder, a_plain_folder
from support.photos import MARK, a_jpeg

pytestmark = pytest.mark.needs("windows")


def saved(own: OwnData, target: Path) -> Path:
    save(own.folder, target, code=CODE, secret=own.secret, at=NOW, chance=own.chance)
    return target


def test_saved_and_put_back_over_other_data(tmp_path: Path) -> None:
    own = a_full_folder(tmp_path / "a")
    source = saved(own, tmp_path / "s")
    assert not (own.folder / SAVING).exists()
    other = a_plain_folder(tmp_path / "b", entries=9)
    restored = restore(other.folder, source, code=CODE, keyring=own.keyring)
    assert (restored.opening, restored.former_kept) == (Opening.KEYRING, True)
    again = OwnData(other.folder, keyring=own.keyring, secret=own.secret)
    assert again.records.entries() == own.records.entries()
    assert people_in(again.folder, own.secret)[0]["nom"] == f"Dr {WORD}"
    assert OwnData(other.folder / FORMER).records.verify().count == 9
    assert not (other.folder / RESTORING).exists()
    with pytest.raises(MisusedError, match="existe déjà"):
        saved(own, source)


def test_exported_then_erased(tmp_path: Path) -> None:
    own = a_full_folder(tmp_path / "a")
    kept = Kept(records=own.records, stores={"preuves": own.evidence}, people=list)
    exported = export(kept, tmp_path / "e", at=NOW)
    assert (exported.entries, exported.files) == (5, 2)
    assert (tmp_path / "e" / "LISEZMOI.txt").is_file()
    with pytest.raises(MisusedError, match="existe déjà"):
        export(kept, tmp_path / "e", at=NOW)
    assert erase(own.folder, keyring=own.keyring).forgotten
    assert [path.name for path in own.folder.iterdir()] == [STRANGER]


def test_the_command_puts_back_then_erases(tmp_path: Path) -> None:
    own = a_full_folder(tmp_path / "a")
    source, code = saved(own, tmp_path / "s"), tmp_path / "code"
    code.write_text(CODE, "utf-8")
    environment = {"HYGIE_HOME": str(own.folder)}
    for words in (
        ("restaurer", str(source), "--code", str(code), "--oui"),
        ("effacer", "--oui", "--vraiment"),
    ):
        parser = FrenchParser(prog="hygie mes-donnees")
        add_own_data_arguments(parser)
        console = a_console(environment=environment)
        assert run_own_data(parser.parse_args(words), console, own.doors()) is ExitCode.DONE
    assert [path.name for path in own.folder.iterdir()] == [STRANGER]


def test_the_open_app_is_seen(tmp_path: Path) -> None:
    own = a_plain_folder(tmp_path / "a")
    with (
        FileLock(own.folder / APPLICATION_LOCK),
        pytest.raises(MisusedError, match="ouvert dans votre navigateur"),
        app_closed(own.folder),
    ):
        raise AssertionError("it was open")


def test_a_photo_is_kept_without_what_the_phone_wrote(tmp_path: Path) -> None:
    store = a_full_folder(tmp_path / "a").evidence
    stored = store.put(BytesIO(a_jpeg()), name="CON.jpg")
    assert stored.name == "preuve-CON.jpg"
    with store.open(stored.id) as reader:
        assert MARK.encode() not in reader.read()
    store.remove(stored.id)
    assert stored.id not in store.ids()
