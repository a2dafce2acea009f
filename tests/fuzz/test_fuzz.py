"""A few of the changed files of ``python -m tests.fuzz``, and all that once led to a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.reading import ReadingError
from reviewer.worker import BrokenOffError, Worker
from tests.fuzz.mutations import SEEDS, case, seeds, unpacked
from tests.fuzz.runner import LIMITS, examine, run

CASES = 150
FOUND = sorted((SEEDS / "found").iterdir())


def test_no_changed_file_breaks_a_promise() -> None:
    given = seeds(corpus=False)
    tally = run(case(number, given) for number in range(CASES))
    assert tally.cases == CASES
    assert [(one.name, said) for one, said in tally.faults] == []
    assert tally.outcomes["read"] > CASES // 3
    assert tally.outcomes["read"] < CASES


def test_a_case_is_made_again_from_its_number() -> None:
    given = seeds(corpus=False)
    first, second = ([case(number, given) for number in range(40)] for _ in range(2))
    assert first == second
    assert len({one.data for one in first}) > 30
    originals = {seed.data for seed in given}
    assert sum(one.data in originals for one in first) < 3


def test_seeds_are_small_and_can_be_read_as_they_are() -> None:
    assert sum(path.stat().st_size for path in SEEDS.rglob("*") if path.is_file()) < 300_000
    for path in sorted(SEEDS.glob("*.*")):
        assert examine(path, path.read_bytes()) == []
    for path in SEEDS.glob("*.pdf"):
        assert examine(path, unpacked(path.read_bytes())) == []


def test_what_is_packed_in_a_pdf_is_unpacked() -> None:
    packed = [
        seed for seed in seeds(corpus=False) if b"/FlateDecode" in seed.data and seed.name.endswith(".pdf")
    ]
    assert packed
    assert b" Tf" in unpacked(packed[0].data)
    assert b" Tf" not in packed[0].data


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_once_led_to_a_fault(path: Path) -> None:
    with Worker(examine, LIMITS) as worker:
        try:
            assert worker.run(path, path.read_bytes()) == []
        except BrokenOffError as error:
            pytest.fail(error.message)
        except ReadingError as error:
            if not error.message.endswith("."):
                pytest.fail("refused in no sentence")
