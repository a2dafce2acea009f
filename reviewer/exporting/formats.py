"""The formats there are, and the one way to export."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reviewer.exporting import csv_tables, json_dataset
from reviewer.exporting.dataset import ReportData, gather
from reviewer.exporting.files import ExportError, Writing

if TYPE_CHECKING:
    from reviewer.store import Store

__all__ = ["FORMATS", "ExportError", "Format", "export"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name on the command line, what it is for, and the function that writes its files.

    ``write`` takes the reports one by one, in the order of the dataset, and the files to write to.
    """

    name: str
    description: str
    write: Callable[[Iterable[ReportData], Writing], None]


FORMATS: Final[dict[str, Format]] = {
    one.name: one
    for one in (
        Format("csv", "one table each of findings, judgements, reports and follow-ups", csv_tables.write),
        Format("json", "one file with everything, nested by report", json_dataset.write),
    )
}


def export(
    store: Store,
    format: str,  # noqa: A002
    output: Path,
    *,
    report_ids: Iterable[int] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Path]:
    """Write the reviewed dataset into the folder ``output``, made where it is missing; return the files.

    All reports, or those of ``report_ids``, as they are in the store at one moment. ``progress`` is told how
    many reports of how many are done; what it raises ends the export. The files come to their places only
    when all are whole; until then, and when one cannot be written, those of an earlier export stay. The same
    store gives the same bytes. Raises ExportError where the disk is in the way, StoreError where the store
    is, and KeyError for an unknown format.
    """
    chosen = FORMATS[format]
    with store.snapshot(), Writing(output) as writing:
        chosen.write(gather(store, report_ids, progress), writing)
    return writing.paths
