"""The formats there are, and the one way to export."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reviewer.exporting import coding_formats
from reviewer.exporting.choice import Choice
from reviewer.exporting.dataset import Dataset, Printer, Progress
from reviewer.exporting.files import ExportError, Writing

if TYPE_CHECKING:
    from reviewer.store import Store

__all__ = ["FORMATS", "ExportError", "Format", "export"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name on the command line, what it is for, and the function that writes its files.

    That is ``function`` of ``module``, imported when the format is asked for, so that the program starts
    without the others. ``library`` is one that it needs and that only an extra brings.
    """

    name: str
    description: str
    module: str
    function: str = "write"
    library: str = ""
    extra: str = ""

    @property
    def missing_extra(self) -> str:
        """The extra that is to be installed before this can be written, empty where all is there."""
        return self.extra if self.library and find_spec(self.library) is None else ""

    def write(self, dataset: Dataset, writing: Writing) -> None:
        """Write the reports, which come one by one in the order of the dataset."""
        write: Callable[[Dataset, Writing], None] = getattr(import_module(self.module), self.function)
        write(dataset, writing)


FORMATS: Final[dict[str, Format]] = {
    one.name: one
    for one in (
        Format(
            "csv",
            "one table each of findings, judgements, reports and follow-ups",
            "reviewer.exporting.csv_tables",
        ),
        Format(
            "json", "one file with everything, to keep or to import again", "reviewer.exporting.json_dataset"
        ),
        Format("jsonl", "the same, one report a line", "reviewer.exporting.json_dataset", "write_lines"),
        Format(
            "datapackage",
            "related tables with a data dictionary, for Python and R",
            "reviewer.exporting.datapackage",
        ),
        Format(
            "xlsx",
            "an Excel workbook: a sheet a table, with filters, links and charts",
            "reviewer.exporting.xlsx",
        ),
        Format(
            "parquet",
            "a typed file a table, for data teams (extra: parquet)",
            "reviewer.exporting.parquet",
            library="pyarrow",
            extra="parquet",
        ),
        Format(
            "sqlite",
            "a database with views and search, ready for Datasette",
            "reviewer.exporting.sqlite_tables",
        ),
        Format(
            "html", "a report for reading: highlighted words, notes, tables", "reviewer.exporting.html_report"
        ),
        Format("pdf", "the same, printed", "reviewer.exporting.html_report", "write_pdf"),
        Format(
            "followups-csv",
            "the follow-ups as one table to work from",
            "reviewer.exporting.follow_ups",
            "write_csv",
        ),
        Format("followups-ics", "the follow-ups as a calendar", "reviewer.exporting.follow_ups", "write_ics"),
        *(Format(*one) for one in coding_formats.ALL),
    )
}


def export(
    store: Store,
    format: str,  # noqa: A002
    output: Path,
    *,
    report_ids: Iterable[int] | None = None,
    choice: Choice | None = None,
    progress: Progress | None = None,
    printer: Printer | None = None,
) -> list[Path]:
    """Write the reviewed dataset into the folder ``output``, made where it is missing; return the files.

    All reports, or those of ``report_ids`` and of ``choice``, as they are in the store at one moment.
    ``progress`` is told how many reports of how many are done; what it raises ends the export. The files
    come to their places only when all are whole; until then, and when one cannot be written, those of an
    earlier export stay. The same store gives the same bytes. Raises ExportError where the disk is in the
    way or a library is missing, StoreError where the store is, and KeyError for an unknown format.
    """
    chosen = FORMATS[format]
    with store.snapshot(), Writing(output) as writing:
        chosen.write(Dataset(store, choice or Choice(), report_ids, progress, printer), writing)
    return writing.paths
