"""«hygie appareils», as it is typed."""

import json
from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from hygie.cli.main import main
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from support.console import NOW, FakeTerminal, a_console, said, shown

PHONE, TABLET, APPLE, ANDROID = "1", "2", "1", "2"
FINE = ["1", "1", "1", "1", "1", "1"]
THAT_IS_ALL, ANOTHER, LATER = "2", "1", "3"
SITUATION = {"format": 1, "exercice": "seul", "utilisateurs": 1, "tablettes": False}


class Desk:
    """A practice at which commands are typed, one a minute."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._minutes = count()

    def hygie(self, *words: str, **changes: Any) -> tuple[ExitCode, Console]:
        environment = {"HYGIE_HOME": str(self.folder / "donnees"), "PATH": "/usr/bin:/bin"}
        now = NOW + timedelta(minutes=next(self._minutes))
        console = a_console(environment=environment, now=lambda: now, **changes)
        return main(words, console), console

    def typing(self, typed: Sequence[str], *words: str) -> tuple[ExitCode, Console]:
        keyboard = FakeTerminal("".join(f"{line}\n" for line in typed))
        return self.hygie("appareils", *words, stdin=keyboard, stderr=FakeTerminal())

    def listed(self) -> Any:
        return json.loads(shown(self.hygie("appareils", "--json")[1]))

    def verdict(self, measure: str) -> Any:
        path = self.folder / "situation.json"
        path.write_text(json.dumps(SITUATION))
        words = ("audit", "--situation", str(path), "--json")
        audit = json.loads(shown(self.hygie(*words)[1]))
        (found,) = (each for each in audit["constats"] if each["mesure"] == measure)
        return found["verdict"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_at_first_there_is_nothing_and_how_to_begin(desk: Desk) -> None:
    code, console = desk.hygie("appareils")
    assert code is ExitCode.DONE
    assert "hygie appareils ajouter" in shown(console)
    assert not (desk.folder / "donnees").exists()


def test_a_phone_then_a_tablet_are_described(desk: Desk) -> None:
    typed = [PHONE, APPLE, *FINE, ANOTHER, TABLET, ANDROID, *FINE[:5], "2", THAT_IS_ALL]
    code, console = desk.typing(typed, "ajouter")
    assert code is ExitCode.DONE, said(console)
    screen = shown(console)
    assert "Téléphone 1 (telephone-1)" in screen
    assert "Tablette 1 (tablette-1)" in screen
    assert "Coupez la copie automatique des photos" in screen
    assert desk.listed()["complet"] is True
    assert desk.verdict("telephones-tablettes") == "a_traiter"


def test_where_to_look_is_that_of_the_system(desk: Desk) -> None:
    _, console = desk.typing([PHONE, APPLE, "q"], "ajouter")
    assert "Face ID et code" in said(console)
    _, console = desk.typing([PHONE, ANDROID, "q"], "ajouter")
    assert "Face ID" not in said(console)
    assert "touchez la loupe" in said(console)


def test_not_knowing_leads_somewhere_and_decides_nothing(desk: Desk) -> None:
    unknown = ["je ne sais pas"] * 6
    _, console = desk.typing([PHONE, APPLE, *unknown, THAT_IS_ALL], "ajouter")
    screen = " ".join(shown(console).split())
    assert screen.count(": à vérifier") == 6
    assert "Réglages, puis Face ID et code" in screen
    assert desk.verdict("telephones-tablettes") == "a_verifier"


@pytest.mark.parametrize("left", [1, 2, 5])
def test_leaving_half_way_keeps_no_half_sheet(desk: Desk, left: int) -> None:
    code, console = desk.typing([PHONE, APPLE, *FINE][:left], "ajouter")
    assert code is ExitCode.DONE
    assert "n'est pas finie" in said(console)
    assert desk.listed()["appareils"] == []


def test_the_first_sheet_stays_when_the_second_is_left(desk: Desk) -> None:
    desk.typing([PHONE, APPLE, *FINE, ANOTHER, PHONE, "q"], "ajouter")
    found = desk.listed()
    assert [each["appareil"] for each in found["appareils"]] == ["telephone-1"]
    assert found["complet"] is False


def test_going_back_asks_the_point_before(desk: Desk) -> None:
    desk.typing([PHONE, APPLE, "1", "p", "2", *FINE[1:], LATER], "ajouter")
    assert desk.listed()["appareils"][0]["points"]["code"] == "non"


def test_a_sheet_is_changed_then_taken_out(desk: Desk) -> None:
    desk.typing([PHONE, APPLE, "2", *FINE[1:], THAT_IS_ALL], "ajouter")
    assert desk.verdict("telephones-tablettes") == "a_traiter"
    _, console = desk.typing(FINE, "modifier", "telephone-1")
    assert "La dernière fois" in said(console)
    assert "« non »" in said(console).replace("\u00a0", " ")
    assert desk.verdict("telephones-tablettes") == "respectee"
    code, _ = desk.hygie("appareils", "retirer", "telephone-1")
    assert code is ExitCode.DONE
    assert desk.listed()["appareils"] == []
    assert desk.verdict("telephones-tablettes") == "a_verifier"


@pytest.mark.parametrize("act", ["modifier", "retirer"])
def test_an_unknown_device_is_said(desk: Desk, act: str) -> None:
    code, console = desk.hygie("appareils", act, "telephone-9")
    assert code is ExitCode.MISUSED
    assert "Leurs noms" in said(console)


def test_nobody_at_the_keyboard_is_told_of_the_file(desk: Desk) -> None:
    code, console = desk.hygie("appareils", "ajouter")
    assert code is ExitCode.MISUSED
    assert "--fichier" in said(console)


def test_a_file_gives_the_whole_list(desk: Desk) -> None:
    desk.typing([PHONE, APPLE, *FINE, THAT_IS_ALL], "ajouter")
    document = desk.listed()
    document["appareils"][0] |= {"appareil": "telephone-2", "systeme": "android"}
    path = desk.folder / "appareils.json"
    path.write_text(json.dumps(document))
    code, console = desk.hygie("appareils", "--fichier", str(path), "--json")
    assert code is ExitCode.DONE, said(console)
    assert json.loads(shown(console)) == document == desk.listed()
    path.write_text(json.dumps({**document, "complet": "oui"}))
    assert desk.hygie("appareils", "--fichier", str(path))[0] is ExitCode.MISUSED
    assert desk.hygie("appareils", "--fichier", str(path), "ajouter")[0] is ExitCode.MISUSED
    assert desk.listed() == document
