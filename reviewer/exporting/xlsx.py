"""An Excel workbook: a summary with charts, and a sheet a table, with types, filters and links.

Dates that are whole are dates, times are times; a date that is only a year or a month stays text. Texts are
never formulas, and are cut at what a cell can hold (32,767 characters), with '…' at the end. A cell whose
value is missing says why, in grey. The document is dated by the data.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from reviewer.exporting.csv_tables import without_controls
from reviewer.exporting.dataset import Dataset, ReportData
from reviewer.exporting.files import ExportError, Writing
from reviewer.exporting.missing import MEANINGS, Missing
from reviewer.exporting.records import chosen_tables, records
from reviewer.exporting.summary import Summary
from reviewer.exporting.tables import DECISIONS, POLARITIES, STATES, Column, Record, Table, Value

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROWS: Final = 1_048_576
CHARACTERS: Final = 32_767
LINKS: Final = 65_000
"""Excel takes 65,530 links a sheet."""

_NARROW: Final = {"integer": 9, "number": 10, "boolean": 9, "date": 12, "datetime": 17, "partial date": 12}
_WIDE: Final = 70
_TEXT: Final = 22
_COLOURS: Final = {"positive": "#2e7d4f", "negative": "#b3412f", "mixed": "#a87412", "neutral": "#7a8088"}


def write(dataset: Dataset, writing: Writing) -> None:
    """Write ``findings.xlsx``."""
    import xlsxwriter
    import xlsxwriter.exceptions

    summary = Summary()
    book = xlsxwriter.Workbook(
        writing.place("findings.xlsx"),
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    front = book.add_worksheet("Summary")
    tables = chosen_tables(dataset.choice)
    styles = _styles(book)
    sheets = {name: _Sheet(book, table, styles) for name, table in tables.items()}
    places: dict[object, int] = {}
    for report in dataset:
        summary.add(report)
        for name, record in records(report):
            if name == "reports":
                places[record["report_id"]] = sheets[name].row
            sheets[name].add(record, places, report)
    for sheet in sheets.values():
        sheet.finish()
    _front(book, front, summary, sheets)
    when = datetime.datetime.fromisoformat(summary.dated or "2000-01-01T00:00:00Z").replace(tzinfo=None)
    book.set_properties({"title": "Findings of inspection reports, reviewed", "created": when})
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        # It holds the system's own error, and is none itself.
        raise (error.args[0] if isinstance(error.args[0], OSError) else OSError(str(error))) from error


class _Sheet:
    """One table's sheet; ``row`` is where the next record goes, from 0."""

    def __init__(self, book: Workbook, table: Table, styles: dict[str, Format]) -> None:
        self.table = table
        self.row = 1
        self._links = 0
        self._styles = styles
        self.sheet: Worksheet = book.add_worksheet(table.title)
        self.sheet.freeze_panes(1, 1)
        for index, column in enumerate(table.columns):
            width = _WIDE if column.wide else _NARROW.get(column.type, _TEXT)
            self.sheet.set_column(index, index, max(width, len(column.name) + 3), None)
            self.sheet.write_string(0, index, column.name, styles["header"])
            self.sheet.write_comment(0, index, column.description, {"visible": False})

    def add(self, record: Record, places: dict[object, int], report: ReportData) -> None:
        """Write one row, with a link to the row of its report."""
        if self.row >= ROWS:
            raise ExportError(
                f"A sheet of Excel holds {ROWS:,} rows: choose fewer reports, or another format."
            )
        for index, column in enumerate(self.table.columns):
            value = record[column.name]
            if column.name == "report_id" and self.table.name != "reports" and self._links < LINKS:
                self._links += 1
                label = f"{report.row.authority or report.row.source_name} ({value})"
                self.sheet.write_url(
                    self.row,
                    index,
                    f"internal:'Reports'!A{places[value] + 1}",
                    self._styles["link"],
                    tip=label[:200],
                    string=str(value),
                )
                self.sheet.write_number(self.row, index, int(str(value)), self._styles["link"])
            else:
                self._write(index, column, value)
        self.row += 1

    def finish(self) -> None:
        """Filters over all rows."""
        self.sheet.autofilter(0, 0, max(self.row - 1, 1), len(self.table.columns) - 1)

    def _write(self, index: int, column: Column, value: Value) -> None:
        sheet, styles = self.sheet, self._styles
        if isinstance(value, Missing):
            sheet.write_string(self.row, index, value.value, styles["missing"])
        elif isinstance(value, bool):
            sheet.write_boolean(self.row, index, value, styles["plain"])
        elif isinstance(value, int | float):
            sheet.write_number(self.row, index, value, styles["plain"])
        elif (when := _date(column, value)) is not None:
            style = "time" if isinstance(when, datetime.datetime) else "date"
            sheet.write_datetime(self.row, index, when, styles[style])
        else:
            sheet.write_string(self.row, index, fitted(value), styles["wrap" if column.wide else "plain"])


def fitted(text: str) -> str:
    """A text as a cell can hold it."""
    text = without_controls(text).replace("\r", "\n")
    return text if len(text) <= CHARACTERS else text[: CHARACTERS - 1] + "…"


def _date(column: Column, value: str) -> datetime.date | None:
    """A whole date or time that Excel knows; None for other values."""
    try:
        if column.type == "datetime":
            return datetime.datetime.fromisoformat(value).replace(tzinfo=None)
        if column.type in ("date", "partial date") and len(value) == len("2026-03-01") and value > "1900-03":
            return datetime.date.fromisoformat(value)
    except ValueError:
        pass
    return None


def _styles(book: Workbook) -> dict[str, Format]:
    top = {"valign": "top"}
    return {
        "header": book.add_format({"bold": True, "bg_color": "#e8ebef", "bottom": 1, "valign": "top"}),
        "plain": book.add_format(top),
        "wrap": book.add_format({**top, "text_wrap": True}),
        "date": book.add_format({**top, "num_format": "yyyy-mm-dd"}),
        "time": book.add_format({**top, "num_format": "yyyy-mm-dd hh:mm"}),
        "missing": book.add_format({**top, "italic": True, "font_color": "#6b7280"}),
        "link": book.add_format({**top, "font_color": "#1d4f91", "underline": 1}),
        "title": book.add_format({"bold": True, "font_size": 16}),
        "bold": book.add_format({"bold": True}),
    }


# The summary


def _front(book: Workbook, sheet: Worksheet, summary: Summary, sheets: dict[str, _Sheet]) -> None:
    styles = _styles(book)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 5, 12)
    sheet.write_string(0, 0, "Findings of inspection reports, reviewed", styles["title"])
    sheet.write_string(1, 0, f"As of {summary.dated[:10]}" if summary.dated else "Nothing yet")
    row = 3
    row = _block(sheet, row, "Sheets", ["rows"], [], styles)
    for one in sheets.values():
        sheet.write_url(row, 0, f"internal:'{one.table.title}'!A1", styles["link"], one.table.title)
        sheet.write_number(row, 1, one.row - 1)
        row += 1
    themes = sorted({theme for theme, _ in summary.themes})
    counts = [(theme, [summary.themes[theme, polarity] for polarity in POLARITIES]) for theme in themes]
    first = row + 2
    row = _block(sheet, row + 1, "Findings by theme", POLARITIES, counts, styles)
    if counts:
        _theme_chart(book, sheet, first, len(counts))
    decided = [(name, [summary.decisions[name]]) for name in DECISIONS]
    first = row + 2
    row = _block(sheet, row + 1, "Decisions", ["findings"], decided, styles)
    _bar_chart(book, sheet, "Decisions", first, len(decided), "H32")
    stands = [(name, [summary.follow_ups[name]]) for name in STATES]
    first = row + 2
    row = _block(sheet, row + 1, "Follow-ups", ["follow-ups"], stands, styles)
    _bar_chart(book, sheet, "Follow-ups", first, len(stands), "H48")
    row = _block(sheet, row + 1, "Values that are missing", [], [], styles)
    for why, meaning in MEANINGS.items():
        sheet.write_string(row, 0, why.value, styles["missing"])
        sheet.write_string(row, 1, meaning)
        row += 1


def _block(
    sheet: Worksheet,
    row: int,
    title: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[int]]],
    styles: dict[str, Format],
) -> int:
    """A small table; returns the row after it."""
    sheet.write_string(row, 0, title, styles["bold"])
    for index, name in enumerate(columns, start=1):
        sheet.write_string(row, index, name, styles["bold"])
    for name, values in rows:
        row += 1
        sheet.write_string(row, 0, fitted(name))
        for index, value in enumerate(values, start=1):
            sheet.write_number(row, index, value)
    return row + 1


def _theme_chart(book: Workbook, sheet: Worksheet, first: int, count: int) -> None:
    chart: Any = book.add_chart({"type": "bar", "subtype": "stacked"})
    for index, polarity in enumerate(POLARITIES, start=1):
        chart.add_series(
            {
                "name": polarity,
                "categories": ["Summary", first, 0, first + count - 1, 0],
                "values": ["Summary", first, index, first + count - 1, index],
                "fill": {"color": _COLOURS[polarity]},
            }
        )
    chart.set_title({"name": "Findings by theme and polarity", "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 720, "height": 560})
    sheet.insert_chart(
        "H3", chart, {"description": "Findings by theme, stacked by polarity; the figures are beside it."}
    )


def _bar_chart(book: Workbook, sheet: Worksheet, title: str, first: int, count: int, place: str) -> None:
    chart: Any = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "categories": ["Summary", first, 0, first + count - 1, 0],
            "values": ["Summary", first, 1, first + count - 1, 1],
            "fill": {"color": "#3f6ea8"},
        }
    )
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"none": True})
    chart.set_size({"width": 720, "height": 300})
    sheet.insert_chart(place, chart, {"description": f"{title}; the figures are beside it."})
