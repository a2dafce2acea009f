"""Reports of a store extracted anew by this version, with every correction kept: one step for each report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reviewer import diagnostics
from reviewer.extraction import EXTRACTOR_VERSION
from reviewer.reading import ReadingError
from reviewer.store import Store, StoreError
from reviewer.store.backup import Reason
from reviewer.store.reextract import Reextracted
from reviewer.store.rows import ReportRow
from reviewer.worker import Stopped, Worker, WorkError, read_and_extract


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report; ``message`` says why where nothing did (``done`` is None then)."""

    report_id: int
    name: str
    done: Reextracted | None = None
    message: str = ""


def older(reports: Iterable[ReportRow]) -> list[int]:
    """The reports that an earlier version of this extractor has read; not those of other programs."""
    return [
        row.id
        for row in reports
        if row.extractor != EXTRACTOR_VERSION and re.fullmatch(r"[\d.]*", row.extractor)
    ]


def reextract_reports(
    store: Store,
    report_ids: Iterable[int] | None = None,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Outcome]:
    """Extract reports again from their files in the store, all of them or those named; one by one.

    The store is backed up first. A report is done, whole, by the time its outcome is yielded; one that fails
    is as it was, and does not keep the others. Stops at once when ``cancelled``. Raises StoreError where
    there can be no backup.
    """
    wanted = None if report_ids is None else set(report_ids)
    rows = [row for row in store.reports() if wanted is None or row.id in wanted]
    if not rows:
        return
    store.backup(Reason.REEXTRACTION)
    with Worker(read_and_extract) as reader:
        for row in rows:
            if cancelled():
                return
            path = Path(row.source_name)
            try:
                original = store.original(row.id)
                _, extraction = reader.run(path, original, size=len(original), cancelled=cancelled)
                yield Outcome(row.id, row.source_name, store.reextract(row.id, extraction))
            except Stopped:
                return
            except ReadingError as error:
                yield Outcome(row.id, row.source_name, message=error.message)
            except (StoreError, WorkError) as error:
                yield Outcome(row.id, row.source_name, message=str(error))
            except Exception as error:
                yield Outcome(row.id, row.source_name, message=diagnostics.summary(error))
