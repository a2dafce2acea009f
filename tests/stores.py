"""Stores of real reports for tests that only read them: made once, whatever folder asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from reviewer.resources import resource
from reviewer.store import Relation, Store
from reviewer.store.merging.merge import Incoming
from tests.store.conftest import Clock


def partly_reviewed(path: Path, files: list[Path]) -> Store:
    """A store of reports, a few findings of each accepted, corrected, rejected, added, noted, linked…"""
    from reviewer.extraction import extract
    from reviewer.reading import read_bytes

    store = Store.open(path, reviewer="ada", clock=Clock())
    before = None
    for file in files:
        data = file.read_bytes()
        document = read_bytes(file, data)
        outcome = store.import_report(document, extract(document), data, name=file.name)
        ids = [row.id for row in store.findings(outcome.report_id)]
        if outcome.already or len(ids) < 5:
            continue
        store.accept(ids[:2])
        store.set_themes([ids[2]], ["workforce", "recording"])
        store.tag([ids[0]], "ask the board")
        store.set_wording(ids[3], "Said in other words.")
        store.reject([ids[4]])
        store.add_note(outcome.report_id, "Look at this again – naïve 🙂.", ids[0])
        store.flag(ids[1], reason="Ask for figures", owner="Bo Lind", due="2026-05-01")
        if before is not None:
            store.settle(ids[2], before, Relation.RECURS)
        before = ids[2]
        left = store.source_text(outcome.report_id).unclaimed
        if any(document.text[start:end].strip() for start, end in left):
            store.add_finding(outcome.report_id, left)
    _disagreed(store, path.with_name("colleague.sqlite"))
    return store


def _disagreed(store: Store, path: Path) -> None:
    """A colleague's review of one report merged into it: one difference settled, one left open."""
    report = next(row.id for row in store.reports() if len(store.findings(row.id)) > 8)
    first, second = (row.id for row in store.findings(report)[6:8])
    clock = Clock()
    clock.now += timedelta(days=1)
    with Store.open(path, reviewer="ben", clock=clock) as other:
        (came,) = other.restore_records([store.record(report)])
        assert came.report_id is not None
        theirs = [row.id for row in other.findings(came.report_id)[6:8]]
        for finding in theirs:
            other.set_wording(finding, "Said in a colleague's words.")
        sent = Incoming("ben", [other.record(came.report_id)])
    for finding in (first, second):
        store.set_wording(finding, "Said in words of our own.")
    store.merge_review(sent)
    store.settle_dispute(store.disputes(report)[0].id, "Said in words that both like.")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sample project, partly reviewed. Not to be edited by a test."""
    folder = resource("sample")
    files = sorted(path for path in folder.iterdir() if path.suffix in (".pdf", ".txt"))
    with partly_reviewed(tmp_path_factory.mktemp("sample") / "reviewer.sqlite", files) as store:
        yield store


@pytest.fixture(scope="session")
def published(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Twenty published reports of all families, the shorter ones, partly reviewed. Not to be edited."""
    files = sorted((corpus / "letters").glob("*.txt"))[:5]
    for folder, count in (("childrens-services", 13), ("area-send", 2)):
        files += sorted((corpus / folder).glob("*.pdf"), key=lambda path: (path.stat().st_size, path.name))[
            :count
        ]
    with partly_reviewed(tmp_path_factory.mktemp("published") / "reviewer.sqlite", files) as store:
        assert len(store.reports()) == 20
        yield store
