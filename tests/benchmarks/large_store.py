"""The store that the window is measured with: 550 reports with 60,000 findings, made from the published ones.

Each report stands in it nine times under the names of other authorities, with a file of its own (the original
and a comment behind its end). Kept in ``build/benchmark`` and made again when the rules or the layout change.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import sys
from pathlib import Path

from reviewer.extraction import EXTRACTOR_VERSION, extract
from reviewer.model import Extraction
from reviewer.reading import read_bytes
from reviewer.reading.document import Document
from reviewer.resources import resource
from reviewer.store import Store, schema
from tests import factories

REPORTS = 550
FOLDER = Path(__file__).resolve().parents[2] / "build" / "benchmark"


def large_store(corpus: Path) -> Path:
    """The path of the store; made where it is not there yet, which takes a few minutes."""
    path = FOLDER / f"large-{schema.VERSION}-{EXTRACTOR_VERSION}.sqlite"
    if path.is_file():
        return path
    print(f"Making {path.name}: {REPORTS} reports, a few minutes, once", file=sys.stderr, flush=True)
    files = sorted(file for file in corpus.glob("*/*") if file.suffix in (".pdf", ".txt"))
    read = [(file, file.read_bytes()) for file in files if file.parent.name != "bad-input"]
    known = [
        (file, data, document, extract(document))
        for file, data in read
        for document in [read_bytes(file, data)]
    ]
    making = path.with_suffix(".part")
    making.unlink(missing_ok=True)
    making.parent.mkdir(parents=True, exist_ok=True)
    names = authorities()
    with Store.open(making, reviewer="Benchmark") as store:
        for number in range(REPORTS):
            file, data, document, extraction = known[number % len(known)]
            original = data + f"\n%% copy {number}\n".encode()
            copy = _under_another_name(document, extraction, original, names[number % len(names)])
            store.import_report(*copy, original, name=f"{number:03}_{file.name}")
    making.rename(path)
    return path


def many_reports(count: int = 10_000) -> Path:
    """A store of ``count`` small fictional reports, for the library."""
    path = FOLDER / f"many-{schema.VERSION}-{count}.sqlite"
    if path.is_file():
        return path
    print(f"Making {path.name}, once", file=sys.stderr, flush=True)
    making = path.with_suffix(".part")
    making.unlink(missing_ok=True)
    making.parent.mkdir(parents=True, exist_ok=True)
    names = authorities()
    with Store.open(making, reviewer="Benchmark") as store:
        for number in range(count):
            given = factories.report(
                original=b"%%PDF fictional %d" % number, authority=names[number % len(names)]
            )
            store.import_report(
                given.document, given.extraction, given.original, name=f"report-{number:05}.pdf"
            )
    making.rename(path)
    return path


def authorities() -> list[str]:
    """The names of all authorities of the register."""
    with resource("authorities.csv").open(encoding="utf-8", newline="") as stream:
        return [row["name"] for row in csv.DictReader(stream)]


def _under_another_name(
    document: Document, extraction: Extraction, original: bytes, authority: str
) -> tuple[Document, Extraction]:
    sha256 = hashlib.sha256(original).hexdigest()
    return (
        dataclasses.replace(document, sha256=sha256),
        dataclasses.replace(
            extraction,
            source=dataclasses.replace(extraction.source, sha256=sha256),
            report=dataclasses.replace(extraction.report, authority=authority),
        ),
    )
