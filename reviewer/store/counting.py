"""How much there is of what, by report and decision: what a choice of the dataset would hold."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.store.database import StoreDatabase


@dataclass(frozen=True, slots=True)
class Tally:
    """``count`` findings (or judgements) of a report with one decision; ``to_do``: with an open follow-up."""

    report_id: int
    table: str
    decision: str
    to_do: bool
    count: int


def tallies(db: StoreDatabase) -> list[Tally]:
    """All findings and judgements of all reports, counted."""
    rows = db.all(
        """
        SELECT finding.report_id, 'finding' AS what, decision,
            coalesce(follow_up.state <> 'done', 0) AS to_do, count(*) AS count
        FROM finding LEFT JOIN follow_up ON follow_up.finding_id = finding.id
        GROUP BY 1, 3, 4
        UNION ALL
        SELECT report_id, 'judgement', decision, 0, count(*) FROM judgement GROUP BY 1, 3
        """
    )
    return [
        Tally(row["report_id"], row["what"], row["decision"], bool(row["to_do"]), row["count"])
        for row in rows
    ]
