"""The plain register of earlier versions becomes an encrypted one: whole, once, for good."""

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from hygie.cli.main import main
from hygie.core.errors import LockedError, MisusedError
from hygie.practice.encryption import driver_of, encrypt_records
from hygie.practice.opening import open_records, open_records_with, read_records
from hygie.practice.records import Chain, Records
from hygie.practice.sqlite_drivers import PLAIN
from hygie.practice.sqlite_errors import MovedError
from hygie.practice.sqlite_records import ENCRYPTED_NAME, FILE_NAME
from hygie.practice.vault import Secret
from support.console import a_console, said, shown
from support.keyrings import FakeKeyring
from support.records import a_draft
from support.registers import Register
from support.vaults import CODE, a_vault

COUNT = 6
KNOWN = "Une phrase que l'on reconnaît"
SECRET = Secret(bytes(range(32)))
STEPS = ("tenu", "copié", "chiffré", "vérifié", "enterré", "déplacé", "nettoyé")


class StoppedError(Exception):
    """What is raised at a step."""


@pytest.fixture
def plain(tmp_path: Path) -> Register:
    """Give a plain register of a few entries."""
    register = Register(tmp_path, PLAIN)
    register.open().append_all(
        a_draft(detail={"motif": KNOWN, "numero": number}) for number in range(COUNT)
    )
    return register


def encrypted(place: Register) -> Register:
    return Register(place.folder, driver_of(SECRET))


def encrypt(place: Register, stop: str = "") -> Chain:
    """Encrypt what is in a folder, as far as a step; return the chain of what was there."""

    def reached(step: str) -> None:
        if step == stop:
            raise StoppedError

    encrypt_records(place.folder, SECRET, reached=reached)
    return encrypted(place).open().verify()


def truth(place: Register) -> Records:
    """Return the records that a Hygie, of today or older, would go on from."""
    try:
        place.open().verify()
    except MovedError:
        return encrypted(place).open()
    return place.open()


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_every_entry_is_there_and_nothing_is_left_in_clear(plain: Register) -> None:
    before, entries = plain.open().verify(), plain.open().entries()
    assert encrypt(plain) == before
    assert encrypted(plain).open().entries() == entries
    assert set(contents(plain.folder)) == {FILE_NAME, ENCRYPTED_NAME}
    for content in contents(plain.folder).values():
        assert KNOWN.encode() not in content
        assert b"titulaire" not in content
    assert not encrypted(plain).path.read_bytes().startswith(b"SQLite format 3")


def test_what_is_left_is_refused_by_every_hygie(plain: Register) -> None:
    encrypt(plain)
    header = plain.path.read_bytes()[:100]
    assert header[68:72] == b"Hygi"
    assert int.from_bytes(header[60:64]) == 1000
    assert plain.path.stat().st_size <= 4096
    before = contents(plain.folder)
    for refused in (lambda: plain.open().append(a_draft()), lambda: plain.open().entries()):
        with pytest.raises(MovedError, match="chiffré") as refusal:
            refused()
        assert "relancez-le" in refusal.value.hint
    assert contents(plain.folder) == before


def test_doing_it_again_changes_nothing(plain: Register) -> None:
    encrypt(plain)
    encrypted(plain).open().append(a_draft())
    before = contents(plain.folder)
    assert encrypt(plain).count == COUNT + 1
    assert contents(plain.folder) == before


@pytest.mark.parametrize("step", STEPS)
def test_stopped_at_any_step_it_goes_on_from_there(plain: Register, step: str) -> None:
    before = plain.open().verify()
    with pytest.raises(StoppedError):
        encrypt(plain, step)
    assert truth(plain).verify() == before
    truth(plain).append(a_draft(detail={"motif": "écrit entre les deux"}))
    after = truth(plain).verify()
    assert (after.whole, after.count) == (True, COUNT + 1)
    assert encrypt(plain) == after
    assert not any(KNOWN.encode() in content for content in contents(plain.folder).values())


def test_a_folder_without_a_register_can_only_get_an_encrypted_one(tmp_path: Path) -> None:
    place = Register(tmp_path, PLAIN)
    assert encrypt(place) == Chain()
    with pytest.raises(MovedError):
        place.open().append(a_draft())
    assert encrypted(place).open().append(a_draft()).seq == 1
    assert encrypt(place).count == 1


def test_an_old_copy_put_back_takes_nothing_away(plain: Register) -> None:
    copy = plain.path.read_bytes()
    encrypt(plain)
    encrypted(plain).open().append(a_draft())
    plain.path.write_bytes(copy)
    assert encrypt(plain).count == COUNT + 1
    assert KNOWN.encode() not in plain.path.read_bytes()


def test_two_registers_that_differ_are_both_left(plain: Register) -> None:
    copy = plain.path.read_bytes()
    encrypt(plain)
    encrypted(plain).open().append(a_draft())
    plain.path.write_bytes(copy)
    plain.open("autre").append(a_draft())
    counts = (COUNT + 1, COUNT + 1)
    with pytest.raises(MisusedError, match="Deux registres différents") as refusal:
        encrypt(plain)
    assert FILE_NAME in refusal.value.hint
    found = (plain.open().verify(), encrypted(plain).open().verify())
    assert tuple(chain.count for chain in found) == counts
    assert all(chain.whole for chain in found)


def test_a_broken_chain_stays_broken_where_it_was(plain: Register) -> None:
    plain.forced(("DELETE FROM entries WHERE seq = 3", ()))
    before = plain.open().verify()
    assert before.broken_at == 3
    assert encrypt(plain) == before
    assert [line.seq for line in encrypted(plain).open().lines()] == [1, 2, 4, 5, 6]
    assert encrypted(plain).open().append(a_draft()).seq == COUNT + 1


def test_what_is_no_text_is_copied_as_it_is(plain: Register) -> None:
    plain.forced(
        ("UPDATE entries SET detail = CAST(x'7bff7d' AS TEXT) WHERE seq = 3", ()),
        ("UPDATE entries SET detail = x'00ff' WHERE seq = 4", ()),
        ("UPDATE entries SET salt = NULL WHERE seq = 5", ()),
    )
    shapes = "SELECT seq, typeof(detail), hex(detail), typeof(salt) FROM entries ORDER BY seq"
    with closing(plain.raw()) as connection:
        before = connection.execute(shapes).fetchall()
    encrypt(plain)
    with closing(encrypted(plain).raw()) as connection:
        assert connection.execute(shapes).fetchall() == before
    assert encrypted(plain).open().verify().broken_at == 3


def test_a_register_that_cannot_be_read_stays(plain: Register) -> None:
    content = bytearray(plain.path.read_bytes())
    content[4096 : 2 * 4096] = b"\xff" * 4096
    plain.path.write_bytes(content)
    with pytest.raises(MisusedError, match="abîmé"):
        encrypt(plain)
    assert plain.path.read_bytes() == bytes(content)


def test_an_encrypted_register_that_another_key_wrote_stays(plain: Register) -> None:
    other = Register(plain.folder, driver_of(Secret(bytes(32))))
    other.open().append(a_draft())
    content = other.path.read_bytes()
    with pytest.raises(MisusedError, match="n'ouvre pas"):
        encrypt(plain)
    assert other.path.read_bytes() == content
    assert plain.open().verify().count == COUNT


def test_a_lost_encrypted_register_is_not_an_empty_one(plain: Register) -> None:
    encrypt(plain)
    encrypted(plain).path.rename(plain.folder / "rangé.chiffre")
    with pytest.raises(MisusedError, match="n'est plus là"):
        encrypt(plain)
    (plain.folder / "rangé.chiffre").rename(encrypted(plain).path)
    assert encrypt(plain).count == COUNT


def test_what_someone_still_reads_is_wiped_at_the_next_opening(plain: Register) -> None:
    with closing(plain.raw()) as reader:
        # The log that holds the entries of before cannot go yet.
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM entries").fetchall()
        assert encrypt(plain).count == COUNT
        assert KNOWN.encode() in plain.path.read_bytes()
        assert reader.execute("SELECT count(*) FROM entries").fetchone() == (COUNT,)
    assert encrypt(plain).count == COUNT
    assert not any(KNOWN.encode() in content for content in contents(plain.folder).values())


def an_environment(folder: Path, **more: str) -> dict[str, str]:
    folder.chmod(0o700)
    return {"HYGIE_HOME": str(folder), **more}


class TestOpening:
    def test_without_a_vault_the_register_is_plain(self, tmp_path: Path) -> None:
        open_records(an_environment(tmp_path)).append(a_draft())
        assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]

    @pytest.mark.parametrize("way", [open_records, read_records])
    def test_with_a_vault_the_keyring_opens(self, plain: Register, way: type) -> None:
        keyring = FakeKeyring()
        a_vault(plain.folder, keyring=keyring)
        records = way(an_environment(plain.folder), keyring=keyring)
        assert records.verify().count == COUNT
        assert records.path.name == ENCRYPTED_NAME

    def test_the_code_file_opens_where_there_is_no_keyring(self, plain: Register) -> None:
        keyring = FakeKeyring(works=False)
        a_vault(plain.folder, keyring=keyring, code=CODE)
        file = plain.folder / "code.txt"
        file.write_text(f"{CODE}\n", "utf-8")
        environment = an_environment(plain.folder, HYGIE_CODE_FICHIER=str(file))
        open_records(environment, keyring=keyring).append(a_draft())
        assert read_records(environment, keyring=keyring).verify().count == COUNT + 1

    def test_locked_data_is_said_and_left(self, plain: Register) -> None:
        a_vault(plain.folder)
        before = contents(plain.folder)
        for way in (open_records, read_records):
            with pytest.raises(LockedError, match="chiffrées"):
                way(an_environment(plain.folder), keyring=FakeKeyring(works=False))
        assert contents(plain.folder) == before

    def test_a_lost_vault_never_starts_a_new_register(self, plain: Register) -> None:
        keyring = FakeKeyring()
        a_vault(plain.folder, keyring=keyring)
        open_records(an_environment(plain.folder), keyring=keyring)
        (plain.folder / "coffre.json").unlink()
        for way in (open_records, read_records):
            with pytest.raises(LockedError, match=r"coffre\.json"):
                way(an_environment(plain.folder), keyring=keyring)

    def test_the_vault_of_another_folder_opens_nothing(
        self, plain: Register, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        open_records_with(plain.folder, SECRET)
        elsewhere, keyring = tmp_path_factory.mktemp("ailleurs"), FakeKeyring()
        a_vault(elsewhere, keyring=keyring)
        shutil.copy(elsewhere / "coffre.json", plain.folder)
        before = contents(plain.folder)
        with pytest.raises(MisusedError, match="n'ouvre pas") as refusal:
            open_records(an_environment(plain.folder), keyring=keyring)
        assert "coffre.json" in refusal.value.hint
        assert contents(plain.folder) == before


class TestCommands:
    """What a person sees at the keyboard, with a code file and no keyring."""

    @pytest.fixture
    def locked(self, tmp_path: Path) -> Path:
        folder = tmp_path / "donnees"
        folder.mkdir(mode=0o700)
        a_vault(folder, keyring=FakeKeyring(works=False), code=CODE)
        return folder

    def ask(self, folder: Path, code: str, *words: str) -> tuple[int, str, str]:
        file = folder.parent / "code.txt"
        file.write_text(code, "utf-8")
        environment = {"HYGIE_HOME": str(folder), "HYGIE_CODE_FICHIER": str(file)}
        console = a_console(environment=environment)
        code_of_exit = main(words, console)
        return code_of_exit, shown(console), said(console)

    def test_the_right_code_opens(self, locked: Path) -> None:
        code, out, _ = self.ask(locked, CODE, "journal")
        assert (code, "Le journal est vide" in out) == (0, True)

    def test_a_wrong_code_ends_with_one_and_says_what_to_do(self, locked: Path) -> None:
        code, _, told = self.ask(locked, "tortue vinaigre lampe", "journal")
        assert code == 1
        assert "n'est pas le code du cabinet" in " ".join(told.split())
        assert "Vérifiez les majuscules" in " ".join(told.split())
        assert "tortue" not in told

    def test_the_diagnosis_says_how_the_register_is(self, locked: Path) -> None:
        _, out, _ = self.ask(locked, CODE, "diagnostic-technique", "--json")
        assert json.loads(out)["registre"] == {
            "etat": "intact",
            "enregistrements": 0,
            "rompu_a": None,
            "chiffre": True,
        }
        _, out, _ = self.ask(locked, "faux code ici", "diagnostic-technique", "--json")
        assert json.loads(out)["registre"] == {"etat": "illisible", "erreur": "LockedError"}
