"""All of Hygie's data on a real disk: saved, put back elsewhere, exported, erased."""

import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from hygie.core.errors import LockedError, MisusedError
from hygie.practice.opening import read_records
from hygie.practice.own_data_backup import opened_backup, save
from hygie.practice.own_data_code import drawn_code
from hygie.practice.own_data_erase import erase, inventory
from hygie.practice.own_data_export import Kept, export
from hygie.practice.own_data_people import people_in
from hygie.practice.own_data_restore import Opening, Restored, restore
from hygie.practice.own_files import FORMER, MARKER, RESTORING, SAVING
from hygie.practice.vault import Vault, new_recovery_code, unlock
from support.chance import Chance
from support.console import NOW
from support.keyrings import FakeKeyring
from support.mutator import Mutator
from support.own_data import CODE, STRANGER, WORD, OwnData, a_full_folder, a_plain_folder, contents
from support.records import a_draft

DRIVER = Path(__file__).parents[1] / "support" / "own_data_killed.py"


def saved(own: OwnData, target: Path, code: str = CODE) -> Path:
    save(own.folder, target, code=code, secret=own.secret, at=NOW, chance=own.chance)
    return target


def put_back(
    folder: Path, source: Path, code: str = CODE, keyring: FakeKeyring | None = None
) -> Restored:
    folder.mkdir(mode=0o700, exist_ok=True)
    return restore(folder, source, code=code, keyring=keyring or FakeKeyring())


def of_hygie(folder: Path) -> dict[str, bytes]:
    """Return the files that are saved as they are: databases are copied by their engine."""
    kept = ("preuves", "documents", "cle-")
    return {name: content for name, content in contents(folder).items() if name.startswith(kept)}


class TestSaving:
    def test_one_file_that_shows_nothing(self, tmp_path: Path) -> None:
        own = a_plain_folder(tmp_path / "donnees")
        content = saved(own, tmp_path / "sauvegarde.hygie").read_bytes()
        assert WORD.encode() not in content
        assert b"SQLite" not in content
        assert (tmp_path / "sauvegarde.hygie").stat().st_mode & 0o777 == 0o600
        assert sorted(path.name for path in tmp_path.iterdir()) == ["donnees", "sauvegarde.hygie"]
        assert not (own.folder / SAVING).exists()

    def test_only_what_is_hygies_is_saved(self, tmp_path: Path) -> None:
        own = a_full_folder(tmp_path / "donnees")
        (own.folder / "demonstration").mkdir()
        (own.folder / "demonstration" / "registre.sqlite").write_bytes(b"x")
        (own.folder / "preuves" / "lien").symlink_to("/etc/passwd")
        with opened_backup(saved(own, tmp_path / "s"), CODE) as pack:
            names = [(name, sum(map(len, pieces))) for name, pieces in pack.files()]
        assert {name for name, _ in names} == {
            "registre.sqlite",
            "registre.chiffre",
            "cabinet.chiffre",
            "coffre.json",
            "cle-poste-0123abcd",
            *(f"preuves/{id_}" for id_ in own.evidence.ids()),
        }
        assert pack.at == NOW

    def test_what_is_being_written_is_saved_as_it_is_at_one_moment(self, tmp_path: Path) -> None:
        own = a_full_folder(tmp_path / "donnees")
        steps: list[str] = []

        def write(step: str) -> None:
            steps.append(step)
            own.records.append(a_draft())

        target = tmp_path / "s"
        save(
            own.folder,
            target,
            code=CODE,
            secret=own.secret,
            at=NOW,
            chance=own.chance,
            reached=write,
        )
        restored = put_back(tmp_path / "ailleurs", target)
        assert restored.chain is not None
        assert restored.chain.whole
        assert restored.chain.count == 5
        assert own.records.verify().count == 5 + len(steps)

    def test_a_file_that_is_there_is_never_replaced(self, tmp_path: Path) -> None:
        own = a_plain_folder(tmp_path / "donnees")
        (tmp_path / "s").write_text("précieux")
        with pytest.raises(MisusedError, match="existe déjà"):
            saved(own, tmp_path / "s")
        assert (tmp_path / "s").read_text() == "précieux"
        late = tmp_path / "tard"

        def come(step: str) -> None:
            if step == "relu":
                late.write_text("arrivé entre-temps")

        with pytest.raises(MisusedError, match="existe déjà"):
            save(own.folder, late, code=CODE, secret=None, at=NOW, chance=own.chance, reached=come)
        assert late.read_text() == "arrivé entre-temps"

    @pytest.mark.parametrize("code", ["", "court", "motdepasse", "123456789"])
    def test_a_code_that_is_easily_guessed_closes_nothing(self, tmp_path: Path, code: str) -> None:
        own = a_plain_folder(tmp_path / "donnees")
        with pytest.raises(MisusedError, match="Ce code"):
            saved(own, tmp_path / "s", code)
        assert not (tmp_path / "s").exists()

    def test_a_place_that_will_not_do_is_said(self, tmp_path: Path) -> None:
        own = a_plain_folder(tmp_path / "donnees")
        with pytest.raises(MisusedError, match="à cet endroit"):
            saved(own, tmp_path / "absent" / "s")

    def test_one_at_a_time(self, tmp_path: Path) -> None:
        own = a_plain_folder(tmp_path / "donnees")
        refusals = []

        def again(_: str) -> None:
            with pytest.raises(MisusedError, match="déjà en cours") as refusal:
                saved(own, tmp_path / "seconde")
            refusals.append(refusal)

        save(
            own.folder,
            tmp_path / "s",
            code=CODE,
            secret=None,
            at=NOW,
            chance=own.chance,
            reached=again,
        )
        assert refusals

    def test_without_the_vault_the_encrypted_register_is_not_saved_blind(
        self, tmp_path: Path
    ) -> None:
        own = a_full_folder(tmp_path / "donnees")
        (own.folder / "coffre.json").unlink()
        own.secret = None
        with pytest.raises(LockedError):
            saved(own, tmp_path / "s")


class TestRestoring:
    def test_a_plain_folder_comes_back_elsewhere(self, tmp_path: Path) -> None:
        own = a_plain_folder(tmp_path / "donnees")
        restored = put_back(tmp_path / "ailleurs", saved(own, tmp_path / "s"))
        assert (restored.opening, restored.files, restored.at) == (Opening.PLAIN, 2, NOW)
        assert OwnData(tmp_path / "ailleurs").records.entries() == own.records.entries()
        assert of_hygie(tmp_path / "ailleurs") == of_hygie(own.folder)
        assert not restored.former_kept

    def test_on_another_computer_the_code_of_the_back_up_opens_everything(
        self, tmp_path: Path
    ) -> None:
        own = a_full_folder(tmp_path / "donnees")
        code = drawn_code(own.chance)
        other = FakeKeyring()
        restored = put_back(tmp_path / "b", saved(own, tmp_path / "s", code), code, other)
        assert restored.opening is Opening.KEYRING
        assert unlock(tmp_path / "b", keyring=other) == own.secret
        assert of_hygie(tmp_path / "b") == of_hygie(own.folder)
        again = OwnData(tmp_path / "b", keyring=other, secret=own.secret)
        assert again.records.entries() == own.records.entries()
        assert people_in(again.folder, own.secret)[0]["nom"] == f"Dr {WORD}"
        assert own.secret is not None
        assert own.secret.master.hex().encode() not in b"".join(contents(again.folder).values())

    @pytest.mark.parametrize("drawn", [True, False])
    def test_without_a_keyring_there_the_code_of_the_back_up_still_opens(
        self, tmp_path: Path, drawn: object
    ) -> None:
        own = a_full_folder(tmp_path / "donnees")
        code = drawn_code(own.chance) if drawn else CODE
        none = FakeKeyring(works=False)
        restored = put_back(tmp_path / "b", saved(own, tmp_path / "s", code), code, none)
        assert restored.opening is Opening.CODE
        if drawn:
            assert unlock(tmp_path / "b", keyring=none, recovery=code) == own.secret
        else:
            assert unlock(tmp_path / "b", keyring=none, code=code) == own.secret

    def test_the_codes_the_practice_had_are_not_replaced(self, tmp_path: Path) -> None:
        own = a_full_folder(tmp_path / "donnees", code="un autre code du cabinet")
        assert own.secret is not None
        printed = new_recovery_code(own.folder, own.secret, chance=own.chance)
        none = FakeKeyring(works=False)
        restored = put_back(tmp_path / "b", saved(own, tmp_path / "s"), CODE, none)
        assert (restored.opening, restored.chain) == (Opening.ASKED, None)
        assert unlock(tmp_path / "b", keyring=none, recovery=printed) == own.secret
        with pytest.raises(LockedError):
            unlock(tmp_path / "b", keyring=none, code=CODE)

    def test_the_vault_that_was_saved_is_left_as_it_was(self, tmp_path: Path) -> None:
        own = a_full_folder(tmp_path / "donnees")
        before = (own.folder / "coffre.json").read_bytes()
        saved(own, tmp_path / "s", drawn_code(own.chance))
        assert (own.folder / "coffre.json").read_bytes() == before

    def test_the_former_data_is_kept_aside_and_strangers_stay(self, tmp_path: Path) -> None:
        first = a_full_folder(tmp_path / "a")
        source = saved(first, tmp_path / "s")
        second = a_plain_folder(tmp_path / "b", entries=9)
        (second.folder / "preuves").mkdir()
        before = contents(second.folder)
        restored = put_back(second.folder, source)
        assert restored.former_kept
        aside = contents(second.folder / FORMER)
        assert aside == {name: text for name, text in before.items() if name != STRANGER}
        assert (second.folder / STRANGER).read_text() == "Chère maman"
        assert not (second.folder / RESTORING).exists()
        assert not (second.folder / MARKER).exists()
        assert Vault.read(second.folder) is not None
        put_back(second.folder, saved(first, tmp_path / "t"))
        assert "coffre.json" in contents(second.folder / FORMER)

    def test_a_wrong_code_changes_nothing(self, tmp_path: Path) -> None:
        own = a_plain_folder(tmp_path / "donnees")
        source = saved(own, tmp_path / "s")
        before = contents(own.folder)
        for code in ("un autre code", "", drawn_code(Chance()), CODE.upper()):
            with pytest.raises(MisusedError, match="n'ouvre pas"):
                put_back(own.folder, source, code)
        assert contents(own.folder) == before

    def test_a_code_is_read_as_people_type_it(self, tmp_path: Path) -> None:
        own = a_plain_folder(tmp_path / "donnees")
        code = drawn_code(Chance())
        source = saved(own, tmp_path / "s", code)
        put_back(tmp_path / "b", source, f" {code.lower().replace('-', ' ')} ")
        put_back(
            tmp_path / "c",
            saved(own, tmp_path / "t", "été comme hiver"),
            "e\u0301te\u0301 comme hiver ",
        )

    def test_a_damaged_back_up_changes_nothing(self, tmp_path: Path) -> None:
        """The slow key is found once: it is the reading of what follows that is tried here."""
        own = a_plain_folder(tmp_path / "donnees", entries=1)
        whole = saved(own, tmp_path / "s").read_bytes()
        before, mutator = contents(own.folder), Mutator("sauvegarde")
        for _ in range(25):
            spoiled = mutator.raw(whole)
            if spoiled == whole:
                continue
            (tmp_path / "t").write_bytes(spoiled)
            with pytest.raises(MisusedError):
                put_back(own.folder, tmp_path / "t")
            assert contents(own.folder) == before

    @pytest.mark.parametrize("share", [0, 20, 100, -1, -17, -5000])
    def test_a_back_up_cut_short_changes_nothing(self, tmp_path: Path, share: int) -> None:
        own = a_plain_folder(tmp_path / "donnees")
        whole = saved(own, tmp_path / "s").read_bytes()
        (tmp_path / "t").write_bytes(whole[:share])
        with pytest.raises(MisusedError):
            put_back(tmp_path / "b", tmp_path / "t")
        assert list((tmp_path / "b").glob("[!m]*")) == []

    def test_a_register_that_is_none_is_refused_before_anything_moves(self, tmp_path: Path) -> None:
        other = a_plain_folder(tmp_path / "a")
        source = saved(other, tmp_path / "s")
        before = contents(other.folder)

        def spoil(step: str) -> None:
            if step == "lu registre.sqlite":
                (other.folder / RESTORING / "registre.sqlite").write_bytes(b"autre chose" * 100)

        with pytest.raises(MisusedError):
            restore(other.folder, source, code=CODE, keyring=FakeKeyring(), reached=spoil)
        assert contents(other.folder) == before

    def test_a_full_disk_changes_nothing(self, tmp_path: Path) -> None:
        own = a_plain_folder(tmp_path / "donnees", entries=300)
        source = saved(own, tmp_path / "s")
        for act in ("sauver", "restaurer"):
            before = contents(own.folder)
            told = run_driver(act, own.folder, source, tmp_path / "t", file_bytes=50_000)
            assert "StorageError" in told
            assert contents(own.folder) == before
            assert not (tmp_path / "t").exists()

    def test_an_unreadable_note_is_never_guessed(self, tmp_path: Path) -> None:
        own = a_plain_folder(tmp_path / "donnees")
        for text in ("", "[]", '{"avant": ["../x"], "apres": []}', '{"avant": [1], "apres": []}'):
            (own.folder / MARKER).write_text(text)
            with pytest.raises(MisusedError, match="ne peut pas être lu"):
                read_records({"HYGIE_HOME": str(own.folder)})


def run_driver(  # noqa: PLR0913  # what the program takes, one to one
    act: str, folder: Path, source: Path, target: Path, *, kill: int = -1, file_bytes: int = 0
) -> str:
    words = [sys.executable, str(DRIVER), act, str(folder), str(source), str(target)]
    done = subprocess.run(
        [*words, str(kill), str(file_bytes)],
        env={**os.environ, "PYTHONPATH": str(DRIVER.parents[1])},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return done.stdout + ("tué" if done.returncode else "")


class TestKilled:
    """A real kill at each step, the next one a step further, until the act is over."""

    def test_saving_leaves_a_whole_back_up_or_none(self, tmp_path: Path) -> None:
        own = a_full_folder(tmp_path / "donnees")
        (tmp_path / "cle").write_bytes(own.secret.master)  # type: ignore[union-attr]  # it has one
        before = of_hygie(own.folder)
        for step in range(20):
            target = tmp_path / f"s{step}"
            told = run_driver("sauver", own.folder, tmp_path / "cle", target, kill=step)
            assert of_hygie(own.folder) == before
            assert own.records.verify().count == 5
            if target.exists():
                put_back(tmp_path / f"b{step}", target, keyring=own.keyring)
            if "tué" not in told:
                break
        assert step > 3
        assert target.exists()
        assert not (own.folder / SAVING).exists()

    def test_restoring_leaves_the_former_data_or_the_new(self, tmp_path: Path) -> None:
        source = saved(a_plain_folder(tmp_path / "a", entries=7), tmp_path / "s")
        ends = []
        for step in range(40):
            own = a_plain_folder(tmp_path / f"b{step}", entries=3)
            (own.folder / "preuves").mkdir()
            (own.folder / "preuves" / "ancienne").write_text("d'avant")
            told = run_driver("restaurer", own.folder, source, tmp_path / "rien", kill=step)
            found = read_records({"HYGIE_HOME": str(own.folder)}).verify()
            assert found.whole
            assert not (own.folder / MARKER).exists()
            former = (own.folder / "preuves" / "ancienne").exists()
            assert found.count == (3 if former else 7)
            if not former:
                assert (own.folder / FORMER / "preuves" / "ancienne").read_text() == "d'avant"
                assert OwnData(own.folder / FORMER).records.verify().count == 3
            ends.append(found.count)
            if step % 4 == 0:
                put_back(own.folder, source)
                assert OwnData(own.folder).records.verify().count == 7
            if "tué" not in told:
                break
        assert step > 8
        assert ends == sorted(ends)
        assert {3, 7} == set(ends)

    def test_erasing_leaves_nothing_that_opens(self, tmp_path: Path) -> None:
        for step in range(40):
            own = a_full_folder(tmp_path / f"b{step}")
            told = run_driver("effacer", own.folder, tmp_path, tmp_path, kill=step)
            names = {path.name for path in own.folder.iterdir()}
            assert "coffre.json" not in names or step == 0
            erase(own.folder, keyring=own.keyring)
            assert {path.name for path in own.folder.iterdir()} == {STRANGER}
            if "tué" not in told:
                break
        assert step > 5


class TestExporting:
    def kept(self, own: OwnData) -> Kept:
        stores = {"preuves": own.evidence} if own.secret else {}
        return Kept(
            records=own.records, stores=stores, people=lambda: people_in(own.folder, own.secret)
        )

    def test_everything_is_there_in_clear(self, tmp_path: Path) -> None:
        own = a_full_folder(tmp_path / "donnees")
        own.records.append(a_draft(detail={"motif": "=HYPERLINK(1)"}, summary={}))
        exported = export(self.kept(own), tmp_path / "export", at=NOW)
        assert (exported.entries, exported.files, exported.damaged) == (6, 2, 0)
        found = contents(tmp_path / "export")
        document = json.loads(found["enregistrements.json"])
        assert document["intact"] is True
        assert [line["numero"] for line in document["lignes"]] == [1, 2, 3, 4, 5, 6]
        assert document["lignes"][0]["contenu"] == {"motif": f"{WORD} 0"}
        (text,) = [content for name, content in found.items() if name.endswith(f"{WORD}.txt")]
        assert text == f"{WORD} : attestation".encode()
        people = json.loads(found["personnes.json"])
        assert people[0]["nom"] == f"Dr {WORD}"
        assert b"argon2id" not in b"".join(found.values())
        assert "6 enregistrements" in found["LISEZMOI.txt"].decode().replace("\u00a0", " ")

    def test_the_table_reads_in_a_spreadsheet_and_runs_nothing(self, tmp_path: Path) -> None:
        own = a_plain_folder(tmp_path / "donnees")
        own.records.append(a_draft(measure="=1+1", by="@role"))
        export(self.kept(own), tmp_path / "export", at=NOW)
        raw = (tmp_path / "export" / "enregistrements.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(), delimiter=";"))
        assert rows[0][0] == "numero"
        assert (rows[6][3], rows[6][6]) == ("'=1+1", "'@role")

    def test_a_journal_that_was_changed_is_exported_up_to_there_and_says_so(
        self, tmp_path: Path
    ) -> None:
        own = a_plain_folder(tmp_path / "donnees")
        with closing(sqlite3.connect(own.folder / "registre.sqlite")) as database, database:
            database.execute("DROP TRIGGER entries_never_go")
            database.execute("DELETE FROM entries WHERE seq = 3")
        exported = export(self.kept(own), tmp_path / "export", at=NOW)
        assert (exported.entries, exported.whole) == (2, False)
        document = json.loads((tmp_path / "export" / "enregistrements.json").read_text("utf-8"))
        assert [line["numero"] for line in document["lignes"]] == [1, 2]
        assert "a été changé" in (tmp_path / "export" / "LISEZMOI.txt").read_text("utf-8")

    def test_a_folder_that_is_there_is_left_alone(self, tmp_path: Path) -> None:
        own = a_plain_folder(tmp_path / "donnees")
        (tmp_path / "export").mkdir()
        with pytest.raises(MisusedError, match="existe déjà"):
            export(self.kept(own), tmp_path / "export", at=NOW)
        assert {path.name for path in tmp_path.iterdir()} == {"donnees", "export"}

    def test_a_damaged_piece_of_evidence_does_not_stop_the_rest(self, tmp_path: Path) -> None:
        own = a_full_folder(tmp_path / "donnees")
        path = own.folder / "preuves" / own.evidence.ids()[0]
        path.write_bytes(path.read_bytes()[:-1])
        exported = export(self.kept(own), tmp_path / "export", at=NOW)
        assert (exported.files, exported.damaged) == (1, 1)
        assert "ATTENTION" in (tmp_path / "export" / "LISEZMOI.txt").read_text("utf-8")


class TestErasing:
    def test_everything_goes_but_what_is_somebody_elses(self, tmp_path: Path) -> None:
        own = a_full_folder(tmp_path / "donnees")
        put_back(own.folder, saved(own, tmp_path / "s"), keyring=own.keyring)
        assert own.keyring.kept
        (own.folder / "cle-signature.p12").write_bytes(b"cle")
        own.keyring.put("cle-de-signature-0692acd4a4fbb8b1", "phrase")
        parts = {part.label for part in inventory(own.folder)}
        erased = erase(own.folder, keyring=own.keyring)
        assert {"le registre", "les preuves", "les clés et codes d'accès"} <= parts
        assert {part.label for part in erased.parts} == parts
        assert (erased.forgotten, erased.strangers) == (True, 1)
        assert [path.name for path in own.folder.iterdir()] == [STRANGER]

    def test_an_empty_folder_goes_too(self, tmp_path: Path) -> None:
        own = a_plain_folder(tmp_path / "donnees")
        (own.folder / STRANGER).unlink()
        erase(own.folder, keyring=own.keyring)
        assert not own.folder.exists()

    def test_a_link_goes_and_not_what_it_leads_to(self, tmp_path: Path) -> None:
        own = a_plain_folder(tmp_path / "donnees")
        (tmp_path / "photos").mkdir()
        (tmp_path / "photos" / "vacances").write_text("mer")
        (own.folder / "preuves").symlink_to(tmp_path / "photos")
        erase(own.folder, keyring=own.keyring)
        assert (tmp_path / "photos" / "vacances").read_text() == "mer"
        assert not (own.folder / "preuves").is_symlink()

    def test_a_silent_keyring_is_told(self, tmp_path: Path) -> None:
        own = a_full_folder(tmp_path / "donnees")
        own.keyring.works = False
        assert not erase(own.folder, keyring=own.keyring).forgotten
        assert Vault.read(own.folder) is None
