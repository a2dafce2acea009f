"""The lines of the details that are read, not edited, as rich text."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QCoreApplication, QLocale

from reviewer.store.rows import FindingRow, JudgementRow, SectionRow
from reviewer.ui import words
from reviewer.ui.theme import Colours


def _tr(text: str) -> str:
    return QCoreApplication.translate("Details", text)


def as_printed(row: FindingRow | JudgementRow) -> str:
    """Where the words stand in the source: 'as printed · page 3 · 8,412–8,688 · machine 86% sure'."""
    locale = QLocale()
    parts = [_tr("as printed")]
    if row.page is not None:
        parts.append(_tr("page {page}").format(page=row.page))
    if row.spans:
        parts.append(f"{locale.toString(row.spans[0][0])}–{locale.toString(row.spans[-1][1])}")
    if isinstance(row, FindingRow) and row.confidence is not None:
        parts.append(_tr("machine {share} sure").format(share=f"{round(row.confidence * 100)}%"))
    if row.decided_by and row.decided_at:
        said = _tr("{decision} by {who}, {when}")
        when = words.moment(row.decided_at)
        parts.append(said.format(decision=words.decision(row.decision), who=row.decided_by, when=when))
    text = escape(" · ".join(parts))
    if isinstance(row, FindingRow) and row.wording is not None:
        verbatim = escape(" ".join(row.verbatim.split()))
        text += f"<p style='margin:4px 0 0 0'>“{verbatim}”</p>"
    return text


def why_theme(row: FindingRow) -> str:
    """The indicator words of the codebook that spoke for the machine's theme, the weightiest first."""
    if not row.theme_why:
        return ""
    machine = row.machine.get("theme")
    theme = words.theme(machine if isinstance(machine, str) else row.theme)
    said = ", ".join(f"“{escape(one)}”" for one in row.theme_why[:6])
    return _tr("{theme} proposed for {words}").format(theme=escape(theme), words=said)


def machine_difference(row: FindingRow | JudgementRow, c: Colours) -> str:
    """What the machine said of each field that now says something else."""
    if isinstance(row, JudgementRow):
        pairs = [(_tr("area"), row.machine_area, row.area), (_tr("grade"), row.machine_grade, row.grade)]
        changed = [(name, before, now) for name, before, now in pairs if before and before != now]
    elif not row.machine:
        return escape(_tr("Added by a reviewer: the machine did not have it."))
    else:
        changed = _changed_fields(row)
    return _differences(changed, c)


def _differences(changed: Sequence[tuple[str, str, str]], c: Colours) -> str:
    """A line for each field: its name, what it was, struck out, and what it is, underlined."""
    lines = [
        f"{_tr('machine said')} {name} <s style='color:{c.negative}'>{escape(before)}</s> "
        f"<u style='color:{c.positive}'>{escape(now)}</u>"
        for name, before, now in changed
    ]
    return "<br>".join(lines)


def _changed_fields(row: FindingRow) -> list[tuple[str, str, str]]:
    said = {key: value if isinstance(value, str) else "" for key, value in row.machine.items()}
    none = _tr("none")
    fields = (
        (_tr("kind"), words.kind(said.get("kind", "")), words.kind(row.kind)),
        (_tr("polarity"), words.polarity(said.get("polarity", "")), words.polarity(row.polarity)),
        (_tr("theme"), words.theme(said.get("theme", "")), words.theme(row.theme)),
        (_tr("number"), said.get("number") or none, row.number or none),
    )
    return [(name, before, now) for name, before, now in fields if before != now]


def statements_html(finding: FindingRow, c: Colours) -> str:
    """The sentences with their polarity's sign; empty where there is only one."""
    if len(finding.statements) < 2:
        return ""
    rows = [
        f"<tr><td style='color:{c.of_polarity(one.polarity)};padding-right:8px'>"
        f"<b>{words.SIGNS[one.polarity]}</b></td>"
        f"<td style='color:{c.text}'>{escape(one.text)}</td></tr>"
        for one in finding.statements
    ]
    return f"<table cellspacing='2'>{''.join(rows)}</table>"


def measures_html(finding: FindingRow) -> str:
    """The figures, one a line: quoted words, what they count, when, compared with what."""
    lines = []
    for one in finding.measures:
        parts = [
            one.text,
            one.of if one.of not in one.text else "",
            words.day(one.as_of),
            one.comparator or "",
        ]
        lines.append(escape(" · ".join(part for part in parts if part)))
    return "<br>".join(lines)


def under_section(section: SectionRow, findings: Sequence[FindingRow]) -> str:
    """Where a heading stands and how much is under it: '3 findings · 2 undecided · page 4'."""
    under = [row for row in findings if row.section_id == section.id]
    left = sum(1 for row in under if row.decision == "undecided")
    parts = [_tr("{count} findings").format(count=len(under)), _tr("{count} undecided").format(count=left)]
    if section.page is not None:
        parts.append(_tr("page {page}").format(page=section.page))
    return escape(" · ".join(parts))


def section_difference(section: SectionRow, c: Colours) -> str:
    """What the machine read of a heading that now reads otherwise."""
    if section.machine_heading is None:
        return escape(_tr("Added by a reviewer: the machine did not have it."))
    none = _tr("none")
    pairs = (
        (_tr("heading"), section.machine_heading, section.heading),
        (_tr("grade"), section.machine_grade or none, section.grade or none),
    )
    return _differences([pair for pair in pairs if pair[1] != pair[2]], c)
