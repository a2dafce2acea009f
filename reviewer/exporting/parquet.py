"""A Parquet file a table, with types and descriptions. Needs the extra ``parquet``.

A value that is missing is null; the column ``missing`` says why: JSON text, column → reason.
"""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any, Final

from reviewer import __version__
from reviewer.exporting.dataset import Dataset
from reviewer.exporting.files import ExportError, Writing
from reviewer.exporting.missing import MEANINGS, Missing
from reviewer.exporting.records import chosen_tables, reasons, records
from reviewer.exporting.tables import Record, Table, Value

if TYPE_CHECKING:
    import pyarrow

FOLDER: Final = "parquet"
_AT_ONCE: Final = 20_000


def write(dataset: Dataset, writing: Writing) -> None:
    """Write the folder ``parquet``. Raises ExportError where the extra is not installed."""
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise ExportError(
            "Parquet needs an extra that is not installed: pip install 'reviewer[parquet]'."
        ) from error
    tables = chosen_tables(dataset.choice)
    schemas = {name: _schema(pyarrow, table) for name, table in tables.items()}
    writers = {
        name: pyarrow.parquet.ParquetWriter(writing.place(f"{FOLDER}/{name}.parquet"), schema)
        for name, schema in schemas.items()
    }
    waiting: dict[str, list[dict[str, object]]] = {name: [] for name in tables}

    def flush(name: str) -> None:
        writers[name].write_table(pyarrow.Table.from_pylist(waiting[name], schema=schemas[name]))
        waiting[name].clear()

    try:
        for report in dataset:
            for name, record in records(report):
                waiting[name].append(_row(tables[name], record))
                if len(waiting[name]) >= _AT_ONCE:
                    flush(name)
        for name, rows in waiting.items():
            if rows:
                flush(name)
    finally:
        for one in writers.values():
            one.close()


def _row(table: Table, record: Record) -> dict[str, object]:
    values = {column.name: _value(column.type, record[column.name]) for column in table.columns}
    return {**values, "missing": reasons(table, record)}


def _value(kind: str, value: Value) -> object:
    if isinstance(value, Missing):
        return None
    if kind == "date":
        return datetime.date.fromisoformat(str(value))
    if kind == "datetime":
        return datetime.datetime.fromisoformat(str(value))
    if kind == "number":
        return float(value)
    return value


def _schema(pa: Any, table: Table) -> pyarrow.Schema:
    types = {
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "datetime": pa.timestamp("ms", tz="UTC"),
    }
    fields = [
        pa.field(
            column.name,
            types.get(column.type, pa.string()),
            nullable=bool(column.missing),
            metadata={"description": column.description},
        )
        for column in table.columns
    ]
    fields.append(
        pa.field("missing", pa.string(), metadata={"description": "Why values are null: column → reason."})
    )
    return pa.schema(
        fields,
        metadata={
            "title": table.title,
            "description": table.description,
            "made_by": f"Reviewer {__version__}",
            "missing": json.dumps({why.value: meaning for why, meaning in MEANINGS.items()}),
        },
    )
