"""Writes that fail leave no half state, say so, and can be tried again; ``make torture`` fails every one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.torture.faults import fail_each_write, fill_the_disk


def test_a_write_that_fails_can_be_tried_again(tmp_path: Path) -> None:
    tally = fail_each_write(tmp_path, every=13)
    assert tally.lost == []
    assert tally.tried > 5


@pytest.mark.skipif(sys.platform == "win32", reason="the platform has no limit to the size of a file")
def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path) -> None:
    tally = fill_the_disk(tmp_path / "store", 4, seed=2)
    assert tally.lost == []
    assert tally.tried == 16
