"""A process that works on a store until it is killed: ``python -m tests.torture.works KIND FOLDER SEED``.

Each piece of work is acknowledged by one line of JSON on standard output, only after the store has said that
it is done. The first line is ``"ready"``: from then on it may be killed.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from reviewer.exporting import FORMATS, export
from reviewer.importing import import_dataset
from reviewer.store import Store, backup
from reviewer.store.store import utc_now
from tests import factories
from tests.torture.edits import edit_at_random

DATA: Final = Path(__file__).parents[1] / "store" / "data"
BATCH: Final = 40
FORMATS_TRIED: Final = tuple(
    name for name, one in FORMATS.items() if name != "pdf" and not one.missing_extra and name != "parquet"
)
"""Parquet's library takes longer to load than most kills take to come."""


def editing(folder: Path, chance: random.Random) -> Iterator[object]:
    """Edits of two reports; acknowledged with the number of steps that there are."""
    with Store.open(folder / "reviewer.sqlite", reviewer="ada") as store:
        reports = [row.id for row in store.reports()]
        yield "ready"
        while True:
            edit_at_random(store, chance.choice(reports), chance)
            yield store._db.value("SELECT coalesce(max(id), 0) FROM step")


def importing(folder: Path, chance: random.Random) -> Iterator[object]:
    """A batch of files, those that are there already passed over; acknowledged with its number."""
    with Store.open(folder / "reviewer.sqlite", reviewer="ada") as store:
        yield "ready"
        for number in range(BATCH):
            given = factories.report(original=b"%PDF " + bytes([number]) * 20_000, name=f"{number}.pdf")
            store.import_report(given.document, given.extraction, given.original, name=given.name)
            yield number


def exporting(folder: Path, chance: random.Random) -> Iterator[object]:
    """Exports over each other, in any format that needs no other program."""
    with Store.open(folder / "reviewer.sqlite", read_only=True) as store:
        yield "ready"
        while True:
            made = export(store, chance.choice(FORMATS_TRIED), folder / "out")
            yield [path.relative_to(folder / "out").as_posix() for path in made]


def extracting_again(folder: Path, chance: random.Random) -> Iterator[object]:
    """A report extracted again and again, with edits between; acknowledged with the latest step."""
    with Store.open(folder / "reviewer.sqlite", reviewer="ada") as store:
        row = store.reports()[0]
        machine = factories.extraction(row.source_sha256)
        yield "ready"
        while True:
            some = tuple(one for one in machine.findings if chance.random() < 0.8)
            version = f"0.{chance.randrange(10**6)}"
            store.reextract(row.id, replace(machine, findings=some, extractor=version))
            edit_at_random(store, row.id, chance)
            yield store._db.value("SELECT coalesce(max(id), 0) FROM step")


def bringing_back(folder: Path, chance: random.Random) -> Iterator[object]:
    """A dataset with its whole review into new stores: all of it or nothing."""
    yield "ready"
    for number in range(1000):
        with Store.open(folder / f"new-{number}.sqlite", reviewer="ben") as store:
            assert import_dataset(store, folder / "dataset.json").report_id is not None
        yield f"new-{number}.sqlite"


def backing_up(folder: Path, chance: random.Random) -> Iterator[object]:
    """Backups between edits."""
    with Store.open(folder / "reviewer.sqlite", reviewer="ada") as store:
        (report_id, *_) = [row.id for row in store.reports()]
        yield "ready"
        while True:
            edit_at_random(store, report_id, chance)
            yield store.backup().path.name


def upgrading(folder: Path, chance: random.Random) -> Iterator[object]:
    """Stored databases of all earlier layouts, opened by this version."""
    stored = sorted(DATA.glob("layout-*.sqlite"))
    yield "ready"
    for number in range(1000):
        old = chance.choice(stored)
        path = folder / f"old-{number}-{old.name}"
        shutil.copy(old, path.with_suffix(".copy"))
        path.with_suffix(".copy").replace(path)
        with Store.open(path, reviewer="ada"):
            pass
        yield path.name


def restoring(folder: Path, chance: random.Random) -> Iterator[object]:
    """One of two backups after the other."""
    chosen = [folder / "one.sqlite", folder / "two.sqlite"]
    yield "ready"
    while True:
        chance.shuffle(chosen)
        backup.restore(folder / "reviewer.sqlite", chosen[0], utc_now())
        yield chosen[0].name


WORKS: Final[dict[str, Callable[[Path, random.Random], Iterator[object]]]] = {
    "edit": editing,
    "import": importing,
    "export": exporting,
    "back up": backing_up,
    "upgrade": upgrading,
    "restore": restoring,
    "re-extract": extracting_again,
    "bring back": bringing_back,
}


def main() -> None:
    kind, folder, seed = sys.argv[1:]
    for done in WORKS[kind](Path(folder), random.Random(int(seed))):
        sys.stdout.write(json.dumps(done) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
