"""Damaged files: never an unexplained error, never written over, and nothing lost that a backup has."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reviewer.store import Store, StoreError, backup
from reviewer.store.salvage import salvage
from reviewer.store.store import utc_now
from tests.torture.kills import Tally, prepare

_PAGE: Final = 4096


@dataclass
class Damage(Tally):
    """``rows`` were in the files, ``salvaged`` were read out of the damaged ones."""

    rows: int = 0
    salvaged: int = 0


def damage_at_random(
    folder: Path, count: int, seed: int, told: Callable[[str], None] = lambda _: None
) -> Damage:
    """Damage a store in ``count`` ways; check, salvage and restore it each time."""
    chance = random.Random(seed)
    prepare(folder)
    path = folder / "reviewer.sqlite"
    with Store.open(path) as store:
        store.add_note(1, "Long. " * 3000)
        store._db.value("PRAGMA wal_checkpoint(TRUNCATE)")
        kept = store.backup()
        rows = _rows(store)
    whole = path.read_bytes()
    tally = Damage()
    for number in range(count):
        place = folder / f"damaged-{number}"
        place.mkdir()
        damaged = place / "reviewer.sqlite"
        name, data = _damaged(whole, chance)
        damaged.write_bytes(data)
        tally.tried += 1
        tally.rows += rows
        try:
            salvaged, lost = _handled(damaged, data, kept.path, rows)
        except Exception as error:
            tally.lost.append(f"damage {number + 1}, {name}: {type(error).__name__}: {error}")
        else:
            tally.salvaged += salvaged
            tally.lost += [f"damage {number + 1}, {name}: {one}" for one in lost]
            told(f"{name}: {salvaged} of {rows} rows salvaged")
        shutil.rmtree(place)
    return tally


def _handled(damaged: Path, data: bytes, kept: Path, rows: int) -> tuple[int, list[str]]:
    lost = []
    found = True
    try:
        with Store.open(damaged, read_only=True) as store:
            found = bool(store.check())
    except StoreError:
        pass
    salvaged = 0
    into = damaged.with_name("salvaged.sqlite")
    try:
        salvage(damaged, into, now=utc_now)
    except StoreError:
        if into.exists():
            lost.append("half of a salvaged store")
    else:
        with Store.open(into) as store:
            salvaged = _rows(store)
            bad = {problem.kind for problem in store.check()} & {"damage", "references", "schema", "index"}
            if bad:
                lost.append(f"the salvaged store has problems: {sorted(bad)}")
    if salvaged < rows and not found:
        lost.append(f"{rows - salvaged} rows, and the check did not notice")
    if damaged.read_bytes() != data:
        lost.append("the damaged file was written over")
    aside = backup.restore(damaged, kept, utc_now())
    with Store.open(damaged) as store:
        if store.check() or _rows(store) != rows:
            lost.append("what the backup had")
    if aside is None or not aside.path.exists():
        lost.append("the damaged file, which was to be kept")
    return salvaged, lost


def _rows(store: Store) -> int:
    tables = ("source", "source_bytes", "report", "report_text", "extraction", "section", "judgement")
    tables += ("finding", "note", "follow_up", "tag", "seen", "assignment", "link", "step", "change")
    return sum(store._db.value(f"SELECT count(*) FROM {table}") for table in tables)


def _damaged(whole: bytes, chance: random.Random) -> tuple[str, bytes]:
    data = bytearray(whole)
    pages = len(data) // _PAGE
    page = chance.randrange(pages) * _PAGE
    match chance.randrange(6):
        case 0:
            return "truncated", bytes(data[: chance.randrange(len(data))])
        case 1:
            data[page : page + _PAGE] = bytes(_PAGE)
            return "a page of zeros", bytes(data)
        case 2:
            data[page : page + _PAGE] = chance.randbytes(_PAGE)
            return "a page of noise", bytes(data)
        case 3:
            other = chance.randrange(pages) * _PAGE
            data[page : page + _PAGE], data[other : other + _PAGE] = (
                data[other : other + _PAGE],
                data[page : page + _PAGE],
            )
            return "two pages changed places", bytes(data)
        case 4:
            for _ in range(chance.randrange(1, 40)):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            return "flipped bits", bytes(data)
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.randrange(1, 5 * _PAGE))
    data[start:end] = chance.randbytes(end - start)
    return "a stretch of noise", bytes(data)
