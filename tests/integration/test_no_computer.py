"""A practice without any computer, and one whose staff is told first: the whole audit, as typed."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from hygie.audit.known import Practice
from hygie.audit.run_audit import Visit
from hygie.audit.situation_format import read_situation
from hygie.catalogue.loader import load_catalogue
from hygie.cli.main import main
from hygie.practice.sqlite_records import SqliteRecords
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from support.console import NOW, FakeTerminal, a_console, said, shown
from support.schemas import refusals

NONE = {"format": 1, "exercice": "seul", "utilisateurs": 1, "ordinateurs": 0}
STAFF = {"format": 1, "exercice": "assistant", "utilisateurs": 2, "ordinateurs": 1}
SOLO = {"format": 1, "exercice": "seul", "ordinateurs": 1}
DOCTOR, ALONE, WITH_ASSISTANT = "1", "1", "2"
DOUBT = "je ne sais pas"
NO_COMPUTER_BUT_A_PHONE = "4 5"


class Desk:
    """A practice at which commands are typed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def hygie(self, *words: str, **changes: Any) -> tuple[ExitCode, Console]:
        environment = {"HYGIE_HOME": str(self.folder / "donnees"), "PATH": "/usr/bin:/bin"}
        console = a_console(environment=environment, **changes)
        return main(words, console), console

    def situated(self, document: dict[str, Any], *words: str) -> tuple[ExitCode, Console]:
        path = self.folder / "situation.json"
        path.write_text(json.dumps(document))
        return self.hygie("audit", "--situation", str(path), *words)

    def typing(self, typed: Sequence[str], *words: str) -> tuple[ExitCode, Console]:
        keyboard = FakeTerminal("".join(f"{line}\n" for line in typed))
        return self.hygie(*words, stdin=keyboard, stderr=FakeTerminal())

    def kinds(self) -> list[str]:
        journal = json.loads(shown(self.hygie("journal", "--json")[1]))
        return [line["genre"] for line in journal["lignes"]]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def flat(text: str) -> str:
    return " ".join(text.split())


class TestNoComputer:
    def test_nothing_of_this_machine_is_counted(self, desk: Desk) -> None:
        code, console = desk.situated(NONE, "--json")
        assert code is ExitCode.DONE, said(console)
        audit = json.loads(shown(console))
        assert refusals("audit", audit) == []
        assert audit["releves"] == []
        assert audit["situation"]["ordinateurs"] == 0
        assert {each["postes_non_lus"] for each in audit["constats"]} == {0}

    def test_what_is_only_about_computers_is_without_object(self, desk: Desk) -> None:
        audit = json.loads(shown(desk.situated(NONE, "--json")[1]))
        verdicts = {each["mesure"]: each["verdict"] for each in audit["constats"]}
        only = {id_ for id_, each in load_catalogue().measures.items() if each.computers_only}
        assert len(only) > 5
        assert {verdicts[id_] for id_ in only} == {"sans_objet"}
        assert not only & {each["mesure"] for each in audit["plan"]}
        assert verdicts["sauvegarde"] == "a_verifier"

    @pytest.mark.parametrize("local", [False, None])
    def test_the_first_acts_are_of_what_the_practice_has(
        self, desk: Desk, *, local: bool | None
    ) -> None:
        audit = json.loads(shown(desk.situated({**NONE, "local": local}, "--json")[1]))
        first = [each for each in audit["plan"] if each["aujourd_hui"]]
        assert "telephones-tablettes" in {each["mesure"] for each in first}
        for each in first:
            words = f"{each['titre']} {each['raisons']}"
            assert not any(word in words for word in ("ordinateur", "antivirus", "navigateur"))
        later = {each["mesure"] for each in audit["plan"]}
        assert not later & {"navigateur-mot-de-passe-maitre", "cles-usb"}

    def test_without_a_phone_either_nothing_of_phones_leads(self, desk: Desk) -> None:
        nothing = {**NONE, "telephones": False, "tablettes": False}
        audit = json.loads(shown(desk.situated(nothing, "--json")[1]))
        first = {each["mesure"] for each in audit["plan"] if each["aujourd_hui"]}
        assert "telephones-tablettes" not in first

    def test_every_other_line_can_be_answered(self, desk: Desk) -> None:
        """Nothing waits for a machine: with every «oui», nothing is left to check."""
        desk.situated(NONE)
        answers = [
            {"mesure": id_, "reponse": "oui"}
            for id_, each in load_catalogue().measures.items()
            if not each.computers_only
        ]
        path = desk.folder / "reponses.json"
        path.write_text(json.dumps({"format": 1, "reponses": answers}))
        _, console = desk.hygie("audit", "--reponses", str(path), "--json")
        counts = json.loads(shown(console))["comptes"]
        assert counts["a_verifier"] == counts["a_traiter"] == 0
        assert counts["sans_objet"] == 4

    def test_the_screen_the_plan_and_the_dossier_say_so(self, desk: Desk) -> None:
        _, console = desk.situated(NONE)
        screen = flat(shown(console))
        assert "aucun ordinateur" in screen
        assert "ce poste-ci n'est pas compté" in screen
        assert "n'a pas été lu" not in screen
        target = str(desk.folder / "dossier.pdf")
        for words in (
            ["plan"],
            ["dossier", "--sortie", target],
            ["repondre", "15", "non"],
        ):
            code, console = desk.hygie(*words)
            assert code is ExitCode.DONE, said(console)
        assert Path(target).read_bytes().startswith(b"%PDF")

    def test_nobody_is_asked_for_anything_on_computers(self, desk: Desk) -> None:
        desk.situated(NONE)
        for reader in ("prestataire", "editeur"):
            message = flat(shown(desk.hygie("plan", "--message", reader)[1]))
            asked = message.partition("aucun ordinateur")[2]
            assert "Merci" in asked
            assert "système lu" not in message
            for word in ("poste", "ordinateur", "navigateur"):
                assert word not in asked

    def test_at_the_keyboard_it_is_an_answer_like_another(self, desk: Desk) -> None:
        situation = [DOCTOR, ALONE, DOUBT, DOUBT, "1", NO_COMPUTER_BUT_A_PHONE]
        typed = [*situation, DOUBT, DOUBT, DOUBT, "q"]
        code, console = desk.typing(typed, "audit")
        assert code is ExitCode.DONE, said(console)
        assert "ce poste-ci n'est pas compté" in flat(shown(console))
        _, console = desk.hygie("audit", "--sans-question", "--json")
        audit = json.loads(shown(console))
        assert audit["situation"]["ordinateurs"] == 0
        assert audit["situation"]["telephones"] is True
        assert audit["releves"] == []


class TestStaffSheet:
    def test_in_batch_it_must_be_said_to_be_given(self, desk: Desk) -> None:
        code, console = desk.situated(STAFF)
        assert code is ExitCode.MISUSED
        assert "--fiche-remise" in said(console)
        assert "audit" not in desk.kinds()
        code, console = desk.situated(STAFF, "--fiche-remise")
        assert code is ExitCode.DONE, said(console)
        assert desk.kinds() == ["situation", "information", "audit"]

    def test_once_said_it_is_not_asked_again(self, desk: Desk) -> None:
        desk.situated(STAFF, "--fiche-remise")
        for words in (["audit"], ["poste"]):
            assert desk.hygie(*words)[0] is ExitCode.DONE
        assert desk.kinds().count("information") == 1

    @pytest.mark.parametrize("exercise", ["groupe", "coordonne"])
    def test_a_group_may_have_staff_unless_one_person_alone_is_at_the_computers(
        self, desk: Desk, exercise: str
    ) -> None:
        assert desk.situated({**STAFF, "exercice": exercise})[0] is ExitCode.MISUSED
        alone = {**STAFF, "exercice": exercise, "utilisateurs": 1}
        assert desk.situated(alone)[0] is ExitCode.DONE

    @pytest.mark.parametrize(
        "told",
        [
            {"utilisateurs": 4},
            {"exercice": "seul", "utilisateurs": 3},
            {"exercice": "remplacant", "utilisateurs": 3},
        ],
    )
    def test_several_people_at_the_computers_may_be_staff(
        self, desk: Desk, told: dict[str, Any]
    ) -> None:
        assert desk.situated({"format": 1, **told})[0] is ExitCode.MISUSED
        assert desk.hygie("poste")[0] is ExitCode.MISUSED
        assert "audit" not in desk.kinds()
        _, console = desk.situated({"format": 1, **told, "utilisateurs": 1})
        assert "la fiche" not in said(console)

    @pytest.mark.parametrize(
        ("words", "reminded"),
        [([], True), (["--json"], False), (["--fiche-remise"], False)],
    )
    def test_a_file_that_does_not_tell_is_reminded_of(
        self, desk: Desk, words: list[str], reminded: bool
    ) -> None:
        code, console = desk.situated({"format": 1, "ordinateurs": 1}, *words)
        assert code is ExitCode.DONE
        assert ("remettez-lui d'abord" in flat(said(console))) is reminded
        _, console = desk.hygie("audit", "--sans-question", *words)
        assert ("remettez-lui d'abord" in flat(said(console))) is reminded

    def test_who_says_it_is_given_is_not_reminded(self, desk: Desk) -> None:
        code, console = desk.hygie("audit", "--sans-question", "--fiche-remise")
        assert code is ExitCode.DONE
        assert "remettez-lui d'abord" not in flat(said(console))
        assert desk.kinds() == ["information", "audit"]
        _, console = desk.hygie("audit", "--sans-question")
        assert "remettez-lui d'abord" not in flat(said(console))

    @pytest.mark.parametrize("words", [["poste"], ["poste", "regler"], ["diagnostic-technique"]])
    def test_at_the_keyboard_it_is_asked_before_anything_is_read(
        self, desk: Desk, words: list[str]
    ) -> None:
        code, console = desk.typing(["3"], *words)
        assert code is ExitCode.MISUSED
        assert shown(console) == ""
        assert "n'a pas été lu" in flat(said(console))
        assert "avez répondu" not in flat(said(console)), "nothing was asked before"
        code, _ = desk.typing(["2", "non"], *words)
        assert code is ExitCode.DONE
        assert desk.kinds() == ["information"]

    def test_said_after_the_first_result_it_is_asked_before_anything_is_kept(
        self, desk: Desk
    ) -> None:
        alone_but_several = [DOCTOR, ALONE, DOUBT, DOUBT, "2"]
        _, console = desk.typing([*alone_but_several, "q"], "audit")
        assert "Premier résultat" in said(console)
        assert set(desk.kinds()) == {"situation"}
        _, console = desk.typing([DOUBT] * 5 + ["3"], "audit")
        assert "Ce que Hygie lit sur ce poste" in said(console)
        assert "audit" not in desk.kinds()

    @pytest.mark.parametrize(
        "words",
        [
            ["audit", "--sans-question"],
            ["poste"],
            ["poste", "--json"],
            ["poste", "regler"],
            ["poste", "regler", "verrouillage", "--simulation"],
            ["diagnostic-technique"],
            ["diagnostic-technique", "--json"],
        ],
    )
    def test_no_command_goes_past_it(self, desk: Desk, words: list[str]) -> None:
        desk.situated(STAFF)
        code, console = desk.hygie(*words)
        assert code is ExitCode.MISUSED, shown(console)
        assert "--fiche-remise" in said(console)
        assert '"fait"' not in shown(console)
        assert "relevé" not in shown(console)
        code, console = desk.hygie(words[0], "--fiche-remise", *words[1:])
        assert code is ExitCode.DONE, said(console)
        assert desk.kinds().count("information") == 1

    def test_given_before_any_situation_it_is_remembered(self, desk: Desk) -> None:
        assert desk.hygie("poste", "--fiche-remise")[0] is ExitCode.DONE
        assert desk.situated(STAFF)[0] is ExitCode.DONE
        assert desk.kinds() == ["information", "situation", "audit"]

    @pytest.mark.parametrize("words", [["poste"], ["audit"], ["diagnostic-technique"]])
    def test_when_nothing_was_told_the_sheet_is_named(self, desk: Desk, words: list[str]) -> None:
        code, console = desk.hygie(*words)
        assert code is ExitCode.DONE
        assert "remettez-lui d'abord la fiche : hygie poste --fiche" in flat(said(console))

    def test_a_program_is_told_nothing_more(self, desk: Desk) -> None:
        assert said(desk.hygie("poste", "--json")[1]) == ""

    def test_nothing_is_read_before_how_they_work_is_told(self, desk: Desk) -> None:
        _, console = desk.typing([DOCTOR, "q"], "audit")
        assert "Cet audit lit aussi cet ordinateur" in flat(said(console))
        assert "Premier résultat" not in said(console)
        assert set(desk.kinds()) == {"situation"}

    def test_nobody_else_is_asked(self, desk: Desk) -> None:
        alone = {**STAFF, "exercice": "seul", "utilisateurs": 1}
        assert desk.situated(alone)[0] is ExitCode.DONE
        assert desk.hygie("poste")[0] is ExitCode.DONE
        assert "information" not in desk.kinds()

    def test_nothing_written_nothing_remembered(self, desk: Desk) -> None:
        desk.situated(STAFF, "--fiche-remise", "--sans-enregistrer")
        assert not (desk.folder / "donnees").exists()

    def test_at_the_keyboard_it_comes_before_the_first_result(self, desk: Desk) -> None:
        _, console = desk.typing([DOCTOR, WITH_ASSISTANT, DOUBT, "1", "q"], "audit")
        talk = said(console)
        assert talk.index("Ce que Hygie lit sur ce poste") < talk.index("Premier résultat")
        assert "information" in desk.kinds()

    def test_who_does_not_know_how_they_work_may_have_staff(self, desk: Desk) -> None:
        code, console = desk.typing([DOCTOR, DOUBT, DOUBT, "3"], "audit")
        assert code is ExitCode.MISUSED
        assert "Ce que Hygie lit sur ce poste" in said(console)
        assert "Premier résultat" not in said(console)
        code, console = desk.hygie("poste")
        assert code is ExitCode.MISUSED
        assert "--fiche-remise" in said(console)
        nobody = "2"
        _, console = desk.typing([nobody, "q"], "audit")
        assert "Premier résultat" in said(console)
        assert desk.kinds().count("information") == 1

    @pytest.mark.parametrize("typed", [["3"], ["q"], []])
    def test_not_given_is_not_read(self, desk: Desk, typed: list[str]) -> None:
        code, console = desk.typing([DOCTOR, WITH_ASSISTANT, DOUBT, *typed], "audit")
        assert code is ExitCode.MISUSED
        assert "n'a pas été lu" in flat(said(console))
        assert "Ce que vous avez répondu est gardé." in flat(said(console))
        assert "Premier résultat" not in said(console)
        assert set(desk.kinds()) == {"situation"}

    def test_leaving_before_it_is_leaving(self, desk: Desk) -> None:
        code, console = desk.typing([DOCTOR, WITH_ASSISTANT, "q"], "audit")
        assert code is ExitCode.DONE
        assert "Ce que Hygie lit" not in said(console)
        assert shown(console) == ""
        assert set(desk.kinds()) == {"situation"}

    def test_the_file_of_a_colleagues_workstation_needs_it_too(self, desk: Desk) -> None:
        target = desk.folder / "poste.json"
        code, console = desk.hygie("poste", "--sortie", str(target))
        assert code is ExitCode.MISUSED
        assert "répondu" not in flat(said(console)), "nothing was asked"
        assert not target.exists()
        code, _ = desk.typing(["2"], "poste", "--sortie", str(target))
        assert code is ExitCode.DONE
        assert target.exists()
        assert desk.kinds() == ["information"]

    def test_it_is_shown_and_printed_without_reading_anything(self, desk: Desk) -> None:
        code, console = desk.hygie("poste", "--fiche")
        assert code is ExitCode.DONE
        text = flat(shown(console))
        assert all(word in text for word in ("RGPD", "CNIL", "droits", "gardé", "L.1222-4"))
        assert "La base légale de cette lecture est à vérifier" in text
        for more_than_is_done in ("personnel n'est ouvert", "Rien n'est envoyé", "ou effacer"):
            assert more_than_is_done not in text
        assert "relevé" not in text.split("Sources")[0]
        _, console = desk.hygie("poste", "--fiche", "--json")
        assert refusals("information", json.loads(shown(console))) == []
        assert not (desk.folder / "donnees").exists()


def test_reading_waits_until_how_they_work_is_told(tmp_path: Path) -> None:
    """The order of what happens, not only of what is shown."""
    began: list[int] = []

    class Waiting:
        def begin(self) -> None:
            began.append(1)

    practice = Practice(
        catalogue=load_catalogue(),
        records=SqliteRecords(tmp_path, token=lambda: bytes(16)),
        keeps=False,
        here="x",
    )
    visit = Visit(
        practice=practice,
        looking=Waiting(),  # type: ignore[arg-type]  # only whether it begins matters
        console=a_console(),
        asks=True,
        given=False,
    )
    visit.begin_early()
    assert began == []
    practice.tell(read_situation({"format": 1}), {"profession": ("medecin",)}, NOW)
    visit.begin_early()
    assert began == []
    practice.tell(read_situation(STAFF), {"exercice": ("assistant",)}, NOW)
    visit.begin_early()
    assert began == []
    practice.tell(read_situation(NONE), {"exercice": ("seul",)}, NOW)
    visit.begin_early()
    assert began == []
    practice.tell(read_situation({"format": 1}), {"exercice": ("ne_sait_pas",)}, NOW)
    visit.begin_early()
    assert began == []
    practice.tell(read_situation(SOLO), {"exercice": ("seul",)}, NOW)
    visit.begin_early()
    assert began == [1]
