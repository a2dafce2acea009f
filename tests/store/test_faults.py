"""Writes that fail leave no half state, say so, and can be tried again; ``make torture`` fails every one."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest

from reviewer.exporting import ExportError, export
from reviewer.store import Store
from tests.torture.faults import fail_each_write, fill_the_disk, full_disk
from tests.torture.kills import prepare
from tests.torture.works import FORMATS_TRIED


def test_a_write_that_fails_can_be_tried_again(tmp_path: Path) -> None:
    tally = fail_each_write(tmp_path, every=13)
    assert tally.lost == []
    assert tally.tried > 5


@pytest.mark.skipif(sys.platform == "win32", reason="the platform has no limit to the size of a file")
def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path) -> None:
    tally = fill_the_disk(tmp_path / "store", 4, seed=2)
    assert tally.lost == []
    assert tally.tried == 16


# XlsxWriter leaves the parts of a workbook that failed to be closed when they are collected.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.skipif(sys.platform == "win32", reason="the platform has no limit to the size of a file")
@pytest.mark.parametrize("name", FORMATS_TRIED)
def test_no_export_is_half_there_on_a_full_disk(tmp_path: Path, name: str) -> None:
    prepare(tmp_path)
    with Store.open(tmp_path / "reviewer.sqlite", read_only=True) as store:
        out = tmp_path / "exported"
        export(store, name, out)
        before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
        largest = max(map(len, before.values()))
        for size in (0, largest // 3, largest - 1):
            with full_disk(size), pytest.raises(ExportError):
                export(store, name, out)
            # Here, where it is expected, and not in whatever test comes later.
            gc.collect()
            assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
