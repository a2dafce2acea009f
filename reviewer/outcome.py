"""How the import of a file went: what is said of it, apart from the work, which the window loads late."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Result(StrEnum):
    """How the import of one file went."""

    IMPORTED = "imported"
    ALREADY = "already there"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file's outcome. ``report_id`` is None, ``code`` and ``message`` say why, where it failed.

    ``code`` is as in ``ReadingError``, ``store`` where the store was in the way, ``internal`` where the fault
    is ours: then ``details`` is a report to copy. ``findings`` counts what the machine found in an imported
    report. Of another program's file ``message`` says what it brought, ``problems`` what did not come over,
    and ``beside`` has the reports beside whose findings it put others.
    """

    path: Path
    result: Result
    report_id: int | None = None
    findings: int = 0
    code: str = ""
    message: str = ""
    details: str = ""
    problems: tuple[str, ...] = ()
    beside: tuple[int, ...] = ()
