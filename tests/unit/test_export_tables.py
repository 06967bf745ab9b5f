"""Tables read back as they were, and nothing in them is ever run."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from hygie.audit.export_rows import Tables
from hygie.documents.tables import (
    LONGEST_CELL,
    OBEYED,
    Cell,
    Column,
    Sheet,
    defused,
    write_csv,
    write_workbook,
)
from hygie.documents.tables_text import MARK, legible, one_line
from support.exports import AT, HOSTILE, a_hostile_audit, the_demonstration

MOMENT = datetime(2026, 11, 22, 19, 41, tzinfo=UTC)


def a_sheet(*cells: Cell) -> Sheet:
    columns = tuple(Column(title=f"Colonne {rank}", width=12) for rank, _ in enumerate(cells))
    return Sheet(name="Essai", columns=columns, rows=(cells,))


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def sheets_of(tables: Tables) -> list[Sheet]:
    return [tables.findings(), tables.plan(), tables.readings(), tables.sources()]


def test_a_csv_is_for_french_spreadsheets() -> None:
    content = write_csv(a_sheet("né", 3, date(2026, 11, 22), MOMENT, None))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    assert read_csv(content)[1] == ["né", "3", "2026-11-22", "2026-11-22 19:41", ""]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_csv_begins_as_a_formula(text: str) -> None:
    rows = read_csv(write_csv(a_sheet(text, "fin")))
    assert len(rows) == 2
    assert rows[1][1] == "fin"
    assert not rows[1][0].lstrip().startswith(OBEYED)


@given(st.text())
def test_any_text_of_a_csv_reads_back(text: str) -> None:
    expected = defused(legible(text).replace("\n", " · "))
    assert read_csv(write_csv(a_sheet(text)))[1:] == [[expected]]


def test_what_is_put_before_a_formula_leaves_the_rest() -> None:
    assert defused("=1+1") == "'=1+1"
    assert defused("  ＝1") == "'  ＝1"
    assert defused("a=1") == "a=1"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_a_workbook_is_a_formula_or_a_link(text: str) -> None:
    content = write_workbook([a_sheet(text, 10**30)], title=text, at=MOMENT)
    page = load_workbook(BytesIO(content)).active
    assert page is not None
    cell = page["A2"]
    assert cell.data_type != "f"
    assert cell.hyperlink is None
    assert page["B2"].value == str(10**30)
    names = ZipFile(BytesIO(content)).namelist()
    assert [name for name in names if "vba" in name.lower() or "external" in name.lower()] == []
    assert b"<f>" not in ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")


@settings(max_examples=30)
@given(st.text(max_size=200))
def test_any_text_of_a_workbook_reads_back(text: str) -> None:
    content = write_workbook([a_sheet(text)], title="Essai", at=MOMENT)
    page = load_workbook(BytesIO(content)).active
    assert page is not None
    assert (page["A2"].value or "") == legible(text)


def test_a_text_too_long_for_a_cell_says_that_it_was_cut() -> None:
    content = write_workbook([a_sheet("x" * 40_000)], title="Essai", at=MOMENT)
    page = load_workbook(BytesIO(content)).active
    assert page is not None
    assert page["A2"].value == "x" * LONGEST_CELL + "…"


def test_the_workbook_of_an_audit_has_its_four_sheets() -> None:
    tables = Tables(audit=the_demonstration(), zone=UTC)
    content = write_workbook(sheets_of(tables), title="Audit", at=AT)
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["Constats", "Plan", "Relevés", "Sources"]
    for page, sheet in zip(book.worksheets, sheets_of(tables), strict=True):
        assert [cell.value for cell in page[1]] == [column.title for column in sheet.columns]
        assert page.max_row == len(sheet.rows) + 1
        assert page.freeze_panes == "A2"
        assert page.auto_filter.ref is not None
        assert page.column_dimensions["A"].width > 0
    assert book.properties.creator == "Hygie"


def test_days_and_numbers_are_days_and_numbers() -> None:
    content = write_workbook([a_sheet(3, date(2026, 11, 22), MOMENT)], title="Essai", at=MOMENT)
    page = load_workbook(BytesIO(content)).active
    assert page is not None
    assert [cell.value for cell in page[2]] == [
        3,
        datetime(2026, 11, 22),  # noqa: DTZ001  # a spreadsheet has no zones
        datetime(2026, 11, 22, 19, 41),  # noqa: DTZ001  # a spreadsheet has no zones
    ]


def test_the_same_audit_gives_the_same_bytes() -> None:
    tables = Tables(audit=the_demonstration(), zone=UTC)
    once, twice = (write_workbook(sheets_of(tables), title="A", at=AT) for _ in range(2))
    assert once == twice
    assert write_csv(tables.plan()) == write_csv(tables.plan())


@pytest.mark.parametrize("text", HOSTILE)
def test_an_audit_of_hostile_texts_still_makes_tables(text: str) -> None:
    sheets = sheets_of(Tables(audit=a_hostile_audit(text), zone=UTC))
    assert load_workbook(BytesIO(write_workbook(sheets, title=text, at=AT))).sheetnames != []
    assert [len(read_csv(write_csv(sheet))) for sheet in sheets] == [2, 2, 5, 2]


def test_what_was_not_read_is_a_row_with_its_reason() -> None:
    tables = Tables(audit=the_demonstration(), zone=UTC)
    rows = tables.readings().rows
    unread = [row for row in rows if row[2] == "illisible"]
    assert unread != []
    assert all(row[3] == "" and row[4] and row[5] for row in unread)


def test_a_hint_says_that_it_is_one() -> None:
    explanations = [row[12] for row in Tables(audit=the_demonstration(), zone=UTC).findings().rows]
    assert any("Indice : " in str(text) for text in explanations)


def test_legible_keeps_words_and_marks_the_rest() -> None:
    assert legible("né œ\r\n→ 👍") == "né œ\n→ 👍"
    assert legible("a\x00b\ud800\uffff") == f"a{MARK}b{MARK}{MARK}"
    assert one_line(" a\n b ") == "a b"
    assert one_line(" \n ") == "–"
