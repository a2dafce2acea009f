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
from pathlib import Path
from typing import Final

from reviewer.exporting import export
from reviewer.model import Kind, Polarity
from reviewer.store import Store, backup
from reviewer.store.store import utc_now
from tests import factories
from tests.factories import TEXT

DATA: Final = Path(__file__).parents[1] / "store" / "data"
BATCH: Final = 40


def edit_at_random(store: Store, report_id: int, chance: random.Random) -> str:
    """One edit of any kind; the name of its step, empty where it changed nothing."""
    rows = store.findings(report_id)
    notes = store.notes(report_id)
    judgements = store.judgements(report_id)
    start = chance.randrange(len(TEXT) - 30)
    word = f"{chance.random():.6f}"
    edits: list[Callable[[], object]] = [
        lambda: store.undo(report_id),
        lambda: store.redo(report_id),
        lambda: store.add_note(report_id, f"Note {word}."),
    ]
    if rows:
        row = chance.choice(rows)
        some = [one.id for one in chance.sample(rows, min(3, len(rows)))]
        edits += [
            lambda: store.set_wording(row.id, f"Reworded {word}."),
            lambda: store.set_kind(some, chance.choice(list(Kind))),
            lambda: store.set_polarity([row.id], chance.choice(list(Polarity))),
            lambda: store.set_theme([row.id], chance.choice(["workforce", "recording", "early_help"])),
            lambda: store.set_number(row.id, word[:4]),
            lambda: store.set_spans(row.id, ((start, start + 25),)),
            lambda: store.accept([row.id]),
            lambda: store.reject([row.id]),
            lambda: store.add_note(report_id, f"Note {word}.", row.id),
            lambda: store.flag(row.id, reason=f"Reason {word}"),
            lambda: store.unflag(row.id),
            lambda: store.tag([row.id], f"tag {word[:3]}"),
        ]
    if len(rows) > 8:
        edits.append(lambda: store.merge(some[:2]))
    if len(rows) < 30:
        edits.append(lambda: store.add_finding(report_id, ((start, start + 25),)))
    if judgements:
        judgement = chance.choice(judgements)
        edits.append(lambda: store.set_judgement(judgement.id, grade=f"Grade {word}"))
    if notes:
        note = chance.choice(notes).id
        edits.append(lambda: store.edit_note(note, f"Edited {word}."))
        edits.append(lambda: store.remove_note(note))
    change = chance.choice(edits)()
    return str(getattr(change, "name", ""))


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
    """Exports over each other."""
    with Store.open(folder / "reviewer.sqlite", read_only=True) as store:
        yield "ready"
        while True:
            yield [path.name for path in export(store, "csv", folder / "out")]


def backing_up(folder: Path, chance: random.Random) -> Iterator[object]:
    """Backups between edits."""
    with Store.open(folder / "reviewer.sqlite", reviewer="ada") as store:
        (report_id, *_) = [row.id for row in store.reports()]
        yield "ready"
        while True:
            edit_at_random(store, report_id, chance)
            yield store.backup().path.name


def upgrading(folder: Path, chance: random.Random) -> Iterator[object]:
    """Stored databases of earlier layouts, opened by this version."""
    yield "ready"
    for number in range(1000):
        path = folder / f"old-{number}.sqlite"
        shutil.copy(DATA / "layout-3.sqlite", path.with_suffix(".copy"))
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
}


def main() -> None:
    kind, folder, seed = sys.argv[1:]
    for done in WORKS[kind](Path(folder), random.Random(int(seed))):
        sys.stdout.write(json.dumps(done) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
