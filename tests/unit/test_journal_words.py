"""The journal says in plain words which setting was changed, and how far that went."""

from argparse import Namespace
from pathlib import Path

from hygie.practice.changes import unfinished
from hygie.practice.journal import show_journal
from hygie.practice.records import ACT, Draft
from hygie.practice.sqlite_records import SqliteRecords
from hygie.terminal.commands import ExitCode
from support.console import a_console, shown
from support.machine import NOW
from support.records import Tokens


def draft(stage: str, begun_at: int | None = None, setting: str = "execution-automatique") -> Draft:
    summary = {"acte": "reglage", "reglage": setting, "etape": stage}
    ended = {} if begun_at is None else {"debut": begun_at}
    return Draft(
        at=NOW, kind=ACT, by="titulaire", measure="supports-amovibles", summary={**summary, **ended}
    )


def told(folder: Path) -> str:
    console = a_console(environment={"HYGIE_HOME": str(folder)})
    assert show_journal(Namespace(derniers=None, json=False), console) is ExitCode.DONE
    return " ".join(shown(console).split())


def test_each_stage_has_its_words_and_the_setting_its_name(tmp_path: Path) -> None:
    records = SqliteRecords(tmp_path, token=Tokens())
    for stage, begun_at in (("commence", None), ("garde", 1), ("annule", 1)):
        records.append(draft(stage, begun_at))
    text = told(tmp_path)
    for words in ("réglage commencé", "réglage gardé", "réglage annulé"):
        assert f"{words} execution-automatique" in text
    assert "supports-amovibles" not in text
    assert "ni gardé ni remis" not in text


def test_a_change_nobody_vouched_for_is_told(tmp_path: Path) -> None:
    records = SqliteRecords(tmp_path, token=Tokens())
    records.append(draft("commence"))
    assert [line.seq for line in unfinished(records.lines())] == [1]
    assert "(n° 1) a été commencé, et ni gardé ni remis" in told(tmp_path).replace("\xa0", " ")


def test_a_stage_of_a_later_version_is_still_an_act(tmp_path: Path) -> None:
    SqliteRecords(tmp_path, token=Tokens()).append(draft("autre", 1))
    assert "acte execution-automatique" in told(tmp_path)
