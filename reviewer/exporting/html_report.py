"""A report for reading: facts, tables of findings and follow-ups, and the report's words with highlights.

One file that needs no other: no scripts, nothing fetched. It follows the reader's light or dark colours,
prints on paper, and says in words and signs what it says in colour. Running headers, page numbers and
standing notices are left out of the words. Rejected findings are not highlighted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final

from reviewer.analysis.gathering import names_of
from reviewer.analysis.history import date_of, name_of
from reviewer.analysis.naming import Names, day, family
from reviewer.analysis.timeline import Given, Timeline, timeline
from reviewer.exporting.choice import Choice
from reviewer.exporting.dataset import Dataset, ReportData
from reviewer.exporting.figures import timeline_section
from reviewer.exporting.files import ExportError, Writing
from reviewer.exporting.html_parts import beginning, table, table_heads, text
from reviewer.model import Spans
from reviewer.pictures.shapes import Target

if TYPE_CHECKING:
    from reviewer.store import FindingRow, NoteRow, ReportRow
    from reviewer.store.rows import LinkRow

TITLE: Final = "Findings of inspection reports"
TITLE_OF_ONE: Final = "Findings of an inspection report"
_SHORT: Final = 160
"""Characters of a finding in tables."""
SIGNS: Final = {"positive": "+", "negative": "−", "mixed": "±", "neutral": "·"}


def write(dataset: Dataset, writing: Writing) -> None:
    """Write ``report.html``."""
    file = writing.open("report.html")
    for part in page(dataset):
        file.write(part)


def write_pdf(dataset: Dataset, writing: Writing) -> None:
    """Write ``report.pdf``: the same page, printed. Raises ExportError where nothing here can print."""
    if dataset.printer is None:
        raise ExportError("This program has nothing that prints PDF files: export html, and print it.")
    content = dataset.printer("".join(page(dataset)))
    writing.place("report.pdf").write_bytes(content)


def page(dataset: Dataset) -> Iterator[str]:
    """The whole page, in parts."""
    rows = dataset.rows()
    title = TITLE if len(rows) != 1 else _title(rows[0])
    yield beginning(title)
    yield f"<header>\n<h1>{TITLE if len(rows) != 1 else TITLE_OF_ONE}</h1>\n"
    if len(rows) > 1:
        yield '<nav aria-label="Reports">\n<ul>\n'
        for row in rows:
            yield f'<li><a href="#report-{row.id}">{text(_title(row))}</a></li>\n'
        for number, name in enumerate(_with_several_reports(rows)):
            yield f'<li><a href="#years-{number}">{text(name)} over the years</a></li>\n'
        yield "</ul>\n</nav>\n"
    yield '<p class="key">'
    yield " ".join(
        f'<span class="{polarity}"><b>{sign}</b> {polarity}</span>' for polarity, sign in SIGNS.items()
    )
    yield "</p>\n</header>\n<main>\n"
    several = _with_several_reports(rows)
    for authority, reports in groupby(dataset, key=lambda report: report.row.authority):
        given: list[Given] = []
        links: list[LinkRow] = []
        for report in reports:
            yield from _report(report)
            if authority in several:
                given.append(Given(report.row, report.judgements, report.findings))
                links += [one.row for one in report.links]
        if given:
            names = names_of(report.store)
            found = timeline(name_of(authority), given, links=links)
            yield from _years(several.index(authority or ""), found, names, dataset.choice)
    yield "</main>\n</body>\n</html>\n"


def _with_several_reports(rows: Iterable[ReportRow]) -> list[str]:
    """The authorities whose reports make a timeline, in the order in which they come."""
    counts = Counter(row.authority for row in rows if row.authority and date_of(row))
    return [name for name, count in counts.items() if count > 1]


def _years(number: int, found: Timeline, names: Names, choice: Choice) -> Iterator[str]:
    """An authority's reports as a picture with its tables; a click goes to the words."""

    def link(target: Target) -> str | None:
        if target.finding_ids:
            return f"#finding-{target.finding_ids[0]}"
        return f"#report-{target.report_id}" if target.report_id is not None else None

    remark = "Only chosen findings are counted." if choice.narrows_findings else ""
    yield f'<section id="years-{number}" aria-label="Over the years">\n'
    yield f"<h2>{text(found.authority)} over the years</h2>\n"
    yield from timeline_section(found, names, link=link, remark=remark)
    yield "</section>\n"


def _report(report: ReportData) -> Iterator[str]:
    row = report.row
    yield f'<article id="report-{row.id}">\n'
    yield f"<h2>{text(_title(row))}</h2>\n"
    yield from _facts(report)
    yield from _judgements(report)
    yield from _counts(report)
    yield from _follow_ups(report)
    yield from _links(report)
    yield from _notes_on_report(report)
    yield from _words(report)
    yield from _table_of_findings(report)
    yield "</article>\n"


def _facts(report: ReportData) -> Iterator[str]:
    row = report.row
    facts = {
        "Kind of report": family(row.document_type),
        "Inspected": _between(day(row.inspection_start), day(row.inspection_end)),
        "Published": day(row.publication_date),
        "Led by": row.lead_inspector,
        "File": row.source_name,
        "Fingerprint": f"SHA-256 {row.source_sha256}",
        "Reviewed": f"{row.decided} of {row.findings} findings and judgements decided",
    }
    yield '<dl class="facts">\n'
    for name, value in facts.items():
        yield f"<dt>{name}</dt><dd>{text(value or 'not stated')}</dd>\n"
    yield "</dl>\n"


def _judgements(report: ReportData) -> Iterator[str]:
    standing = [row for row in report.judgements if row.decision != "rejected"]
    if standing:
        rows = [(row.area, row.grade, str(row.page or ""), row.decision.value) for row in standing]
        yield from table("Judgements", ("Area", "Grade", "Page", "Decision"), rows)


def _counts(report: ReportData) -> Iterator[str]:
    counts = Counter((row.theme, row.polarity) for row in _standing(report))
    themes = sorted({theme for theme, _ in counts})
    if themes:
        rows = [
            (report.label("theme", theme), *(str(counts[theme, one] or "") for one in SIGNS))
            for theme in themes
        ]
        heads = ("Theme", *(f"{sign} {name}" for name, sign in SIGNS.items()))
        yield from table("Findings by theme", heads, rows)


def _follow_ups(report: ReportData) -> Iterator[str]:
    found = [(row, row.follow_up) for row in report.findings if row.follow_up is not None]
    if not found:
        return
    found.sort(key=lambda one: (one[1].state == "done", one[1].due is None, one[1].due or ""))
    yield "<table>\n<caption>Follow-ups</caption>\n"
    yield table_heads(("Due", "State", "Owner", "Why", "Finding"), (13, 9, 13, 25, 40))
    for finding, row in found:
        cells = (row.due or "no date", row.state.value, row.owner or "nobody yet", row.reason)
        yield "<tr>" + "".join(f"<td>{text(cell)}</td>" for cell in cells)
        yield f'<td><a href="#finding-{finding.id}">{text(_short(finding))}</a></td></tr>\n'
    yield "</tbody>\n</table>\n"


def _links(report: ReportData) -> Iterator[str]:
    """What became of earlier concerns; an earlier finding is there to go to where it is exported, too."""
    if not report.links:
        return
    by_id = {row.id: row for row in report.findings}
    yield "<table>\n<caption>Earlier concerns</caption>\n"
    yield table_heads(("Finding", "What became of it", "Earlier concern", "Inspected", "Settled by"))
    for one in report.links:
        row, earlier = one.row, one.earlier
        said = _short(earlier) if earlier else "not in this store"
        yield f'<tr><td><a href="#finding-{row.finding_id}">{text(_short(by_id[row.finding_id]))}</a></td>'
        cells = (row.relation.value.replace("_", " "), said, row.earlier_date or "not known", row.settled_by)
        yield "".join(f"<td>{text(cell)}</td>" for cell in cells) + "</tr>\n"
    yield "</tbody>\n</table>\n"


def _notes_on_report(report: ReportData) -> Iterator[str]:
    notes = [note for note in report.notes if note.finding_id is None]
    if notes:
        headings = {section.id: section.heading for section in report.sections}
        yield "<h3>Notes on the report</h3>\n<ul>\n"
        for note in notes:
            heading = headings.get(note.section_id or 0)
            of = "" if heading is None else f"<b>{text(heading)}</b>: "
            yield f"<li>{of}{_note(note)}</li>\n"
        yield "</ul>\n"


def _table_of_findings(report: ReportData) -> Iterator[str]:
    if not report.findings:
        return
    yield "<table>\n<caption>All findings</caption>\n"
    heads = ("No.", "Finding", "Kind", "Polarity", "Theme", "Page", "Decision")
    yield table_heads(heads, (5, 39, 11, 11, 15, 7, 12))
    for row in report.findings:
        cells = (
            report.label("kind", row.kind),
            f"{SIGNS.get(row.polarity, '')} {row.polarity}",
            report.label("theme", row.theme),
            str(row.page or ""),
            row.decision.value,
        )
        number = text(row.number or "")
        # Whole in the words above: here they say which finding it is.
        words = f'<a href="#finding-{row.id}">{text(_shortened(row.text))}</a>'
        if row.decision == "rejected":
            words = f"<s>{text(_shortened(row.text))}</s>"
        yield f"<tr><td>{number}</td><td>{words}</td>"
        yield "".join(f"<td>{text(cell)}</td>" for cell in cells) + "</tr>\n"
    yield "</tbody>\n</table>\n"


# The words of the report


def _words(report: ReportData) -> Iterator[str]:
    yield '<h3>The report\'s words</h3>\n<div class="words">\n'
    notes: dict[int, list[NoteRow]] = {}
    for note in report.notes:
        if note.finding_id is not None:
            notes.setdefault(note.finding_id, []).append(note)
    at, page = 0, None
    for start, end, block in _blocks(report, notes):
        yield from _plain(report, at, start)
        printed = _page_of(report, start)
        if printed is not None and printed != page:
            page = printed
            yield f'<p class="page">Page {page}</p>\n'
        yield block
        at = max(at, end)
    yield from _plain(report, at, len(report.source.text))
    yield "</div>\n"


def _blocks(report: ReportData, notes: dict[int, list[NoteRow]]) -> list[tuple[int, int, str]]:
    """Headings and findings with where they begin and end, in reading order."""
    found = [
        (*_extent(section.spans), f"<h4>{text(section.heading)}</h4>\n")
        for section in report.sections
        if section.spans
    ]
    found += [
        (*_extent(finding.spans), _passage(report, finding, notes.get(finding.id, [])))
        for finding in _standing(report)
        if finding.spans
    ]
    found += [
        (*_extent(finding.spans), f'<p class="between">{text(finding.verbatim)}</p>\n')
        for finding in report.findings
        if finding.decision == "rejected" and finding.spans
    ]
    return sorted(found)


def _passage(report: ReportData, row: FindingRow, notes: list[NoteRow]) -> str:
    """A finding's words, highlighted, and what is said of them in the margin."""
    number = f'<span class="number">{text(row.number)}</span> ' if row.number else ""
    words = f'{number}<mark class="{text(row.polarity)}">{_marked(report, row)}</mark>'
    themes = ", ".join(report.label("theme", theme) for theme in row.themes)
    said = (report.label("kind", row.kind), themes, row.decision.value)
    polarity = f"<b>{SIGNS.get(row.polarity, '')} {text(row.polarity)}</b>"
    lines = [" · ".join((polarity, *(text(one) for one in said)))]
    if row.wording is not None:
        lines.append(f"Reworded: {text(row.wording)}")
    if row.follow_up is not None:
        due = f", by {row.follow_up.due}" if row.follow_up.due else ""
        owner = f", {row.follow_up.owner}" if row.follow_up.owner else ""
        reason = f": {row.follow_up.reason}" if row.follow_up.reason else ""
        lines.append(text(f"Follow-up ({row.follow_up.state.value}{owner}{due}){reason}"))
    lines += [
        text(" ".join(("↻", *mark.date[:4].split(), *mark.relation.value.split("_")))) for mark in row.links
    ]
    lines += [_note(note) for note in notes]
    margin = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f'<section class="finding" id="finding-{row.id}" aria-label="Finding">\n<p>{words}</p>\n'
        f'<aside aria-label="On this finding">{margin}</aside>\n</section>\n'
    )


def _marked(report: ReportData, row: FindingRow) -> str:
    """The verbatim words, each sentence whose polarity is another than the finding's marked as such."""
    pieces, at = [], 0
    for statement in row.statements:
        place = row.verbatim.find(statement.text, at)
        if place < 0 or statement.polarity == row.polarity:
            continue
        end = place + len(statement.text)
        sign = SIGNS.get(statement.polarity, "")
        pieces.append(text(row.verbatim[at:place]))
        pieces.append(
            f'<span class="{text(statement.polarity)}"><span class="sign">{sign}</span>'
            f"{text(statement.text)}</span>"
        )
        at = end
    pieces.append(text(row.verbatim[at:]))
    return "".join(pieces)


def _plain(report: ReportData, start: int, end: int) -> Iterator[str]:
    """The words between findings, a paragraph a line, without furniture."""
    for first, last in _left(start, end, report.source.furniture):
        for line in report.source.text[first:last].splitlines():
            if line.strip():
                yield f'<p class="between">{text(" ".join(line.split()))}</p>\n'


def _left(start: int, end: int, holes: Spans) -> Iterator[tuple[int, int]]:
    for hole_start, hole_end in sorted(holes):
        if hole_end <= start or hole_start >= end:
            continue
        if start < hole_start:
            yield start, hole_start
        start = max(start, hole_end)
    if start < end:
        yield start, end


def _extent(spans: Spans) -> tuple[int, int]:
    return spans[0][0], spans[-1][1]


def _page_of(report: ReportData, offset: int) -> int | None:
    found = None
    for number, start, _ in report.source.pages:
        if start > offset:
            break
        found = number
    return found


def _standing(report: ReportData) -> list[FindingRow]:
    return [row for row in report.findings if row.decision != "rejected"]


def _note(note: NoteRow) -> str:
    return f"{text(note.body)} <small>{text(note.created_by)}, {text(note.created_at[:10])}</small>"


def _short(row: FindingRow) -> str:
    words = _shortened(row.text)
    return f"{row.number}. {words}" if row.number else words


def _shortened(words: str) -> str:
    return words if len(words) <= _SHORT else words[: _SHORT - 1].rsplit(" ", 1)[0] + "…"


def _between(start: str, end: str) -> str:
    if not start or not end or start == end:
        return start or end
    return f"{start} to {end}"


def _title(row: ReportRow) -> str:
    """The report in a line: authority, kind, date."""
    when = day(row.inspection_start or row.publication_date) or "no date"
    return f"{row.authority or row.source_name}: {family(row.document_type)}, {when}"
