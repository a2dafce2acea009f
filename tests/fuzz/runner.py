"""Runs cases through the process that reads, and keeps what went wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from reviewer.reading import ReadingError
from reviewer.worker import BrokenOffError, Limits, Worker, WorkError, read_and_extract
from tests.fuzz.mutations import Case
from tests.promises import broken

LIMITS = Limits(seconds=30.0)


@dataclass
class Tally:
    """How the cases went. ``broken_off`` were ended by the limits or a crash in a library, each as it should
    be: with one sentence; ``faults`` are ours."""

    cases: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    broken_off: list[tuple[Case, str]] = field(default_factory=list)
    faults: list[tuple[Case, str]] = field(default_factory=list)

    def line(self) -> str:
        """All of it in a line."""
        refused = sum(count for code, count in self.outcomes.items() if code != "read")
        return (
            f"fuzz: {self.cases} cases, {self.outcomes['read']} read, {refused} refused, "
            f"{len(self.broken_off)} broken off, {len(self.faults)} faults"
        )


def examine(path: Path, data: bytes) -> list[str]:
    """Read and extract, and say which promises do not hold. Raises ReadingError."""
    return broken(*read_and_extract(path, data))


def run(cases: Iterable[Case], tell: Callable[[Tally], None] = lambda tally: None) -> Tally:
    """Run cases one by one; ``tell`` is called after each."""
    tally = Tally()
    with Worker(examine, LIMITS) as worker:
        for case in cases:
            tally.cases += 1
            try:
                problems = worker.run(Path(case.name), case.data, size=len(case.data))
                tally.outcomes["read"] += 1
                if problems:
                    tally.faults.append((case, "; ".join(dict.fromkeys(problems))))
            except BrokenOffError as error:
                tally.outcomes[error.code] += 1
                tally.broken_off.append((case, error.message))
            except ReadingError as error:
                tally.outcomes[error.code] += 1
                if "\n" in error.message or not error.message.endswith("."):
                    tally.faults.append((case, "refused in more than a sentence"))
            except WorkError as error:
                tally.outcomes["failed"] += 1
                tally.faults.append((case, f"{error}\n{error.details}"))
            tell(tally)
    return tally
