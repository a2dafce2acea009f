"""Review bundles: reports with all that a reviewer did to them, in one file for a colleague to merge.

A zip that ends in ``.reviewbundle``: ``manifest.json`` says whose it is and what the other files are, with
their sizes and hashes; for each report there are its file as it came (``source``), what the machine read
(``extraction.json``), the review (``review.json``: headings, judgements, findings, notes, follow-ups, tags)
and its log (``log.json``); ``codebook.json`` is the codebook with its own. The same reviews give the same
bytes. Nothing in a bundle is trusted: it is read within limits, nothing of it is written to disk, and the
store checks each row before it takes it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZipFile

from reviewer import __version__
from reviewer.contract import to_line
from reviewer.exporting.files import Writing, zip_entry
from reviewer.interchange import safe
from reviewer.interchange.safe import Archive, RefusedError
from reviewer.store.merging.merge import Incoming, Merged

if TYPE_CHECKING:
    from reviewer.store import ReportRow, Store
    from reviewer.store.records import ReportRecord

SUFFIX: Final = ".reviewbundle"
FORMAT: Final = "reviewer.bundle/1"
"""Raised when the meaning of a file in it changes."""

_EXTRACTION: Final = ("source", "report", "report_text", "extraction")
_LOG: Final = ("step", "change", "merging")
_PARTS: Final = ("extraction.json", "review.json", "log.json", "source")
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_MOST_REPORTS: Final = 5000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a bundle holds. ``as_of`` is the time of its latest step, empty where there is none."""

    sender: str
    as_of: str
    incoming: Incoming


def write_bundle(
    store: Store, path: Path, rows: Sequence[ReportRow], progress: Progress = lambda _done, _of: None
) -> Path:
    """Write these reports of a store into a bundle at ``path``; its ending is added where it has another.

    Raises ExportError where it can't be written, and whatever ``progress`` raises; then there is no bundle.
    """
    target = path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)
    with (
        store.snapshot(),
        Writing(target.parent) as writing,
        ZipFile(writing.place(target.name), "w") as made,
    ):
        out = _Out(made)
        progress(0, len(rows))
        listed = []
        for done, row in enumerate(sorted(rows, key=lambda one: one.source_sha256), start=1):
            listed.append(_write_report(out, store, row))
            progress(done, len(rows))
        out.add("codebook.json", store.codebook_record())
        manifest = {
            "format": FORMAT,
            "made_by": f"Reviewer {__version__}",
            "sender": store.reviewer,
            "as_of": out.latest,
            "reports": listed,
            "files": dict(sorted(out.files.items())),
        }
        made.writestr(zip_entry("manifest.json"), to_line(manifest) + "\n")
    return target


def read_bundle(path: Path) -> Bundle:
    """What a bundle holds, its hashes checked. Raises RefusedError, and OSError where it can't be opened."""
    with safe.opened(path) as archive:
        manifest = _manifest(archive)
        files = _files(manifest)
        records = [_record(archive, files, sha256) for sha256 in _listed(manifest)]
        codebook = _tables(_checked(archive, files, "codebook.json"), "codebook.json")
        sender = _text(manifest, "sender")
        return Bundle(sender, _text(manifest, "as_of"), Incoming(sender or "a colleague", records, codebook))


def merge_bundle(store: Store, path: Path, progress: Progress = lambda _done, _of: None) -> Merged:
    """Merge a colleague's bundle into the store. Raises RefusedError, StoreError and OSError."""
    return store.merge_review(read_bundle(path).incoming, progress)


class _Out:
    """The zip that is written, with what the manifest says of its files."""

    def __init__(self, archive: ZipFile) -> None:
        self.files: dict[str, dict[str, object]] = {}
        self.latest = ""
        self._archive = archive

    def add(self, name: str, tables: Mapping[str, object]) -> None:
        """A file of tables; a line a table, so that two bundles can be compared."""
        lines = ",\n".join(to_line({table: rows})[1:-1] for table, rows in tables.items())
        self.add_bytes(name, f"{{\n{lines}\n}}\n".encode())
        steps = tables.get("step", ())
        assert isinstance(steps, Sequence)
        self.latest = max([self.latest, *(step["at"] for step in steps)])

    def add_bytes(self, name: str, data: bytes) -> None:
        """A file as it is."""
        self.files[name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        self._archive.writestr(zip_entry(name), data)


def _write_report(out: _Out, store: Store, row: ReportRow) -> dict[str, object]:
    record = store.record(row.id)
    folder = f"reports/{row.source_sha256}"
    (source,) = record.pop("source_bytes")
    parts = {
        "extraction.json": {table: record[table] for table in _EXTRACTION},
        "review.json": {table: rows for table, rows in record.items() if table not in {*_EXTRACTION, *_LOG}},
        "log.json": {table: record[table] for table in _LOG},
    }
    for name, tables in parts.items():
        out.add(f"{folder}/{name}", tables)
    out.add_bytes(f"{folder}/source", source["bytes"])
    return {
        "sha256": row.source_sha256,
        "name": row.source_name,
        "authority": row.authority,
        "findings": row.findings,
        "decided": row.decided,
    }


# Reading


def _manifest(archive: Archive) -> dict[str, Any]:
    data = archive.read("manifest.json")
    if data is None:
        raise RefusedError("It is not a review bundle: it has no manifest.")
    manifest = _parsed(data, "manifest.json")
    made_as = _text(manifest, "format")
    if made_as != FORMAT:
        if made_as.startswith("reviewer.bundle/"):
            raise RefusedError(f"It is written in {made_as[:40]}, this version reads {FORMAT}.")
        raise RefusedError("It is not a review bundle.")
    return manifest


def _listed(manifest: dict[str, Any]) -> list[str]:
    reports = manifest.get("reports")
    if not isinstance(reports, list) or len(reports) > _MOST_REPORTS:
        raise RefusedError("Its manifest lists no reports, or too many.")
    hashes = [report.get("sha256") if isinstance(report, dict) else None for report in reports]
    if not all(isinstance(one, str) and _HASH.fullmatch(one) for one in hashes):
        raise RefusedError("Its manifest lists a report without the hash of its file.")
    if len(set(hashes)) != len(hashes):
        raise RefusedError("Its manifest lists a report twice.")
    return [str(one) for one in hashes]


def _files(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    files = manifest.get("files")
    if not isinstance(files, dict) or not all(isinstance(one, dict) for one in files.values()):
        raise RefusedError("Its manifest does not list its files.")
    return files


def _checked(archive: Archive, files: dict[str, dict[str, Any]], name: str) -> bytes:
    said, data = files.get(name), archive.read(name)
    if said is None or data is None:
        raise RefusedError(f"{name} is missing in it: share it again.")
    if said.get("bytes") != len(data) or said.get("sha256") != hashlib.sha256(data).hexdigest():
        raise RefusedError(f"{name} in it was changed or damaged on the way: share it again.")
    return data


def _record(archive: Archive, files: dict[str, dict[str, Any]], sha256: str) -> ReportRecord:
    folder = f"reports/{sha256}"
    record: ReportRecord = {}
    *parts, source = _PARTS
    for name in parts:
        for table, rows in _tables(_checked(archive, files, f"{folder}/{name}"), name).items():
            if table in record:
                raise RefusedError(f"{name} in it repeats a table.")
            record[table] = rows
    content = _checked(archive, files, f"{folder}/{source}")
    rows = record.get("source", [])
    if len(rows) != 1 or rows[0].get("sha256") != sha256:
        raise RefusedError("A report in it is not the one that its manifest says.")
    record["source_bytes"] = [{"source_id": rows[0].get("id"), "bytes": content}]
    return record


def _tables(data: bytes, name: str) -> ReportRecord:
    tables = _parsed(data, name)
    if not all(
        isinstance(rows, list) and all(isinstance(row, dict) for row in rows) for rows in tables.values()
    ):
        raise RefusedError(f"{name} in it holds no tables.")
    return tables


def _parsed(data: bytes, name: str) -> dict[str, Any]:
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise RefusedError(f"{name} in it is damaged.") from error
    if not isinstance(value, dict):
        raise RefusedError(f"{name} in it is no object.")
    return value


def _refuse(word: str) -> None:
    raise RefusedError(f"{word} is no number.")


def _text(holder: dict[str, Any], name: str) -> str:
    value = holder.get(name)
    if not isinstance(value, str) or len(value) > 200:
        raise RefusedError(f"Its manifest has no {name}.")
    return value
