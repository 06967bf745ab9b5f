"""The commands of the main job, on this real machine, in process."""

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hygie.catalogue.loader import load_catalogue
from hygie.cli.main import main
from hygie.core.errors import MisusedError
from hygie.practice.records import AUDIT
from hygie.practice.sqlite_records import SqliteRecords
from hygie.practice.whole_files import write_whole
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from support.console import NOW, FakeTerminal, a_console, said, shown

SOLO = {"format": 1, "profession": "infirmier", "exercice": "seul", "utilisateurs": 1}


def hygie(home: Path, *words: str, **changes: Any) -> tuple[ExitCode, Console]:
    console = a_console(environment={"HYGIE_HOME": str(home)}, **changes)
    return main(words, console), console


def document(home: Path, *words: str, **changes: Any) -> dict[str, Any]:
    code, console = hygie(home, *words, "--json", **changes)
    assert code is ExitCode.DONE, said(console)
    found: dict[str, Any] = json.loads(shown(console))
    return found


def at_the_keyboard(home: Path, typed: Sequence[str], *words: str) -> tuple[ExitCode, Console]:
    keyboard = FakeTerminal("".join(f"{line}\n" for line in typed))
    return hygie(home, "audit", *words, stdin=keyboard, stderr=FakeTerminal())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "donnees"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    answers = {"format": 1, "reponses": [{"mesure": "fiche-reflexe", "reponse": "non"}]}
    paths = {"situation": tmp_path / "s.json", "reponses": tmp_path / "r.json"}
    paths["situation"].write_text(json.dumps(SOLO))
    paths["reponses"].write_text(json.dumps(answers))
    return paths


def batch(files: dict[str, Path]) -> list[str]:
    return ["--situation", str(files["situation"]), "--reponses", str(files["reponses"])]


class TestBatch:
    def test_files_give_a_whole_audit(self, home: Path, files: dict[str, Path]) -> None:
        audit = document(home, "audit", *batch(files))
        verdicts = {finding["mesure"]: finding for finding in audit["constats"]}
        official = {line["id"] for line in audit["mesures"] if line["origine"] == "memento"}
        assert len(official & set(verdicts)) == 32
        assert verdicts["fiche-reflexe"]["verdict"] == "a_traiter"
        assert verdicts["fiche-reflexe"]["base"] == "declaration"
        assert audit["situation"]["profession"] == "infirmier"
        assert len(audit["releves"]) >= 35
        assert sum(audit["comptes"].values()) == 32

    def test_the_same_files_twice_are_written_once(
        self, home: Path, files: dict[str, Path]
    ) -> None:
        for days in range(2):
            later = NOW + timedelta(days=days)
            document(home, "audit", *batch(files), now=lambda at=later: at)
        kinds = [line["genre"] for line in document(home, "journal")["lignes"]]
        assert sorted(kinds) == ["answer", "audit", "audit", "situation"]

    def test_nothing_is_written_when_asked_not_to(self, home: Path, files: dict[str, Path]) -> None:
        document(home, "audit", *batch(files), "--sans-enregistrer")
        assert not home.exists()

    def test_without_anything_the_assumed_situation_is_said(self, home: Path) -> None:
        code, console = hygie(home, "audit")
        assert code is ExitCode.DONE
        assert "Situation supposée" in said(console)
        assert "À faire d'abord" in shown(console)

    def test_strict_turns_the_result_into_a_code(self, home: Path, files: dict[str, Path]) -> None:
        assert hygie(home, "audit", *batch(files), "--strict")[0] is ExitCode.TO_DO

    def test_a_bad_file_changes_nothing(self, home: Path, files: dict[str, Path]) -> None:
        files["reponses"].write_text('{"format": 1, "reponses": [{"mesure": "sauvegardes"}]}')
        code, console = hygie(home, "audit", *batch(files))
        assert code is ExitCode.MISUSED
        assert "Le plus proche est" in said(console)
        assert not home.exists()


class TestSavedAudits:
    def test_plan_and_comparison_need_audits(self, home: Path) -> None:
        home.mkdir()
        for words in (["plan"], ["comparer"]):
            code, console = hygie(home, *words)
            assert code is ExitCode.MISUSED
            assert "hygie audit" in said(console)

    def test_the_plan_is_the_last_audits(self, home: Path, files: dict[str, Path]) -> None:
        audit = document(home, "audit", *batch(files))
        assert document(home, "plan")["plan"] == audit["plan"]
        _, console = hygie(home, "plan")
        assert "hygie mesures fiche-reflexe" in shown(console)
        _, console = hygie(home, "plan", "--message")
        to_provider = shown(console)
        assert to_provider.startswith("Bonjour,")
        _, console = hygie(home, "plan", "--message", "prestataire")
        assert shown(console) == to_provider
        _, console = hygie(home, "plan", "--message", "editeur")
        assert shown(console).startswith("Bonjour,")
        assert shown(console) != to_provider
        code, console = hygie(home, "plan", "--message", "voisin")
        assert code is ExitCode.MISUSED
        assert "prestataire, editeur" in said(console)

    def test_what_was_settled_shows_in_the_comparison(
        self, home: Path, files: dict[str, Path]
    ) -> None:
        document(home, "audit", *batch(files))
        answers = {"format": 1, "reponses": [{"mesure": "fiche-reflexe", "reponse": "oui"}]}
        files["reponses"].write_text(json.dumps(answers))
        later = NOW + timedelta(days=1)
        document(home, "audit", *batch(files), now=lambda: later)
        changes = document(home, "comparer", now=lambda: later)["changements"]
        (moved,) = (change for change in changes if change["mesure"] == "fiche-reflexe")
        assert moved["changement"] == "ferme"
        assert (moved["avant"], moved["apres"]) == ("a_traiter", "respectee")
        _, console = hygie(home, "comparer", now=lambda: later)
        assert "Réglé" in shown(console)

    def test_two_files_compare_without_any_record(self, home: Path, tmp_path: Path) -> None:
        demo = document(home, "demo", "--au", "2026-11-22")
        del demo["demonstration"]
        paths = [tmp_path / "avant.json", tmp_path / "apres.json"]
        for path in paths:
            path.write_text(json.dumps(demo))
        _, console = hygie(home, "comparer", *map(str, paths))
        assert "Rien n'a changé" in shown(console)

    def test_a_demonstration_compares_too(self, home: Path, tmp_path: Path) -> None:
        path = tmp_path / "demo.json"
        path.write_text(json.dumps(document(home, "demo")))
        assert hygie(home, "comparer", str(path), str(path))[0] is ExitCode.DONE


class TestKeyboard:
    FIRST_THREE = ("2", "1", "2")
    THE_REST = ("1", "1", "1 4", "1", "7", "1")

    def test_the_first_result_comes_before_the_fourth_question(self, home: Path) -> None:
        code, console = at_the_keyboard(home, [*self.FIRST_THREE, "q"])
        assert code is ExitCode.DONE
        talk = said(console)
        assert talk.index("Premier résultat") < talk.index("Où soignez-vous")
        assert talk.index("Premier résultat") > talk.index("Comment exercez-vous")
        assert "reprendra où vous en êtes" in talk

    def test_stopping_loses_nothing_and_starting_again_resumes(self, home: Path) -> None:
        at_the_keyboard(home, [*self.FIRST_THREE, "q"])
        _, console = at_the_keyboard(home, ["q"])
        assert "Quelle est votre profession" not in said(console)
        assert "Où soignez-vous" in said(console)

    def test_going_back_asks_again(self, home: Path) -> None:
        at_the_keyboard(home, ["2", "p", "1", "q"])
        assert document(home, "audit")["situation"]["profession"] == "medecin"

    def test_only_what_the_machine_cannot_tell_is_asked(self, home: Path) -> None:
        answers = [*self.FIRST_THREE, *self.THE_REST, *["4"] * 40]
        _, console = at_the_keyboard(home, answers)
        talk = said(console)
        catalogue = load_catalogue()
        audit = document(home, "audit", "--sans-question")
        decided = {
            finding["mesure"] for finding in audit["constats"] if finding["base"] == "releve"
        }
        assert decided
        for id_ in decided:
            assert catalogue.measures[id_].question not in talk.replace("\n", " ")

    def test_an_answer_is_kept_as_it_is_given(self, home: Path) -> None:
        at_the_keyboard(home, [*self.FIRST_THREE, *self.THE_REST, "2", "q"])
        lines = document(home, "journal")["lignes"]
        assert [line["genre"] for line in lines].count("answer") == 1

    def test_everything_can_be_asked_again(self, home: Path) -> None:
        at_the_keyboard(home, [*self.FIRST_THREE, "q"])
        _, console = at_the_keyboard(home, ["q"], "--tout-redemander")
        assert "Quelle est votre profession" in said(console)


class TestDemonstration:
    def test_it_shows_every_kind_of_finding(self, home: Path) -> None:
        audit = document(home, "demo")
        assert audit["demonstration"] is True
        verdicts = {finding["verdict"] for finding in audit["constats"]}
        assert verdicts == {"respectee", "a_traiter", "a_verifier", "sans_objet"}
        bases = {finding["base"] for finding in audit["constats"]}
        assert bases >= {"releve", "declaration"}
        assert any(finding["contradiction"] for finding in audit["constats"])
        assert {reading["etat"] for reading in audit["releves"]} == {
            "observe",
            "illisible",
            "sans_objet",
        }

    def test_it_speaks_of_every_fact_of_the_vocabulary(self, home: Path) -> None:
        spoken = {reading["fait"] for reading in document(home, "demo")["releves"]}
        assert spoken == set(load_catalogue().facts)

    def test_it_writes_only_in_its_own_folder_and_says_so(self, home: Path) -> None:
        _, console = hygie(home, "demo")
        assert [path.name for path in home.iterdir()] == ["demonstration"]
        assert shown(console).count("DÉMONSTRATION") == 2

    def test_its_folder_keeps_its_audits(self, home: Path) -> None:
        hygie(home, "demo")
        hygie(home, "demo")
        records = SqliteRecords(home / "demonstration", token=lambda: b"0" * 16)
        assert len(records.lines(kinds={AUDIT})) == 2
        assert records.verify().whole


class TestDiagnostic:
    def test_it_holds_nothing_of_anybody(self, home: Path, files: dict[str, Path]) -> None:
        document(home, "audit", *batch(files))
        bundle = document(home, "diagnostic-technique")
        assert bundle["registre"]["etat"] == "intact"
        assert all("valeur" not in reading for reading in bundle["releves"])
        text = json.dumps(bundle)
        assert str(home) not in text
        assert "infirmier" not in text

    def test_it_is_shown_before_it_is_written(self, home: Path, tmp_path: Path) -> None:
        target = tmp_path / "aide.json"
        _, console = hygie(home, "diagnostic-technique", "--sortie", str(target))
        assert '"releves"' in shown(console)
        assert target.exists() is False
        hygie(home, "diagnostic-technique", "--sortie", str(target), "--oui")
        assert json.loads(target.read_text())["format"] == 1

    def test_a_no_writes_nothing(self, home: Path, tmp_path: Path) -> None:
        target = tmp_path / "aide.json"
        changes = {"stdin": FakeTerminal("2\n"), "stderr": FakeTerminal()}
        hygie(home, "diagnostic-technique", "--sortie", str(target), **changes)
        assert not target.exists()

    def test_a_broken_journal_is_a_state_like_another(self, home: Path) -> None:
        home.mkdir(mode=0o700)
        (home / "registre.sqlite").write_bytes(b"rien de bon" * 100)
        assert document(home, "diagnostic-technique")["registre"]["etat"] == "illisible"

    def test_a_failed_write_leaves_what_was_there(self, tmp_path: Path) -> None:
        with pytest.raises(MisusedError):
            write_whole(tmp_path / "absent" / "aide.json", b"x")
        with pytest.raises(MisusedError):
            write_whole(tmp_path, b"x")
        assert list(tmp_path.iterdir()) == []


def test_every_fact_has_one_reading_in_one_of_three_states(home: Path) -> None:
    readings = document(home, "poste")["releves"]
    assert {reading["fait"] for reading in readings} == set(load_catalogue().facts)
    assert len(readings) >= 35
    for reading in readings:
        match reading["etat"]:
            case "observe":
                assert reading["source"]
                assert "valeur" in reading
            case "illisible":
                assert reading["raison"]
                assert reading["remede"]
            case state:
                assert state == "sans_objet"
                assert reading["raison"]
    assert not home.exists()


@pytest.mark.parametrize("words", [["poste"], ["poste", "--faits"]])
def test_what_was_read_is_said_in_words(home: Path, words: list[str]) -> None:
    code, console = hygie(home, *words)
    assert code is ExitCode.DONE
    assert "Lu sur ce poste" in shown(console)
    assert ("system.name" in shown(console)) is ("--faits" in words)


class TestWhatIsKept:
    def test_without_saving_what_was_told_before_still_counts(
        self, home: Path, files: dict[str, Path]
    ) -> None:
        document(home, "audit", *batch(files))
        before = len(document(home, "journal")["lignes"])
        audit = document(home, "audit", "--sans-enregistrer")
        assert audit["situation"]["profession"] == "infirmier"
        assert len(document(home, "journal")["lignes"]) == before

    def test_reading_creates_nothing(self, home: Path) -> None:
        for words in (["journal"], ["plan"], ["comparer"], ["diagnostic-technique"]):
            hygie(home, *words)
        assert not home.exists()

    def test_a_rehearsal_is_not_kept(self, home: Path, files: dict[str, Path]) -> None:
        today = document(home, "audit", *batch(files))
        for day in ("2030-01-01", "2020-01-01"):
            code, console = hygie(home, "audit", "--au", day)
            assert code is ExitCode.DONE
            assert "Répétition" in said(console)
        assert document(home, "plan")["le"] == today["le"]
        lines = document(home, "journal")["lignes"]
        assert [line["genre"] for line in lines].count("audit") == 1
        _, console = hygie(home, "plan", "--au", "2020-01-01")
        assert "à cette date" in said(console)

    def test_a_situation_given_by_file_stands_under_what_is_typed(
        self, home: Path, files: dict[str, Path]
    ) -> None:
        files["situation"].write_text(json.dumps({**SOLO, "cloud": False, "reseau_a_nous": True}))
        document(home, "audit", *batch(files))
        at_the_keyboard(home, ["1", "q"])
        situation = document(home, "audit", "--sans-enregistrer")["situation"]
        assert situation["profession"] == "medecin"
        assert (situation["cloud"], situation["reseau_a_nous"]) == (False, True)
        at_the_keyboard(home, ["3", "q"])
        situation = document(home, "audit", "--sans-enregistrer")["situation"]
        assert (situation["cloud"], situation["reseau_a_nous"]) == (False, True)

    def test_stopping_without_saving_does_not_promise_to_keep(self, home: Path) -> None:
        _, console = at_the_keyboard(home, ["q"], "--sans-enregistrer")
        assert "Rien n'a été enregistré" in said(console)


class TestAnswering:
    def test_one_answer_brings_the_plan_up_to_date(
        self, home: Path, files: dict[str, Path]
    ) -> None:
        document(home, "audit", *batch(files))
        later = NOW + timedelta(minutes=1)
        given = document(home, "repondre", "fiche-reflexe", "oui", now=lambda: later)
        assert given["constat"]["verdict"] == "respectee"
        plan = document(home, "plan", now=lambda: later)["plan"]
        assert "fiche-reflexe" not in {line["mesure"] for line in plan}
        kinds = [line["genre"] for line in document(home, "journal")["lignes"]]
        assert kinds.count("answer") == 2

    def test_what_was_not_known_is_asked_again(self, home: Path) -> None:
        document(home, "repondre", "sauvegarde", "ne_sait_pas")
        question = load_catalogue().measures["sauvegarde"].question
        _, console = at_the_keyboard(home, [*TestKeyboard.FIRST_THREE, *TestKeyboard.THE_REST])
        assert question[:40] not in said(console).replace("\n", " ")
        _, console = at_the_keyboard(home, ["4"] * 40)
        assert question[:40] in said(console).replace("\n", " ")

    def test_before_any_audit_it_is_noted(self, home: Path) -> None:
        _, console = hygie(home, "repondre", "33", "oui")
        assert "C'est noté" in shown(console)

    def test_at_the_keyboard_it_asks(self, home: Path) -> None:
        keyboard = {"stdin": FakeTerminal("1\n"), "stderr": FakeTerminal()}
        code, console = hygie(home, "repondre", "fiche-reflexe", **keyboard)
        assert code is ExitCode.DONE
        assert "fiche réflexe" in said(console)
        left = {"stdin": FakeTerminal("q\n"), "stderr": FakeTerminal()}
        _, console = hygie(home, "repondre", "fiche-reflexe", **left)
        assert "Rien n'a été enregistré" in said(console)

    @pytest.mark.parametrize(
        "words",
        [
            ["repondre", "sauvegardes", "oui"],
            ["repondre", "sauvegarde"],
            ["repondre", "environnement-tiers", "sans_objet"],
            ["repondre", "environnement-tiers", "sans_objet", "--motif", "PIN 1234"],
        ],
    )
    def test_what_cannot_be_noted_is_refused(self, home: Path, words: list[str]) -> None:
        code, console = hygie(home, *words)
        assert code is ExitCode.MISUSED
        assert said(console)
        assert not home.exists()
