"""Killing a process that works on a store, at any moment, and looking at what is left."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from reviewer.exporting import export
from reviewer.store import Store, backup
from tests import factories
from tests.torture.edits import edit_at_random
from tests.torture.works import BATCH, DATA, WORKS

ROOT: Final = Path(__file__).parents[2]
_LONGEST: Final = 0.12
"""Seconds within which most kills come; by then each kind of work is well under way."""


@dataclass
class Tally:
    """What was tried, what was acknowledged before, and what of that is lost (a line each)."""

    tried: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)


def killed(kind: str, folder: Path, chance: random.Random) -> list[Any]:
    """Let a process work, kill it, return what it had acknowledged."""
    command = [sys.executable, "-m", "tests.torture.works", kind, str(folder), str(chance.randrange(10**6))]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert json.loads(process.stdout.readline()) == "ready"
        end = threading.Timer(chance.random() * _LONGEST, process.kill)
        end.start()
        # A line without its end was not acknowledged.
        lines = [line for line in process.stdout.read().split("\n")[:-1] if line]
        end.join()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    return [json.loads(line) for line in lines]


def prepare(folder: Path) -> None:
    """A store with two reports and some edits, and two backups that differ."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "reviewer.sqlite"
    with Store.open(path, reviewer="ada") as store:
        for name in ("northmere.pdf", "southmere.pdf"):
            given = factories.report(original=name.encode(), name=name)
            store.import_report(given.document, given.extraction, given.original, name=name)
        chance = random.Random(3)
        for name in ("one.sqlite", "two.sqlite"):
            for _ in range(10):
                edit_at_random(store, 1, chance)
            store.backup().path.replace(folder / name)
        export(store, "csv", folder / "whole")
        (made,) = export(store, "json", folder)
        made.replace(folder / "dataset.json")


def kill_at_random(
    folder: Path, count: int, seed: int, told: Callable[[str], None] = lambda _: None
) -> Tally:
    """Kill ``count`` times, the kinds of work in turn, each kind in a folder of its own."""
    chance = random.Random(seed)
    tally = Tally()
    for kind in WORKS:
        prepare(folder / kind)
    for number in range(count):
        kind = list(WORKS)[number % len(WORKS)]
        place = folder / kind
        acknowledged = killed(kind, place, chance)
        tally.tried += 1
        tally.acknowledged += len(acknowledged)
        try:
            lost = _LOOKS[kind](place, acknowledged)
        except Exception as error:
            lost = [f"{type(error).__name__}: {error}"]
        tally.lost += [f"kill {number + 1} while at {kind}: {one}" for one in lost]
        told(f"{kind}: killed after {len(acknowledged)}")
    return tally


def _sound(store: Store) -> list[str]:
    return [f"{problem.count} {problem.explanation} {problem.where}" for problem in store.check()]


def _after_edits(folder: Path, acknowledged: list[Any]) -> list[str]:
    with Store.open(folder / "reviewer.sqlite") as store:
        # The check says that the rows are as the log has them, so what is in the log is in the rows.
        steps = {row["id"] for row in store._db.all("SELECT id FROM step")}
        return _sound(store) + [f"step {one}" for one in acknowledged if one and one not in steps]


def _after_import(folder: Path, acknowledged: list[Any]) -> list[str]:
    with Store.open(folder / "reviewer.sqlite") as store:
        lost = _sound(store)
        there = {row.source_name: row for row in store.reports()}
        lost += [f"report {one}" for one in acknowledged if f"{one}.pdf" not in there]
        for row in there.values():
            if len(store.findings(row.id)) < 6 or not store.original(row.id):
                lost.append(f"part of report {row.source_name}")
        if len(there) == BATCH + 2:
            # The batch is through: the next one starts with less.
            for name in range(0, BATCH, 2):
                store.remove_report(there[f"{name}.pdf"].id)
    return lost


def _after_export(folder: Path, acknowledged: list[Any]) -> list[str]:
    whole = {path.name: path.read_bytes() for path in (folder / "whole").iterdir()}
    out = folder / "out"
    found = {
        path.relative_to(out).as_posix(): path
        for path in (out.rglob("*") if out.exists() else ())
        if path.is_file() and not path.name.startswith(".")
    }
    lost = [
        f"half of {name}"
        for name, path in found.items()
        if not is_whole(path) or (name in whole and path.read_bytes() != whole[name])
    ]
    if acknowledged:
        lost += [f"file {name}" for name in acknowledged[-1] if name not in found]
    return lost


def is_whole(path: Path) -> bool:
    """Whether a file is what its ending says, to its end."""
    try:
        if path.suffix in (".xlsx", ".qdpx"):
            with zipfile.ZipFile(path) as packed:
                return packed.testzip() is None
        if path.suffix in (".sqlite", ".db"):
            with closing(sqlite3.connect(path)) as db:
                return bool(db.execute("PRAGMA integrity_check").fetchone()[0] == "ok")
        text = path.read_text(encoding="utf-8-sig")
    except (ValueError, OSError, zipfile.BadZipFile, sqlite3.Error):
        return False
    if path.suffix == ".json":
        json.loads(text)
    elif path.suffix == ".jsonl":
        return text.endswith("\n") and all(json.loads(line) is not None for line in text.splitlines())
    endings = {".html": "</html>", ".ics": "END:VCALENDAR", ".qdc": "</CodeBook>"}
    return text.rstrip().endswith(endings.get(path.suffix, ""))


def _after_backups(folder: Path, acknowledged: list[Any]) -> list[str]:
    lost = _after_edits(folder, [])
    there = backup.backups(folder / "reviewer.sqlite")
    for one in there:
        backup.verify(one.path)
    # All but the latest ten may have been thinned.
    names = {one.path.name for one in there}
    return lost + [f"backup {name}" for name in acknowledged[-backup.LATEST :] if name not in names]


def _after_upgrades(folder: Path, acknowledged: list[Any]) -> list[str]:
    lost = []
    for path in sorted(folder.glob("old-*.sqlite")):
        stored = DATA / path.name.split("-", 2)[2]
        with closing(sqlite3.connect(stored)) as db:
            wanted = db.execute("SELECT report_id, count(*) FROM finding GROUP BY report_id").fetchall()
        with Store.open(path) as store:
            lost += _sound(store)
            found = sorted((row.id, len(store.findings(row.id))) for row in store.reports())
            if found != sorted(wanted):
                lost.append(f"findings of {path.name}")
        for one in [path, *(made.path for made in backup.backups(path))]:
            one.unlink()
    return lost


def _after_bringing_back(folder: Path, acknowledged: list[Any]) -> list[str]:
    lost = []
    for path in sorted(folder.glob("new-*.sqlite")):
        with Store.open(path) as store:
            lost += _sound(store)
            reports = [len(store.history(row.id)) for row in store.reports()]
        if len(reports) not in (0, 2) or (path.name in acknowledged and len(reports) != 2):
            lost.append(f"{len(reports)} reports of {path.name}")
        path.unlink()
    return lost


def _after_restores(folder: Path, acknowledged: list[Any]) -> list[str]:
    path = folder / "reviewer.sqlite"
    with Store.open(path) as store:
        lost = _sound(store)
        steps = store._db.value("SELECT count(*) FROM step")
        reports = [row.id for row in store.reports()]
        # The first was made after ten edits, the second after twenty; an edit that changes nothing is none.
        wanted = []
        for name in ("one.sqlite", "two.sqlite"):
            with Store.open(folder / name, read_only=True) as other:
                wanted.append(other._db.value("SELECT count(*) FROM step"))
        if steps not in wanted or reports != [1, 2]:
            lost.append(f"{steps} steps, neither {wanted[0]} nor {wanted[1]}")
        if acknowledged and not store.backups():
            lost.append("the backup before restoring")
    return lost


_LOOKS: Final[dict[str, Callable[[Path, list[Any]], list[str]]]] = {
    "edit": _after_edits,
    "import": _after_import,
    "export": _after_export,
    "back up": _after_backups,
    "upgrade": _after_upgrades,
    "restore": _after_restores,
    "re-extract": _after_edits,
    "bring back": _after_bringing_back,
}
