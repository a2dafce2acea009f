"""What other programs wrote, brought into the store: projects, codebooks, findings, tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reviewer.analysis.naming import count

if TYPE_CHECKING:
    from reviewer.interchange.projects import Taken
    from reviewer.store import Store

SUFFIXES: Final = (".qdpx", ".qdc", ".csv", ".reviewbundle")
"""Endings of files that only this package takes."""
MAYBE: Final = (".json", ".jsonl")
"""Endings that it looks into the file for."""
_OURS: Final = b"reviewer.dataset"
_HEAD: Final = 1000


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file brought: in a sentence, with what did not come over, a sentence each.

    ``reports`` are those that it made, ``beside`` those beside whose findings it put others; ``refused``
    says that nothing of it was taken.
    """

    summary: str
    problems: tuple[str, ...] = ()
    reports: tuple[int, ...] = ()
    findings: int = 0
    beside: tuple[int, ...] = ()
    refused: bool = False


def takes(path: Path) -> bool:
    """Whether a file is one for :func:`bring`: by its ending, or by its first object where that is JSON."""
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return True
    if suffix not in MAYBE or not path.is_file():
        return False
    with path.open("rb") as file:
        # Our own dataset says so at its head, and may be large.
        if _OURS in file.read(_HEAD):
            return False
    return _reader(path) is not None


def bring(store: Store, path: Path, *, cancelled: Callable[[], bool] = lambda: False) -> Brought:
    """Bring a file of another program into the store. Raises StoreError; a file's faults are returned."""
    from reviewer.interchange.safe import RefusedError

    try:
        return _brought(store, path, cancelled)
    except RefusedError as error:
        return Brought(str(error), refused=True)
    except FileNotFoundError:
        return Brought("There is no such file.", refused=True)
    except OSError as error:
        return Brought(f"It cannot be opened: {error.strerror or error}.", refused=True)


def _brought(store: Store, path: Path, cancelled: Callable[[], bool]) -> Brought:
    from reviewer.interchange import follow_ups, projects, safe

    suffix = path.suffix.lower()
    if suffix == ".qdpx":
        taken = projects.take_project(store, path, cancelled=cancelled)
        parts = ((len(taken.reports), "report"), (taken.findings, "finding"), (taken.notes, "note"))
        return _said(taken, ", ".join(count(number, what) for number, what in parts))
    if suffix == ".qdc":
        return _codebook(store, safe.load(path))
    if suffix == ".reviewbundle":
        return _review(store, path)
    if suffix == ".csv":
        changed, problems = follow_ups.take_follow_ups(store, safe.load(path))
        return Brought(f"{count(changed, 'follow-up')} changed", tuple(problems))
    read = _reader(path)
    if read is None:
        raise safe.RefusedError("It is neither of LangExtract nor of Label Studio.")
    taken = read(store)
    findings, reports = count(taken.findings, "finding"), count(len(taken.beside), "report")
    return _said(taken, f"{findings} of another machine kept beside {reports}")


def _review(store: Store, path: Path) -> Brought:
    from reviewer.interchange.bundles import merge_bundle

    done = merge_bundle(store, path)
    known = sum(one.what in ("merged", "known") for one in done.reports)
    new = [one for one in done.reports if one.what == "whole"]
    refused = tuple(f"{one.name}: {one.why}." for one in done.reports if one.what == "refused")
    return Brought(
        f"{known} reports merged, {len(new)} new, {done.disputes} differences to settle",
        refused,
        tuple(report_id for one in new if (report_id := store.find_source(one.sha256)) is not None),
        sum(one.came.get("finding", 0) for one in new),
    )


def _said(taken: Taken, said: str) -> Brought:
    return Brought(said, tuple(taken.problems), tuple(taken.reports), taken.findings, tuple(taken.beside))


def _codebook(store: Store, data: bytes) -> Brought:
    from reviewer.interchange.matching import Matcher
    from reviewer.interchange.refi import codebook

    origin, codes = codebook(data)
    matcher = Matcher(store.codes(), ours=True)
    unknown = [" › ".join(code.path) for code in codes if matcher.value(code.path) is None]
    groups = {code.path[:-1] for code in codes}
    new = tuple(
        f"No code here is called {' › '.join(code.path)}."
        for code in codes
        if code.path not in groups and matcher.value(code.path) is None
    )
    known = len(codes) - len(unknown)
    return Brought(f"{len(codes)} codes of {origin}, {known} of them known here", new)


def _reader(path: Path) -> Callable[[Store], Taken] | None:
    """What reads a JSON file, None where it is of neither program. Raises RefusedError, OSError."""
    from reviewer.interchange import predictions, safe

    read = predictions.read_lines if path.suffix.lower() == ".jsonl" else predictions.read_json
    try:
        objects: Iterator[object] = read(path, safe.load(path))
        head = next(objects, None)
    except safe.RefusedError:
        return None
    everything = chain((head,), objects)
    if predictions.is_langextract(head):
        return lambda store: predictions.take_langextract(store, everything, path.name)
    if predictions.is_label_studio(head):
        return lambda store: predictions.take_label_studio(store, everything, path.name)
    return None
