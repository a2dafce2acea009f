"""Files into the store, one after another: read, extract, store, and say how each one went.

The window's import job and ``reviewer import`` both run this; each gives it a store opened in its own thread.
"""

from __future__ import annotations

import hashlib
import os
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from reviewer.reading import SUFFIXES, ReadingError, load, read_bytes
from reviewer.store import Store, StoreError


class Result(StrEnum):
    """How the import of one file went."""

    IMPORTED = "imported"
    ALREADY = "already there"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file's outcome. ``report_id`` is None, ``code`` and ``message`` say why, where it failed.

    ``code`` is as in ``ReadingError``, ``store`` where the store was in the way, ``internal`` where the fault
    is ours: then ``details`` is a report to copy. ``findings`` counts what the machine found in an imported
    report.
    """

    path: Path
    result: Result
    report_id: int | None = None
    findings: int = 0
    code: str = ""
    message: str = ""
    details: str = ""


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files to import, in a stable order, each once: those named, and the reports in folders and below.

    A file that is named is tried whatever it is called; in folders, those whose ending can be read and that
    are not hidden. A path that is not there is kept, so that it is reported.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(_walk(path)))
        else:
            found[path] = None
    return list(found)


def import_files(
    store: Store, files: Iterable[Path], *, cancelled: Callable[[], bool] = lambda: False
) -> Iterator[Outcome]:
    """Import files one by one, yield each outcome as it is known; stop between files when ``cancelled``.

    A report is in the store, whole, by the time its outcome is yielded. A file that fails, for whatever
    reason, does not keep the others out.
    """
    for path in files:
        if cancelled():
            return
        yield import_file(store, path)


def import_file(store: Store, path: Path) -> Outcome:
    """Import one file; whatever goes wrong is in the outcome."""
    try:
        original = load(path)
        known = store.find_source(hashlib.sha256(original).hexdigest())
        if known is not None:
            return Outcome(path, Result.ALREADY, known)
        # Imported here, so that a window that imports nothing starts without the extraction's rules.
        from reviewer.extraction import extract

        document = read_bytes(path, original)
        extraction = extract(document)
        outcome = store.import_report(document, extraction, original, name=path.name)
    except ReadingError as error:
        return Outcome(path, Result.FAILED, code=error.code, message=error.message)
    except StoreError as error:
        return Outcome(path, Result.FAILED, code="store", message=str(error))
    except Exception as error:
        message = f"Reviewer failed on this file, please report it: {type(error).__name__}: {error}"
        return Outcome(path, Result.FAILED, code="internal", message=message, details=traceback.format_exc())
    result = Result.ALREADY if outcome.already else Result.IMPORTED
    return Outcome(path, result, outcome.report_id, findings=len(extraction.findings))


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                yield Path(place) / name
