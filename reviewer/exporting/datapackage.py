"""A folder of related CSV tables that say what they mean: Frictionless Data Package, CSVW, data dictionary.

The tables are UTF-8 without a byte-order mark, with CRLF, a header row, and cells as in
:mod:`reviewer.exporting.csv_tables` (texts that could run as a formula have an apostrophe in front). A cell
whose value is missing says why. ``datapackage.json`` follows the Data Package specification (version 1),
``csv-metadata.json`` the W3C's CSV on the Web, ``CITATION.cff`` the Citation File Format 1.2.
"""

from __future__ import annotations

import csv
import json
from typing import Final

from reviewer import __version__
from reviewer.exporting.csv_tables import cell
from reviewer.exporting.dataset import Dataset
from reviewer.exporting.files import Content, Writing
from reviewer.exporting.missing import MEANINGS
from reviewer.exporting.records import chosen_tables, records
from reviewer.exporting.summary import Summary
from reviewer.exporting.tables import Column, Table

FOLDER: Final = "datapackage"
TITLE: Final = "Findings of inspection reports, reviewed"
DESCRIPTION: Final = (
    "What inspection reports found, as reviewed with Reviewer. Every row leads back to the file, the page and"
    " the words that it comes from."
)
PARTIAL_DATE: Final = r"\d{4}(-\d{2}(-\d{2})?)?"

_FIELDS: Final[dict[str, dict[str, object]]] = {
    "partial date": {"type": "string"},
    "json": {"type": "array"},
}
_DATATYPES: Final = {
    "datetime": "dateTime",
    "json": "json",
    "partial date": {"base": "string", "format": PARTIAL_DATE},
}


def write(dataset: Dataset, writing: Writing) -> None:
    """Write the folder ``datapackage``."""
    tables = chosen_tables(dataset.choice)
    rows = dict.fromkeys(tables, 0)
    writers = {}
    for name, table in tables.items():
        file = writing.open(f"{FOLDER}/{name}.csv")
        writers[name] = csv.writer(file, lineterminator="\r\n")
        writers[name].writerow([column.name for column in table.columns])
    summary = Summary()
    for report in dataset:
        summary.add(report)
        for name, record in records(report):
            rows[name] += 1
            writers[name].writerow([cell(record[column.name]) for column in tables[name].columns])
    contents = {name: writing.content(f"{FOLDER}/{name}.csv") for name in tables}
    _write(writing, "datapackage.json", _json(_package(tables, contents, rows, summary)))
    _write(writing, "csv-metadata.json", _json(_csvw(tables)))
    _write(writing, "README.md", _dictionary(tables, rows, summary))
    _write(writing, "CITATION.cff", _citation(summary))


def _write(writing: Writing, name: str, text: str) -> None:
    writing.open(f"{FOLDER}/{name}").write(text)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


# Frictionless Data Package


def _package(
    tables: dict[str, Table], contents: dict[str, Content], rows: dict[str, int], summary: Summary
) -> dict[str, object]:
    package: dict[str, object] = {
        "profile": "tabular-data-package",
        "name": "reviewed-findings",
        "title": TITLE,
        "description": DESCRIPTION,
    }
    if summary.dated:
        package["created"] = summary.dated
    if summary.reviewers:
        package["contributors"] = [
            {"title": name, "role": "contributor"} for name in sorted(summary.reviewers)
        ]
    if summary.sources:
        package["sources"] = [
            {"title": name, "path": name, "sha256": sha256} for name, sha256 in summary.sources
        ]
    package["made_by"] = f"Reviewer {__version__}"
    package["missing_value_meanings"] = {why.value: meaning for why, meaning in MEANINGS.items()}
    package["resources"] = [_resource(table, contents[name], rows[name]) for name, table in tables.items()]
    return package


def _resource(table: Table, content: Content, rows: int) -> dict[str, object]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": content.size,
        "hash": f"sha256:{content.sha256}",
        "rows": rows,
        "schema": {
            "fields": [_field(table, column) for column in table.columns],
            "missingValues": ["", *(why.value for why in MEANINGS)],
            "primaryKey": [table.key],
            "foreignKeys": [
                {
                    "fields": [name],
                    # A table that points to itself is named by nothing.
                    "reference": {"resource": "" if to == table.name else to, "fields": [_key(name, to)]},
                }
                for name, to in table.links.items()
            ],
        },
    }


def _field(table: Table, column: Column) -> dict[str, object]:
    constraints: dict[str, object] = {}
    if not column.missing:
        constraints["required"] = True
    if column.name == table.key:
        constraints["unique"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    if column.type == "partial date":
        constraints["pattern"] = PARTIAL_DATE
    return {
        "name": column.name,
        **_FIELDS.get(column.type, {"type": column.type}),
        "description": column.description,
        **({"constraints": constraints} if constraints else {}),
        **({"missing_values": [why.value for why in column.missing]} if column.missing else {}),
    }


def _key(column: str, to: str) -> str:
    return "section_id" if to == "sections" else column


# CSV on the Web


def _csvw(tables: dict[str, Table]) -> dict[str, object]:
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": TITLE,
        "dc:description": DESCRIPTION,
        "dialect": {"header": True, "encoding": "utf-8", "lineTerminators": ["\r\n", "\n"]},
        "tables": [
            {
                "url": f"{table.name}.csv",
                "dc:title": table.title,
                "dc:description": table.description,
                "tableSchema": {
                    "columns": [_csvw_column(column) for column in table.columns],
                    "primaryKey": table.key,
                    "foreignKeys": [
                        {
                            "columnReference": name,
                            "reference": {"resource": f"{to}.csv", "columnReference": _key(name, to)},
                        }
                        # Strict readers refuse links that may be empty; datapackage.json names them.
                        for name, to in table.links.items()
                        if not table.column(name).missing
                    ],
                },
            }
            for table in tables.values()
        ],
    }


def _csvw_column(column: Column) -> dict[str, object]:
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.description,
        "datatype": _DATATYPES.get(column.type, column.type),
        "null": ["", *(why.value for why in MEANINGS)],
        "required": not column.missing,
    }


# For people


def _dictionary(tables: dict[str, Table], rows: dict[str, int], summary: Summary) -> str:
    lines = [f"# {TITLE}", "", DESCRIPTION, ""]
    if summary.dated:
        lines += [f"It holds {summary.reports} reports and was last changed on {summary.dated}.", ""]
    lines += [
        "## How to open it",
        "",
        "- Python: `frictionless.Package('datapackage.json')`, or a table with"
        " `pandas.read_csv('findings.csv', na_values=[…])` and the words below.",
        "- R: `frictionless::read_resource(frictionless::read_package('datapackage.json'), 'findings')`.",
        "- Tools for CSV on the Web read `csv-metadata.json`.",
        "- Excel: the workbook that `reviewer export --format xlsx` writes has types and links.",
        "",
        "The tables are UTF-8, with commas. A text that a spreadsheet could take for a formula (it begins"
        " with `=`, `+`, `-`, `@`, a tab or a line end, perhaps after apostrophes) has one apostrophe more"
        " in front. Offsets are Unicode code points of the report's text, from 0, the end not included.",
        "",
        "## Values that are missing",
        "",
        "| in the cell | meaning |",
        "|---|---|",
        *(f"| `{why}` | {meaning} |" for why, meaning in MEANINGS.items()),
        "",
        "## Tables",
        "",
        "| table | rows | what it holds |",
        "|---|---|---|",
        *(f"| [{name}](#{name}) | {rows[name]} | {table.description} |" for name, table in tables.items()),
    ]
    for table in tables.values():
        lines += ["", f"### {table.name}", "", table.description, ""]
        lines += ["| column | type | meaning | may be missing |", "|---|---|---|---|"]
        lines += [_dictionary_row(table, column) for column in table.columns]
    return "\n".join(lines) + "\n"


def _dictionary_row(table: Table, column: Column) -> str:
    meaning = column.description
    if column.name == table.key:
        meaning += " The key of the table."
    if column.name in table.links:
        meaning += f" Points to `{table.links[column.name]}`."
    if column.values:
        meaning += f" One of {', '.join(f'`{value}`' for value in column.values)}."
    why = ", ".join(f"`{one}`" for one in column.missing)
    return f"| `{column.name}` | {column.type} | {meaning} | {why} |"


def _citation(summary: Summary) -> str:
    """The words of the file; JSON strings are YAML strings."""
    authors = sorted(summary.reviewers) or ["Unnamed reviewers"]
    lines = [
        "cff-version: 1.2.0",
        "message: If you use this dataset, please cite it, and the reports that it was made from.",
        "type: dataset",
        f"title: {json.dumps(TITLE)}",
        f"abstract: {json.dumps(DESCRIPTION)}",
        "authors:",
        *(f"  - name: {json.dumps(name)}" for name in authors),
    ]
    if summary.dated:
        lines.append(f"date-released: '{summary.dated[:10]}'")
    return "\n".join(lines) + "\n"
