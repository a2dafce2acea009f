"""The decisions of a store as examples to learn from, and what is undecided as examples to suggest for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reviewer.analysis.learning import Coded, Example, features
from reviewer.store import Decision, FindingRow, Store

_LEARNED_FROM = frozenset({Decision.ACCEPTED, Decision.CORRECTED})


def example(finding: FindingRow, section: str | None, family: str) -> Example:
    """A finding as the model sees it.

    Those that a reviewer added teach nothing: no machine proposed a code for them. Rejected ones neither.
    """
    machine = finding.machine
    proposed = {what: str(machine.get(what.value) or getattr(finding, what.value)) for what in Coded}
    decided = (
        {what: getattr(finding, what.value) for what in Coded}
        if finding.decision in _LEARNED_FROM and machine
        else None
    )
    seen = features(finding.verbatim, section, proposed[Coded.KIND], family)
    return Example(seen, proposed, decided)


def of_report(store: Store, report_id: int, *, since: str = "") -> list[Example]:
    """The findings of a report in reading order; decisions made before ``since`` (UTC, ISO) don't count."""
    headings: Mapping[int, str] = {row.id: row.heading for row in store.sections(report_id)}
    family = store.report(report_id).document_type
    found = []
    for row in store.findings(report_id):
        one = example(row, headings.get(row.section_id or 0), family)
        if one.decided is not None and (row.decided_at or "") < since:
            one = Example(one.features, one.proposed)
        found.append(one)
    return found


def decided_reports(
    store: Store, *, since: str = "", progress: Callable[[], None] = lambda: None
) -> list[list[Example]]:
    """For each report with decisions, its decided findings; the reports in the order of their first one."""
    found = []
    for report in store.reports():
        if not report.decided:
            continue
        progress()
        decided = [one for one in of_report(store, report.id, since=since) if one.decided is not None]
        if decided:
            first = min(
                row.decided_at
                for row in store.findings(report.id)
                if row.decided_at and row.decided_at >= since
            )
            found.append((first, report.id, decided))
    return [decided for _first, _id, decided in sorted(found, key=lambda one: one[:2])]
