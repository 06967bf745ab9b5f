"""Several workstations of one practice, joined by the files they send; the real machine is one."""

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hygie.audit.json_files import read_document
from hygie.audit.wiring import this_machine, workstation_id
from hygie.audit.workstation_file_format import read_file
from hygie.catalogue.loader import load_catalogue
from hygie.cli.main import main
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from support.console import NOW, FakeTerminal, a_console, said, shown
from support.schemas import refusals
from support.workstations import (
    DELAY,
    LOCKED,
    OTHER,
    a_key,
    an_observation,
    every_fact,
    print_of,
    sent,
)

HERE = workstation_id(this_machine({}))
FIRST = ("--empreinte", print_of(a_key()))
BEFORE = NOW - timedelta(hours=1)
TWO = {"format": 1, "exercice": "seul", "utilisateurs": 1, "ordinateurs": 2}


class Desk:
    """A practice at which commands are typed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "donnees"

    def hygie(self, *words: str, **changes: Any) -> tuple[ExitCode, Console]:
        environment = {"HYGIE_HOME": str(self.home), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
        console = a_console(environment=environment, **changes)
        return main(words, console), console

    def at_the_keyboard(
        self, typed: Sequence[str], *words: str, **changes: Any
    ) -> tuple[ExitCode, Console]:
        keyboard = FakeTerminal("".join(f"{line}\n" for line in typed))
        return self.hygie(*words, stdin=keyboard, stderr=FakeTerminal(), **changes)

    def document(self, *words: str, **changes: Any) -> Any:
        code, console = self.hygie(*words, "--json", **changes)
        assert code is ExitCode.DONE, said(console)
        return json.loads(shown(console))

    def situation(self, document: dict[str, Any]) -> tuple[str, ...]:
        path = self.folder / "situation.json"
        path.write_text(json.dumps(document))
        return ("audit", "--situation", str(path))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def finding(audit: dict[str, Any], measure: str) -> dict[str, Any]:
    (found,) = (each for each in audit["constats"] if each["mesure"] == measure)
    assert isinstance(found, dict)
    return found


class TestSending:
    def test_the_file_is_signed_complete_and_names_nobody(self, desk: Desk) -> None:
        target = desk.folder / "poste.json"
        words = ("poste", "--sortie", str(target))
        code, console = desk.hygie(*words, "--fiche-remise")
        assert code is ExitCode.DONE, said(console)
        written = read_document(target, "Le fichier")
        file = read_file(written, load_catalogue().facts)
        assert {reading.fact for reading in file.readings} == set(load_catalogue().facts)
        assert file.workstation == HERE
        assert refusals("fichier-poste", written) == []
        assert str(Path.home()) not in target.read_text("utf-8")
        assert "Empreinte de ce poste" in shown(console)
        assert target.stat().st_mode & 0o777 == 0o600
        again, console = desk.hygie(*words)
        assert again is ExitCode.MISUSED
        assert "ne remplace aucun fichier" in said(console)

    def test_the_same_key_signs_the_next_one(self, desk: Desk) -> None:
        words = ("poste", "--fiche-remise", "--sortie")
        first = desk.document(*words, str(desk.folder / "a.json"))
        second = desk.document(*words, str(desk.folder / "b.json"))
        assert first["cle"] == second["cle"]


class TestReceiving:
    def test_first_use_is_asked_then_the_key_is_known(self, desk: Desk) -> None:
        code, console = desk.at_the_keyboard(["1"], "poste", "ajouter", sent(desk.folder))
        assert code is ExitCode.DONE, said(console)
        assert print_of(a_key()) in said(console)
        assert OTHER in shown(console)
        newer = sent(desk.folder, at=NOW - timedelta(minutes=5))
        code, console = desk.hygie("poste", "ajouter", newer)
        assert code is ExitCode.DONE, said(console)

    @pytest.mark.parametrize("typed", [["2"], ["q"], []])
    def test_refusing_keeps_nothing(self, desk: Desk, typed: list[str]) -> None:
        code, console = desk.at_the_keyboard(typed, "poste", "ajouter", sent(desk.folder))
        assert code is ExitCode.MISUSED
        assert "pas été ajouté" in said(console)
        assert not desk.home.exists()

    def test_in_batch_the_fingerprint_is_needed_once(self, desk: Desk) -> None:
        path = sent(desk.folder)
        code, console = desk.hygie("poste", "ajouter", path)
        assert code is ExitCode.MISUSED
        assert "--empreinte" in said(console)
        assert not desk.home.exists()
        listed = desk.document("poste", "ajouter", path, *FIRST)
        assert [each["poste"] for each in listed["postes"]] == [OTHER]
        assert refusals("postes", listed) == []
        code, console = desk.hygie("poste", "ajouter", path)
        assert "déjà reçu" in shown(console)
        kinds = [line["genre"] for line in desk.document("journal")["lignes"]]
        assert kinds == ["workstation"]

    def test_the_list_says_which_is_this_one_and_how_to_find_another(self, desk: Desk) -> None:
        assert f"{HERE}, ce poste-ci" in shown(desk.hygie("poste", "liste")[1])
        desk.document("poste", "ajouter", sent(desk.folder), *FIRST)
        screen = " ".join(shown(desk.hygie("poste", "liste")[1]).split())
        assert f"{HERE}, ce poste-ci" in screen
        assert "Pour savoir quel ordinateur porte un nom" in screen
        desk.hygie(*desk.situation({**TWO, "ordinateurs": 0}))
        assert f"Son nom : {HERE}" in " ".join(shown(desk.hygie("poste", "liste")[1]).split())

    def test_another_key_an_older_file_or_a_changed_one_keep_nothing(self, desk: Desk) -> None:
        desk.document("poste", "ajouter", sent(desk.folder), *FIRST)
        changed = Path(sent(desk.folder, at=NOW))
        changed.write_text(changed.read_text().replace("windows", "macos"))
        other = sent(desk.folder, a_key(2), at=NOW)
        older = sent(desk.folder, at=NOW - timedelta(days=2))
        for path in (str(changed), other, older):
            assert desk.hygie("poste", "ajouter", path)[0] is ExitCode.MISUSED
        assert desk.hygie("poste", "ajouter", older, "--plus-ancien")[0] is ExitCode.DONE
        assert len(desk.document("journal")["lignes"]) == 2

    def test_one_taken_out_must_be_vouched_for_again(self, desk: Desk) -> None:
        desk.document("poste", "ajouter", sent(desk.folder), *FIRST)
        assert desk.hygie("poste", "retirer", OTHER)[0] is ExitCode.MISUSED
        code, _ = desk.at_the_keyboard(["2"], "poste", "retirer", OTHER)
        assert code is ExitCode.DONE
        assert desk.document("poste", "liste")["postes"] != []
        assert desk.document("poste", "retirer", OTHER, "--oui")["postes"] == []
        assert desk.hygie("poste", "retirer", OTHER, "--oui")[0] is ExitCode.MISUSED
        assert desk.hygie("poste", "ajouter", sent(desk.folder))[0] is ExitCode.MISUSED
        new = ("--empreinte", print_of(a_key(2)))
        desk.document("poste", "ajouter", sent(desk.folder, a_key(2)), *new)


class TestAudit:
    def add(self, desk: Desk, **values: Any) -> None:
        found = [an_observation(fact, value, at=BEFORE) for fact, value in values.items()]
        readings = every_fact(at=BEFORE, but=found)
        desk.document("poste", "ajouter", sent(desk.folder, readings=readings), *FIRST)

    def test_two_workstations_are_judged_and_the_worst_decides(self, desk: Desk) -> None:
        alone = desk.document(*desk.situation(TWO))
        assert finding(alone, "verrouillage")["postes_non_lus"] == 1
        self.add(desk, **{LOCKED: False, DELAY: 300})
        both = desk.document("audit", "--sans-question")
        assert refusals("audit", both) == []
        lock = finding(both, "verrouillage")
        assert (lock["verdict"], lock["base"], lock["postes_non_lus"]) == ("a_traiter", "releve", 0)
        assert {each["poste"] for each in both["releves"]} == {HERE, OTHER}

    def test_the_screen_says_which_are_covered(self, desk: Desk) -> None:
        desk.document(*desk.situation({**TWO, "ordinateurs": 3}))
        self.add(desk)
        _, console = desk.hygie("audit", "--sans-question")
        screen = " ".join(shown(console).split())
        assert f"{OTHER} (Windows) : lu le" in screen
        assert "1 ordinateur du cabinet n'a pas encore envoyé son fichier" in screen

    def test_one_too_old_counts_as_unread_and_says_so(self, desk: Desk) -> None:
        desk.document(*desk.situation(TWO))
        self.add(desk)
        later = NOW + timedelta(days=31)
        _, console = desk.hygie("audit", "--sans-question", now=lambda: later)
        assert "compté comme non lu" in " ".join(shown(console).split())
        audit = desk.document("audit", "--sans-question", now=lambda: later + timedelta(minutes=1))
        assert {each["poste"] for each in audit["releves"]} == {HERE}
        assert finding(audit, "verrouillage")["postes_non_lus"] == 1

    def test_a_second_one_counts_though_only_one_was_told(self, desk: Desk) -> None:
        desk.document(*desk.situation({**TWO, "ordinateurs": 1}))
        self.add(desk)
        later = NOW + timedelta(days=31)
        audit = desk.document("audit", "--sans-question", now=lambda: later)
        assert audit["situation"]["ordinateurs"] == 2
        assert finding(audit, "verrouillage")["postes_non_lus"] == 1

    def test_an_answer_after_a_removal_judges_without_it(self, desk: Desk) -> None:
        desk.document(*desk.situation({**TWO, "ordinateurs": 1}))
        self.add(desk, **{LOCKED: False})
        assert finding(desk.document("audit", "--sans-question"), "verrouillage")["verdict"] == (
            "a_traiter"
        )
        desk.document("poste", "retirer", OTHER, "--oui")
        desk.document("repondre", "charte-informatique", "non")
        screen = shown(desk.hygie("plan")[1])
        assert OTHER not in screen
        assert desk.document("audit", "--sans-question")["situation"]["ordinateurs"] == 1

    def test_answers_for_a_received_workstation_are_taken(self, desk: Desk) -> None:
        path = desk.folder / "reponses.json"
        one = {"mesure": "separation-pro-perso", "reponse": "non", "poste": OTHER}
        path.write_text(json.dumps({"format": 1, "reponses": [one]}))
        words = ("audit", "--reponses", str(path))
        code, console = desk.hygie(*words)
        assert code is ExitCode.MISUSED
        assert "Poste inconnu" in said(console)
        assert not desk.home.exists()
        self.add(desk)
        assert finding(desk.document(*words), "separation-pro-perso")["verdict"] == "a_traiter"
