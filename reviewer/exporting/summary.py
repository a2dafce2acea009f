"""What the words around a dataset say of it: how much it holds, who worked on it, when it last changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from reviewer.exporting.dataset import ReportData


@dataclass
class Summary:
    """Filled by :meth:`add`, a report at a time."""

    authorities: Counter[str] = field(default_factory=Counter)
    document_types: Counter[str] = field(default_factory=Counter)
    themes: Counter[tuple[str, str]] = field(default_factory=Counter)
    """``(theme, polarity)`` of the findings that stand."""
    decisions: Counter[str] = field(default_factory=Counter)
    """Of all findings."""
    follow_ups: Counter[str] = field(default_factory=Counter)
    """By state."""
    reviewers: set[str] = field(default_factory=set)
    sources: list[tuple[str, str]] = field(default_factory=list)
    """``(name, SHA-256)`` of each report's file."""
    reports: int = 0
    latest: str = ""

    def add(self, report: ReportData) -> None:
        """Count one report."""
        row = report.row
        self.reports += 1
        self.sources.append((row.source_name, row.source_sha256))
        self.authorities[row.authority or ""] += 1
        self.document_types[row.document_type] += 1
        times = [row.imported_at]
        for finding in report.findings:
            self.decisions[finding.decision.value] += 1
            if finding.decision != "rejected":
                self.themes[finding.theme, finding.polarity] += 1
            if finding.follow_up is not None:
                self.follow_ups[finding.follow_up.state.value] += 1
        for step in report.history():
            self.reviewers.add(step.by)
            times.append(step.at)
        self.latest = max(self.latest, *times)

    @property
    def dated(self) -> str | None:
        """When what the dataset holds changed last, UTC; None where it holds nothing."""
        return self.latest or None
