"""The lines of the details that are read, not edited, as rich text."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from reviewer import register
from reviewer.model import Measure, Metadata
from reviewer.store.rows import FindingRow, JudgementRow, ReportRow, SectionRow
from reviewer.ui import words
from reviewer.ui.theme import Colours
from reviewer.ui.word_diff import differences_html, shared

_ALIKE: Final = 0.5
"""The share of common words from which on differences are shown word by word."""


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
    return escape(" · ".join(parts))


def rewording(row: FindingRow, c: Colours) -> str:
    """The words as printed with what the reviewer made of them; empty where they stand as printed.

    Where little is left of them, a quotation: word by word, two different sentences can't be read.
    """
    if row.wording is None:
        return ""
    if shared(row.verbatim, row.wording) < _ALIKE:
        return escape(_tr("printed: “{words}”").format(words=row.verbatim))
    return differences_html(row.verbatim, row.wording, c)


def earlier(row: FindingRow) -> str:
    """What it says of earlier concerns, as settled: '↻ recurs (2011), worsened (2014)'."""
    return escape(f"↻ {', '.join(map(words.linked, row.links))}") if row.links else ""


def why_theme(row: FindingRow) -> str:
    """The indicator words of the codebook that spoke for the machine's theme, the weightiest first."""
    if not row.theme_why:
        return ""
    machine = row.machine.get("theme")
    theme = words.theme(machine if isinstance(machine, str) else row.theme)
    said = ", ".join(f"“{escape(one)}”" for one in row.theme_why[:6])
    return _tr("{theme} proposed for {words}").format(theme=escape(theme), words=said)


def machine_difference(row: FindingRow | JudgementRow, c: Colours, section: SectionRow | None = None) -> str:
    """What the machine said of each field that now says something else.

    ``section`` is the heading that a finding stands under.
    """
    if isinstance(row, JudgementRow):
        pairs = [(_tr("area"), row.machine_area, row.area), (_tr("grade"), row.machine_grade, row.grade)]
        changed = [(name, before, now) for name, before, now in pairs if before and before != now]
    elif not row.machine:
        return escape(_tr("Added by a reviewer: the machine did not have it."))
    else:
        changed = _changed_fields(row, section)
    said = _differences(changed, c)
    return "<br>".join(part for part in (said, _moved_words(row, c)) if part)


def _moved_words(row: FindingRow | JudgementRow, c: Colours) -> str:
    """How the words of a finding whose boundaries were moved differ from the machine's."""
    read = row.machine.get("text") if isinstance(row, FindingRow) else None
    if not isinstance(row, FindingRow) or not isinstance(read, str) or read == row.verbatim:
        return ""
    return f"{escape(_tr('machine said'))} {differences_html(read, row.verbatim, c, brief=True)}"


def _differences(changed: Sequence[tuple[str, str, str]], c: Colours) -> str:
    """A line for each field: its name, what it was, struck out, and what it is, underlined."""
    lines = [
        f"{_tr('machine said')} {name} <s style='color:{c.negative}'>{escape(before)}</s> "
        f"<u style='color:{c.positive}'>{escape(now)}</u>"
        for name, before, now in changed
    ]
    return "<br>".join(lines)


def _changed_fields(row: FindingRow, section: SectionRow | None) -> list[tuple[str, str, str]]:
    said = {key: value if isinstance(value, str) else "" for key, value in row.machine.items()}
    none = _tr("none")
    fields = [
        (_tr("kind"), words.kind(said.get("kind", "")), words.kind(row.kind)),
        (_tr("polarity"), words.polarity(said.get("polarity", "")), words.polarity(row.polarity)),
        (_tr("theme"), words.theme(said.get("theme", "")), ", ".join(map(words.theme, row.themes))),
        (_tr("number"), said.get("number") or none, row.number or none),
    ]
    heading = (section.machine_heading or section.heading) if section is not None else ""
    if said.get("section", "") != heading:
        fields.append((_tr("section"), said.get("section") or none, heading or none))
    return [(name, before, now) for name, before, now in fields if before != now]


def measure_line(one: Measure) -> str:
    """A figure in a line: quoted words, what it counts, when, compared with what."""
    parts = [one.text, one.of if one.of not in one.text else "", words.day(one.as_of), one.comparator or ""]
    return " · ".join(part for part in parts if part)


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


def fact_difference(before: str, now: str, c: Colours) -> str:
    """What the machine read of a fact that now reads otherwise; empty where it is as read."""
    if before == now:
        return ""
    none = _tr("none")
    shown = [", ".join(value.splitlines()) or none for value in (before, now)]
    return _differences([("", shown[0], shown[1])], c)


def authority_note(name: str | None) -> str:
    """What to know of an authority that the register does not have by its name; empty where it does."""
    resolved = register.resolve(name)
    if resolved.known or not resolved.name:
        return ""
    if resolved.choices:
        names = ", ".join(one.name for one in resolved.choices)
        return escape(_tr("It serves {names}: choose the one that was inspected.").format(names=names))
    said = _tr("Not in the register of authorities.")
    near = ", ".join(one.name for one in register.alike(resolved.name, 3))
    return escape(f"{said} {_tr('Did you mean {names}?').format(names=near)}" if near else said)


def previous_inspections(values: Metadata) -> str:
    """Earlier inspections that the report mentions, one a line."""
    lines = [
        " · ".join(part for part in (words.day(one.date), one.what) if part)
        for one in values.previous_inspections
    ]
    return "<br>".join(escape(line) for line in lines)


def source_facts(report: ReportRow) -> str:
    """Which file it is, how long, when it came in, what read it."""
    parts = [report.source_name]
    if report.pages is not None:
        parts.append(_tr("{count} pages").format(count=report.pages))
    parts += [words.moment(report.imported_at), report.extractor]
    return escape(" · ".join(part for part in parts if part))
