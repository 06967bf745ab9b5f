"""«hygie exporter», in process: every format, and everything that can be asked wrongly."""

import json
import shlex
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
import yaml
from icalendar import Calendar
from openpyxl import load_workbook

from hygie.audit.audit_format import write_audit
from hygie.audit.export_arguments import BINARY, FORMATS, TABLES, add_export_arguments
from hygie.audit.run_export import run_export
from hygie.audit.store import save_audit
from hygie.core.errors import HygieError, MisusedError
from hygie.practice.folders import open_data_folder
from hygie.practice.sqlite_records import SqliteRecords
from hygie.terminal.arguments import FrenchParser
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console, ReaderLeftError
from support.console import FullDisk, GoneReader, a_console, said, shown
from support.exports import the_demonstration


def export(words: str, **changes: Any) -> Console:
    parser = FrenchParser(prog="hygie exporter")
    add_export_arguments(parser)
    console = a_console(**changes)
    assert run_export(parser.parse_args(shlex.split(words)), console) is ExitCode.DONE
    return console


@pytest.fixture
def audit(tmp_path: Path) -> Path:
    path = tmp_path / "audit.json"
    path.write_text(json.dumps(write_audit(the_demonstration())), "utf-8")
    return path


@pytest.fixture
def fictitious(tmp_path: Path) -> Path:
    path = tmp_path / "demo.json"
    document = {**write_audit(the_demonstration()), "demonstration": True}
    path.write_text(json.dumps(document), "utf-8")
    return path


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in BINARY])
def test_the_screen_and_the_file_hold_the_same(name: str, audit: Path, tmp_path: Path) -> None:
    target = tmp_path / "sortie"
    words = f"{name} --audit {audit}"
    stream = TextIOWrapper(BytesIO(), encoding="ascii")
    export(words, stdout=stream)
    console = export(f"{words} --sortie {target}")
    assert isinstance(stream.buffer, BytesIO)
    assert stream.buffer.getvalue() == target.read_bytes() != b""
    assert shown(console) == ""
    assert "Écrit dans" in said(console)


def test_a_stream_without_bytes_takes_the_text(audit: Path) -> None:
    assert "BEGIN:VCALENDAR" in shown(export(f"ics --audit {audit}"))


def test_json_gives_the_audit_back(audit: Path) -> None:
    assert json.loads(shown(export(f"json --audit {audit}"))) == json.loads(audit.read_text())


@pytest.mark.parametrize("table", TABLES)
def test_csv_gives_the_table_asked(table: str, audit: Path) -> None:
    console = export(f"csv --table {table} --audit {audit}")
    expected = {"constats": "Verdict", "plan": "Rang", "releves": "Valeur", "sources": "Statut"}
    assert f'"{expected[table]}"' in shown(console).splitlines()[0]


@pytest.mark.parametrize("table", TABLES)
def test_each_row_of_a_fictitious_practice_says_so(table: str, fictitious: Path) -> None:
    lines = shown(export(f"csv --table {table} --audit {fictitious}")).splitlines()
    assert lines[0].endswith('"Cabinet fictif"')
    assert all("DÉMONSTRATION" in line for line in lines[1:])


def test_xlsx_needs_a_file(audit: Path, tmp_path: Path) -> None:
    with pytest.raises(MisusedError, match="nom de fichier"):
        export(f"xlsx --audit {audit}")
    export(f"xlsx --audit {audit} --sortie {tmp_path / 'a.xlsx'}")
    assert len(load_workbook(tmp_path / "a.xlsx").sheetnames) == 4


def test_the_library_needs_no_audit(tmp_path: Path) -> None:
    console = export("ciso", environment={"HYGIE_HOME": str(tmp_path / "donnees")})
    assert yaml.safe_load(shown(console))["objects"]["framework"]["requirement_nodes"] != []
    assert not (tmp_path / "donnees").exists()


def test_without_a_file_the_last_audit_is_exported(tmp_path: Path) -> None:
    environment = {"HYGIE_HOME": str(tmp_path / "donnees")}
    with pytest.raises(MisusedError, match="Aucun audit"):
        export("json", environment=environment)
    records = SqliteRecords(open_data_folder(environment), token=lambda: b"0" * 16)
    save_audit(records, the_demonstration())
    document = json.loads(shown(export("json", environment=environment)))
    assert document["le"] == the_demonstration().at.isoformat()


def test_a_fictitious_practice_says_so_everywhere(fictitious: Path, tmp_path: Path) -> None:
    words = f"--audit {fictitious}"
    assert json.loads(shown(export(f"json {words}")))["demonstration"] is True
    oscal = json.loads(shown(export(f"oscal {words}")))
    assert "DÉMONSTRATION" in oscal["assessment-results"]["metadata"]["title"]
    calendar = Calendar.from_ical(shown(export(f"ics {words}")))
    assert "DÉMONSTRATION" in str(calendar["x-wr-calname"])
    console = export(f"xlsx {words} --sortie {tmp_path / 'a.xlsx'}")
    assert "DÉMONSTRATION" in str(load_workbook(tmp_path / "a.xlsx").properties.title)
    assert "DÉMONSTRATION" in said(console)


def test_with_json_one_document_tells_what_was_done(audit: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    told = json.loads(shown(export(f"csv --audit {audit} --sortie {target} --json")))
    assert told == {
        "format": 1,
        "export": "csv",
        "fichier": str(target),
        "octets": target.stat().st_size,
        "contenu": None,
    }
    carried = json.loads(shown(export(f"csv --audit {audit} --json")))
    assert carried["contenu"].encode() == target.read_bytes()


def test_what_a_format_cannot_say_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vide.json"
    document = {**write_audit(the_demonstration()), "plan": [], "constats": []}
    path.write_text(json.dumps(document), "utf-8")
    with pytest.raises(MisusedError, match="plan est vide"):
        export(f"ics --audit {path}")
    with pytest.raises(MisusedError, match="aucune mesure"):
        export(f"oscal --audit {path}")
    assert len(shown(export(f"csv --audit {path}")).splitlines()) == 1


@pytest.mark.parametrize("year", ["0001", "1969", "9999"])
@pytest.mark.parametrize("name", FORMATS[:-1])
def test_an_impossible_date_is_refused(name: str, year: str, tmp_path: Path) -> None:
    path, target = tmp_path / "date.json", tmp_path / "sortie"
    text = json.dumps(write_audit(the_demonstration()))
    path.write_text(text.replace('"expire": "2027', f'"expire": "{year}'), "utf-8")
    with pytest.raises(MisusedError, match="date impossible"):
        export(f"{name} --audit {path} --sortie {target}")
    assert not target.exists()


@pytest.mark.parametrize("words", ["pdf", "", "csv --table autre", "csv --audit absent.json"])
def test_what_is_asked_wrongly_is_refused(words: str) -> None:
    with pytest.raises(MisusedError):
        export(words)


def test_another_file_than_an_audit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "autre.json"
    path.write_text('{"format": 1}', "utf-8")
    with pytest.raises(MisusedError, match="n'est pas un audit"):
        export(f"oscal --audit {path}")


def test_a_folder_that_is_not_there_is_refused_and_nothing_is_left(
    audit: Path, tmp_path: Path
) -> None:
    with pytest.raises(MisusedError):
        export(f"csv --audit {audit} --sortie {tmp_path / 'absent' / 'a.csv'}")
    assert list(tmp_path.iterdir()) == [audit]


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_is_there_is_never_replaced(name: str, audit: Path, tmp_path: Path) -> None:
    target = tmp_path / "patients.xlsx"
    target.write_text("précieux", "utf-8")
    with pytest.raises(MisusedError, match="existe déjà"):
        export(f"{name} --audit {audit} --sortie {target}")
    assert target.read_text("utf-8") == "précieux"
    with pytest.raises(MisusedError):
        export(f"{name} --audit {audit} --sortie {tmp_path}")
    with pytest.raises(HygieError):
        export(f"{name} --audit {audit} --sortie {tmp_path / ('x' * 300)}")


def test_a_reader_who_left_and_a_full_disk_are_told_apart(audit: Path) -> None:
    with pytest.raises(ReaderLeftError):
        export(f"csv --audit {audit}", stdout=GoneReader())
    with pytest.raises(HygieError, match="n'a pas pu être affiché"):
        export(f"csv --audit {audit}", stdout=FullDisk())
    with pytest.raises(HygieError, match="n'a pas pu être affiché"):
        export(f"csv --audit {audit}", stdout=None)
