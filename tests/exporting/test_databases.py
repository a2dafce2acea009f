"""Parquet and SQLite, read by others."""

from __future__ import annotations

import datetime
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from reviewer.exporting import ExportError, export
from reviewer.exporting.choice import Choice
from reviewer.exporting.tables import TABLES
from reviewer.store import Store
from tests.exporting.test_readable_formats import DATASETS


@pytest.fixture(params=DATASETS)
def dataset(request: pytest.FixtureRequest) -> Store:
    store = request.getfixturevalue(request.param)
    assert isinstance(store, Store)
    return store


@pytest.fixture
def database(store: Store, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    path, _ = export(store, "sqlite", tmp_path)
    with closing(sqlite3.connect(path)) as db:
        yield db


def test_parquet_reads_back(dataset: Store, tmp_path: Path) -> None:
    paths = export(dataset, "parquet", tmp_path)
    assert [path.name for path in paths] == [f"{name}.parquet" for name in TABLES]
    tables = {path.stem: pq.read_table(path) for path in paths}
    for name, table in TABLES.items():
        assert tables[name].column_names == [*(column.name for column in table.columns), "missing"]
        field = tables[name].schema.field(0)
        assert field.metadata[b"description"].decode() == table.columns[0].description
    findings = [row for one in dataset.reports() for row in dataset.findings(one.id)]
    read = {row["finding_id"]: row for row in tables["findings"].to_pylist()}
    assert len(read) == len(findings)
    for row in findings:
        back = read[row.id]
        assert (back["text"], back["polarity"], back["confidence"]) == (
            row.text,
            row.polarity,
            row.confidence,
        )
        assert back["repeat_of_previous"] is row.repeat_of_previous
        why = json.loads(back["missing"]) if back["missing"] else {}
        assert {name for name, value in back.items() if value is None} - {"missing"} == set(why)
    assert tables["follow_ups"]["due"].to_pylist()[0] == datetime.date(2026, 5, 1)
    moment = tables["follow_ups"]["created_at"].to_pylist()[0]
    assert (moment.year, moment.utcoffset()) == (2026, datetime.timedelta(0))


def test_parquet_without_its_extra(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(ExportError, match=r"pip install 'reviewer\[parquet\]'"):
        export(store, "parquet", tmp_path)
    assert list(tmp_path.glob("parquet/*")) == []


def test_sqlite_reads_back(dataset: Store, tmp_path: Path) -> None:
    path, _ = export(dataset, "sqlite", tmp_path)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        counts = {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES}
        assert counts["findings"] == sum(len(dataset.findings(row.id)) for row in dataset.reports())
        assert counts["reports"] == len(dataset.reports())
        said = dict(db.execute('SELECT "table" || \'.\' || "column", description FROM columns'))
        assert said["findings.theme"] == TABLES["findings"].column("theme").description
        for view in ("findings_with_report", "open_follow_ups", "themes"):
            assert db.execute(f"SELECT * FROM {view}").fetchall()


def test_sqlite_finds_words_and_says_what_is_missing(database: sqlite3.Connection) -> None:
    found = database.execute(
        "SELECT text FROM findings WHERE finding_id IN"
        " (SELECT rowid FROM findings_fts WHERE findings_fts MATCH 'review')"
    ).fetchall()
    assert len(found) == 2
    assert all("reviews" in text for (text,) in found)
    why = database.execute("SELECT missing FROM findings WHERE decision = 'added'").fetchone()[0]
    assert json.loads(why)["machine_kind"] == "not_applicable"
    due = database.execute("SELECT due, owner FROM open_follow_ups").fetchall()
    assert due == [("2026-05-01", "Bo Lind")]


def test_datasette_serves_it(store: Store, tmp_path: Path) -> None:
    pytest.importorskip("datasette", reason="install the extra 'dev'")
    path, metadata = export(store, "sqlite", tmp_path)

    def get(address: str) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "datasette", path, "--metadata", metadata, "--get", address],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    page = get("/dataset/findings.json?_search=supervision&_shape=objects&_extra=metadata")
    assert [row["theme"] for row in page["rows"]] == ["workforce", "workforce"]
    described = get("/-/metadata.json")["databases"]["dataset"]["tables"]["findings"]
    assert described["columns"]["theme"] == TABLES["findings"].column("theme").description


def test_datasette_serves_real_reports(dataset: Store, tmp_path: Path) -> None:
    pytest.importorskip("datasette", reason="install the extra 'dev'")
    path, metadata = export(dataset, "sqlite", tmp_path)
    sql = "/dataset.json?sql=select+count(*)+as+n+from+findings&_shape=array"
    done = subprocess.run(
        [sys.executable, "-m", "datasette", path, "--metadata", metadata, "--get", sql],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    findings = sum(len(dataset.findings(row.id)) for row in dataset.reports())
    assert json.loads(done.stdout) == [{"n": findings}]


def test_chosen_columns(store: Store, tmp_path: Path) -> None:
    path, _ = export(store, "sqlite", tmp_path, choice=Choice(fields=("theme",)))
    with closing(sqlite3.connect(path)) as db:
        names = [row[1] for row in db.execute("PRAGMA table_info(findings)")]
        assert names == ["finding_id", "report_id", "section_id", "theme", "missing"]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
