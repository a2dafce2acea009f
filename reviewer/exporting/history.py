"""The history of a report or of one finding as a table: who changed what, when, from what to what."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reviewer.exporting.csv_tables import cell
from reviewer.exporting.files import Writing
from reviewer.exporting.missing import Missing
from reviewer.exporting.records import changes
from reviewer.exporting.tables import TABLES

if TYPE_CHECKING:
    from reviewer.store import Store

COLUMNS: Final = tuple(column.name for column in TABLES["changes"].columns)


def write_history(store: Store, path: Path, report_id: int, finding_id: int | None = None) -> int:
    """Write the log as CSV, the first change first; return how many rows there are.

    The columns are those of the table ``changes`` of the dataset; cells can't run as formulas.

    Raises ExportError, and leaves what was at ``path``, where it can't be written; StoreError where the log
    can't be read.
    """
    rows = 0
    with Writing(path.parent) as writing:
        writer = csv.DictWriter(writing.open(path.name, encoding="utf-8-sig"), COLUMNS, lineterminator="\r\n")
        writer.writeheader()
        for step in reversed(store.history(report_id, finding_id)):
            for record in changes(report_id, step):
                writer.writerow(
                    {
                        name: cell(None if isinstance(value, Missing) else value)
                        for name, value in record.items()
                    }
                )
                rows += 1
    return rows
