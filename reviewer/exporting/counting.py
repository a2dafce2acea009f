"""How much an export would hold, told before it is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.exporting.choice import Choice

if TYPE_CHECKING:
    from reviewer.store import ReportRow
    from reviewer.store.counting import Tally


@dataclass(frozen=True, slots=True)
class Counted:
    """How many reports, findings, judgements, and follow-ups that are not done."""

    reports: int = 0
    findings: int = 0
    judgements: int = 0
    follow_ups: int = 0


def counted(choice: Choice, reports: Iterable[ReportRow], tallies: Iterable[Tally]) -> Counted:
    """What a choice of these reports would hold, given all that is in the store."""
    chosen = {row.id for row in reports if choice.has_report(row)}
    findings = judgements = follow_ups = 0
    for one in tallies:
        # A judgement has no follow-ups, so that a choice of those has none.
        if one.report_id not in chosen or not choice.has(one.decision, to_do=one.to_do):
            continue
        if one.table == "finding":
            findings += one.count
            follow_ups += one.count if one.to_do else 0
        else:
            judgements += one.count
    return Counted(len(chosen), findings, judgements, follow_ups)
