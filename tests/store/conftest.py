"""A store with one fictional report, and a clock that a test can read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reviewer.store import Store
from tests import factories


class Clock:
    """Each look is a second later than the one before, from 2026-03-01T10:00:00Z."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 10, tzinfo=UTC)

    def __call__(self) -> str:
        said = self.now.strftime("%Y-%m-%dT%H:%M:%SZ")
        self.now += timedelta(seconds=1)
        return said


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    return tmp_path / "reviewer.sqlite"


@pytest.fixture
def store(store_path: Path) -> Iterator[Store]:
    with Store.open(store_path, reviewer="ada", clock=Clock()) as opened:
        yield opened


@pytest.fixture
def report_id(store: Store) -> int:
    given = factories.report()
    return store.import_report(given.document, given.extraction, given.original, name=given.name).report_id


@pytest.fixture
def ids(store: Store, report_id: int) -> Callable[[str], int]:
    """The id of the finding whose words begin with these."""

    def find(words: str) -> int:
        (found,) = [row.id for row in store.findings(report_id) if row.verbatim.startswith(words)]
        return found

    return find
