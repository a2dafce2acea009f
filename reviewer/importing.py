"""Files into the store, one after another: read, extract, store, and say how each one went.

The window's import job and ``reviewer import`` both run this; each gives it a store opened in its own thread.
Reading and extracting happen in a process of their own, see ``reviewer.worker``.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from reviewer import diagnostics, interchange
from reviewer.exporting.json_reading import SUFFIXES as DATASETS
from reviewer.exporting.json_reading import DatasetError, read_dataset
from reviewer.model import Extraction
from reviewer.outcome import Outcome, Result
from reviewer.reading import SUFFIXES, Document, ReadingError, load, shown
from reviewer.store import Store, StoreError
from reviewer.worker import Stopped, Worker, WorkError, read_and_extract

Reader = Worker[tuple[Document, Extraction]]


def files_in(paths: Iterable[Path], *, cancelled: Callable[[], bool] = lambda: False) -> list[Path]:
    """The files to import, in a stable order, each once: those named, and the reports in folders and below.

    A file that is named is tried whatever it is called; in folders, those whose ending can be read and that
    are not hidden. Links to folders inside a folder are not followed, so that no circle can be walked. A path
    that is not there and a folder that cannot be opened are kept, so that they are reported. Ends early, with
    what was found, when ``cancelled``.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if cancelled():
            break
        if _is_folder(path):
            for one in _walk(path):
                found[one] = None
                if cancelled():
                    break
        else:
            found[path] = None
    return list(found)


def import_files(
    store: Store, files: Iterable[Path], *, cancelled: Callable[[], bool] = lambda: False
) -> Iterator[Outcome]:
    """Import files one by one, yield each outcome as it is known; stop at once when ``cancelled``.

    A report is in the store, whole, by the time its outcome is yielded; one that is being read when the
    import is cancelled is left out. A file that fails, for whatever reason, does not keep the others out.
    """
    with Worker(read_and_extract) as reader:
        for path in files:
            if cancelled():
                return
            try:
                yield import_file(store, path, reader, cancelled=cancelled)
            except Stopped:
                return


def import_file(
    store: Store, path: Path, reader: Reader, *, cancelled: Callable[[], bool] = lambda: False
) -> Outcome:
    """Import one file; whatever goes wrong is in the outcome. Raises Stopped when ``cancelled``."""
    try:
        if interchange.takes(path):
            return import_from_another(store, path, cancelled=cancelled)
    except OSError as error:
        message = f"It cannot be opened: {error.strerror or error}."
        return Outcome(path, Result.FAILED, code="not_found", message=message)
    if path.suffix.lower() in DATASETS:
        return import_dataset(store, path)
    try:
        original = load(path)
        known = store.find_source(hashlib.sha256(original).hexdigest())
        if known is not None:
            return Outcome(path, Result.ALREADY, known)
        # The name as it can be stored: some systems have names that are no text.
        name = Path(shown(path))
        document, extraction = reader.run(name, original, size=len(original), cancelled=cancelled)
        outcome = store.import_report(document, extraction, original, name=shown(path.name))
    except ReadingError as error:
        return Outcome(path, Result.FAILED, code=error.code, message=error.message)
    except StoreError as error:
        return Outcome(path, Result.FAILED, code="store", message=str(error))
    except Stopped:
        raise
    except WorkError as error:
        return _our_fault(path, str(error), error.details)
    except Exception as error:
        return _our_fault(path, diagnostics.summary(error), diagnostics.fault_report(error))
    result = Result.ALREADY if outcome.already else Result.IMPORTED
    return Outcome(path, result, outcome.report_id, findings=len(extraction.findings))


def import_dataset(store: Store, path: Path) -> Outcome:
    """Import a dataset that was exported as json or jsonl, with its whole review: all of it or nothing.

    Reports whose file is in the store stay as they are there.
    """
    try:
        outcomes = store.restore_records(read_dataset(path))
    except FileNotFoundError:
        return Outcome(path, Result.FAILED, code="not_found", message="There is no such file.")
    except OSError as error:
        message = f"It cannot be opened: {error.strerror or error}."
        return Outcome(path, Result.FAILED, code="not_found", message=message)
    except DatasetError as error:
        return Outcome(path, Result.FAILED, code="not_a_dataset", message=str(error))
    except StoreError as error:
        return Outcome(path, Result.FAILED, code="store", message=str(error))
    except Exception as error:
        return _our_fault(path, diagnostics.summary(error), diagnostics.fault_report(error))
    new = [outcome.report_id for outcome in outcomes if not outcome.already]
    if not new:
        return Outcome(path, Result.ALREADY, outcomes[0].report_id if outcomes else None)
    findings = sum(len(store.findings(report_id)) for report_id in new)
    return Outcome(path, Result.IMPORTED, new[0], findings=findings)


def import_from_another(
    store: Store, path: Path, *, cancelled: Callable[[], bool] = lambda: False
) -> Outcome:
    """Import what another program wrote; see ``reviewer.interchange``."""
    try:
        brought = interchange.bring(store, path, cancelled=cancelled)
    except StoreError as error:
        return Outcome(path, Result.FAILED, code="store", message=str(error))
    except Exception as error:
        return _our_fault(path, diagnostics.summary(error), diagnostics.fault_report(error))
    if brought.refused:
        return Outcome(path, Result.FAILED, code="not_taken", message=brought.summary)
    return Outcome(
        path,
        Result.IMPORTED,
        next(iter(brought.reports), None),
        findings=brought.findings,
        message=brought.summary,
        problems=brought.problems,
        beside=brought.beside,
    )


def _our_fault(path: Path, said: str, details: str) -> Outcome:
    message = f"Reviewer failed on this file, please report it: {said}"
    return Outcome(path, Result.FAILED, code="internal", message=message, details=details)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _walk(folder: Path) -> Iterator[Path]:
    closed: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                yield Path(place) / name
    yield from closed
