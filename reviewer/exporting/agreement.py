"""Agreement between raters as tables: the figures, and each place where they differ."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from reviewer.analysis.agreement import Interval
from reviewer.analysis.double_coding import FEW_OF_A_CODE, Agreement
from reviewer.exporting.csv_tables import cell
from reviewer.exporting.files import Writing

Row = dict[str, Any]

FIGURES: Final = (
    "raters",
    "field",
    "code",
    "units",
    "reports",
    "percent",
    "percent_low",
    "percent_high",
    "kappa",
    "kappa_low",
    "kappa_high",
    "alpha",
    "alpha_low",
    "alpha_high",
    "few",
)
"""A row a field, and a row a code of it. Low and high bound the bootstrap interval of 95%."""
DIFFERENCES: Final = (
    "raters",
    "source_sha256",
    "report",
    "field",
    "start",
    "end",
    "text",
    "rater",
    "code",
    "finding_id",
)
"""A row a rater and place; ``code`` is empty where the rater says nothing."""


def figures(agreements: Iterable[Agreement]) -> Iterator[Row]:
    """The figures, a row each."""
    for one in agreements:
        for field in one.fields:
            head = {"raters": _raters(one), "field": field.field}
            found = field.report
            yield {
                **head,
                "code": "",
                "units": found.units,
                "reports": field.texts,
                **_interval("percent", found.percent),
                **_interval("kappa", found.kappa),
                **_interval("alpha", found.alpha),
                "few": field.few,
            }
            for code, part in found.by_code.items():
                yield {
                    **head,
                    "code": str(code),
                    "units": part.units,
                    "reports": field.texts,
                    **_interval("alpha", part.alpha),
                    "few": field.few or part.units < FEW_OF_A_CODE,
                }


def differences(agreements: Iterable[Agreement]) -> Iterator[Row]:
    """Where raters differ, a row for each of them."""
    for one in agreements:
        for difference in one.disagreements:
            unit = difference.unit
            for rater, code, coded in zip(one.raters, difference.codes, unit.codings, strict=True):
                yield {
                    "raters": _raters(one),
                    "source_sha256": unit.report_key,
                    "report": unit.title,
                    "field": difference.field,
                    "start": unit.spans[0][0] if unit.spans else None,
                    "end": unit.spans[-1][1] if unit.spans else None,
                    "text": unit.text,
                    "rater": rater,
                    "code": code,
                    "finding_id": None if coded is None else coded.finding_id,
                }


def to_csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """A table as CSV with CRLF line ends; absent figures are empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(row.get(name)) for name in columns] for row in rows)
    return text.getvalue()


def to_json(agreements: Sequence[Agreement]) -> str:
    """Figures, differences and what is to be known of them, as one object."""
    whole = {
        "comparisons": [
            {"raters": one.raters, "reports": one.reports, "notes": one.notes} for one in agreements
        ],
        "figures": list(figures(agreements)),
        "differences": list(differences(agreements)),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def write(agreements: Sequence[Agreement], folder: Path) -> list[Path]:
    """Write ``agreement.csv``, ``disagreements.csv`` and ``agreement.json``. Raises ExportError."""
    with Writing(folder) as writing:
        for name, columns, rows in (
            ("agreement.csv", FIGURES, figures(agreements)),
            ("disagreements.csv", DIFFERENCES, differences(agreements)),
        ):
            writing.open(name, encoding="utf-8-sig").write(to_csv(columns, rows))
        writing.open("agreement.json").write(to_json(agreements))
    return writing.paths


def _raters(one: Agreement) -> str:
    return " & ".join(one.raters)


def _interval(name: str, value: Interval) -> Row:
    return {
        name: _rounded(value.value),
        f"{name}_low": _rounded(value.low),
        f"{name}_high": _rounded(value.high),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
