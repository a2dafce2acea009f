"""A store with two reviewed reports, and the tables read back as a spreadsheet reads them."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reviewer.store import Store
from tests import factories
from tests.factories import at
from tests.store.conftest import Clock

Table = list[dict[str, str]]


@pytest.fixture
def store(tmp_path: Path, filled: Path) -> Iterator[Store]:
    """A copy of the filled store that a test may change."""
    shutil.copy(filled, tmp_path / "reviewer.sqlite")
    with Store.open(tmp_path / "reviewer.sqlite", reviewer="ada", clock=Clock()) as opened:
        yield opened


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Northmere, corrected here and there; and Ashby, untouched, imported later but first in the dataset."""
    path = tmp_path_factory.mktemp("filled") / "reviewer.sqlite"
    with Store.open(path, reviewer="ada", clock=Clock()) as opened:
        given = factories.report()
        report_id = opened.import_report(
            given.document, given.extraction, given.original, name=given.name
        ).report_id
        other = factories.report(original=b"%PDF other", authority="Ashby")
        opened.import_report(other.document, other.extraction, other.original, name="ashby.pdf")
        summary, first, second, third, *_ = (row.id for row in opened.findings(report_id))
        opened.accept([summary])
        opened.set_wording(first, "Social workers know children.")
        opened.set_polarity([first], "mixed")
        opened.set_kind([first], "strength")
        opened.set_theme([first], "workforce")
        opened.set_number(first, "1a")
        opened.set_spans(first, (at("Social workers see children often"),))
        opened.reject([third])
        opened.add_finding(report_id, (at("Nobody has placed these words."),))
        opened.add_note(report_id, "Compare with 2021.", second)
        opened.add_note(report_id, "Ask the board.", second)
        opened.add_note(report_id, "A careful report.")
        opened.flag(second, reason="Ask for figures", owner="Bo Lind", due="2026-05-01")
        leadership = opened.judgements(report_id)[0].id
        opened.set_judgement(leadership, grade="Outstanding")
    return path


@pytest.fixture
def tables(store: Store, tmp_path: Path) -> Callable[[], dict[str, Table]]:
    """Exports to CSV and reads the tables."""

    def read() -> dict[str, Table]:
        from reviewer.exporting import export

        found = {}
        for path in export(store, "csv", tmp_path / "dataset"):
            with path.open(encoding="utf-8-sig", newline="") as file:
                found[path.stem] = list(csv.DictReader(file, strict=True))
        return found

    return read
