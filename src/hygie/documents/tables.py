"""Tables for spreadsheets: CSV as French ones read it, and XLSX. No cell is ever a formula."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any

from hygie.documents.tables_text import legible, one_line

Cell = str | int | date | None

OBEYED = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")
"""How a text begins that a spreadsheet would run, in wide letters too."""

HARMLESS = "'"
"""Put before it: a spreadsheet then shows the text and runs nothing."""

LONGEST_CELL = 32_000
"""A little under what a cell of a workbook can hold."""

LARGEST_NUMBER = 10**15
"""From there on a spreadsheet would round: the figures are written as a text."""

CUT = "…"
LONGEST_TITLE = 100
A4 = 9
DAY_SHOWN, MOMENT_SHOWN = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
BORDER = {"border": 1, "border_color": "#999999", "valign": "top"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One headed column; ``width`` in letters."""

    title: str
    width: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table. A moment is shown as it is: its zone is chosen by whoever makes the row."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def write_csv(sheet: Sheet) -> bytes:
    """Return a CSV file: UTF-8 with its mark, semicolons, every text between quotes."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([column.title for column in sheet.columns])
    writer.writerows([_csv_cell(cell) for cell in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str | int:
    match cell:
        case int():
            return cell
        case None:
            return ""
        case datetime():
            return f"{cell.date().isoformat()} {cell:%H:%M}"
        case date():
            return cell.isoformat()
        case str():
            return defused(legible(cell).replace("\n", " · "))


def defused(text: str) -> str:
    """Return the text in a form that no spreadsheet runs."""
    return HARMLESS + text if text.lstrip().startswith(OBEYED) else text


def write_workbook(sheets: Iterable[Sheet], *, title: str, at: datetime) -> bytes:
    """Return an XLSX workbook; the same sheets and date always give the same bytes."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # noqa: PLC0415  # it ships no types; start-up time

    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    created = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": one_line(title), "author": "Hygie", "created": created})
    for sheet in sheets:
        _draw(book, sheet, title)
    book.close()
    return content.getvalue()


def _draw(book: Any, sheet: Sheet, title: str) -> None:  # noqa: ANN401  # XlsxWriter has no types
    page = book.add_worksheet(sheet.name)
    heading = book.add_format({**BORDER, "bold": True, "bg_color": "#DDE6EE", "text_wrap": True})
    formats = {
        str: book.add_format({**BORDER, "text_wrap": True}),
        int: book.add_format({**BORDER, "num_format": "0"}),
        date: book.add_format({**BORDER, "num_format": DAY_SHOWN, "align": "left"}),
        datetime: book.add_format({**BORDER, "num_format": MOMENT_SHOWN, "align": "left"}),
    }
    for rank, column in enumerate(sheet.columns):
        page.set_column(rank, rank, column.width)
        page.write_string(0, rank, column.title, heading)
    for line, rank, cell in _cells(sheet):
        _write(page, line, rank, cell, formats)
    _lay_out(page, sheet, title)


def _cells(sheet: Sheet) -> Iterator[tuple[int, int, Cell]]:
    for line, row in enumerate(sheet.rows, start=1):
        for rank, cell in enumerate(row):
            yield line, rank, cell


def _write(page: Any, line: int, rank: int, cell: Cell, formats: dict[type, Any]) -> None:  # noqa: ANN401  # XlsxWriter has no types
    match cell:
        case None | "":
            page.write_blank(line, rank, None, formats[str])
        case str():
            page.write_string(line, rank, shortened(legible(cell)), formats[str])
        case int() if abs(cell) < LARGEST_NUMBER:
            page.write_number(line, rank, cell, formats[int])
        case int():
            page.write_string(line, rank, shortened(str(cell)), formats[str])
        case datetime():
            shown = cell.replace(tzinfo=None, microsecond=0)
            page.write_datetime(line, rank, shown, formats[datetime])
        case date():
            page.write_datetime(line, rank, cell, formats[date])


def shortened(text: str) -> str:
    """Return what a cell can hold of a text, and say that it was cut."""
    return text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL] + CUT


def _lay_out(page: Any, sheet: Sheet, title: str) -> None:  # noqa: ANN401  # XlsxWriter has no types
    """Keep the headings in sight, offer filters, and make the sheet print on A4."""
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_header(f"&L{_drawn(title)}&R&A")
    page.set_footer("&RPage &P / &N")


def _drawn(title: str) -> str:
    """Return the title as a page header takes it: there, «&» begins an order."""
    return one_line(title)[:LONGEST_TITLE].replace("&", "&&")
