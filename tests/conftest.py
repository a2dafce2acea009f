"""What all tests share. Fixtures of the window are in ``tests/ui``."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.stores import published, sample

__all__ = ["published", "sample"]

CORPUS = Path(os.environ.get("REVIEWER_CORPUS") or Path(__file__).resolve().parents[2] / "shared" / "corpus")
MISSING = f"the published reports are not at {CORPUS}: set REVIEWER_CORPUS to their folder"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip tests that are marked ``corpus`` where the published reports are missing."""
    if item.get_closest_marker("corpus") is not None and not CORPUS.is_dir():
        pytest.skip(MISSING)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of published reports; the test is skipped where it is missing."""
    if not CORPUS.is_dir():
        pytest.skip(MISSING)
    return CORPUS
