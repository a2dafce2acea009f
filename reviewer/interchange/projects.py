"""A REFI-QDA project into the store: each source of text a report, each coded passage a finding.

The passages take the place of what our own extraction would find; headings, dates and furniture are still
its. Nothing is accepted because it comes from a project, but for the decisions of a project that Reviewer
itself wrote. Of a report that is in the store already, the passages are kept beside it as what another
program says.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from reviewer.exporting.qdpx import FOLLOW_UP as FOLLOW_UP_NOTE
from reviewer.exporting.qdpx import LINK as LINK_NOTE
from reviewer.exporting.qdpx import REWORDED
from reviewer.exporting.refi_codes import (
    ADDRESSED,
    EARLIER,
    JUDGEMENT,
    KIND,
    POLARITY,
    REPEATED,
    STATUS,
    THEME,
    guid,
)
from reviewer.interchange import safe
from reviewer.interchange.matching import Matched, Matcher
from reviewer.interchange.refi import Note, Passage, Reader, TextSource
from reviewer.model import (
    DocumentType,
    Extraction,
    Finding,
    Judgement,
    Kind,
    Metadata,
    Polarity,
    Source,
    Spans,
    joined,
)
from reviewer.reading import Document, ReadingError, read_bytes
from reviewer.reading.document import Line
from reviewer.store import FindingRow, FollowUpState, OtherFinding, Relation, Store, StoreError

_DESCRIPTION: Final = "Description"
_PART: Final = re.compile(r" \(1 of \d+\)$")
_KINDS: Final = (Kind.NARRATIVE.value, Polarity.NEUTRAL.value, "context")
"""Kind, polarity and theme of a passage whose codes say none."""


@dataclass(slots=True)
class Taken:
    """What came into the store: counts, and what did not, a sentence each."""

    reports: list[int] = field(default_factory=list)
    beside: list[int] = field(default_factory=list)
    findings: int = 0
    notes: int = 0
    problems: list[str] = field(default_factory=list)
    links: list[tuple[int, int, Note]] = field(default_factory=list, repr=False)
    """Notes of ours on earlier concerns, with their reports and findings: read when all reports are there."""
    by_guid: dict[str, int] = field(default_factory=dict, repr=False)
    """The reports made, by the GUID of their text in the project."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A passage with what its codes say; ``facts`` are those of its description, where it is our own."""

    passage: Passage
    matched: Matched
    facts: dict[str, str]

    @property
    def is_judgement(self) -> bool:
        return JUDGEMENT in self.matched.values or ("Area" in self.facts and "Grade" in self.facts)


def take_project(
    store: Store,
    path: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Taken:
    """Import a ``.qdpx`` file. Each report is whole in the store or not at all; stops after one if cancelled.

    Raises RefusedError for a file that is no project or is not safe to read, OSError, StoreError.
    """
    taken = Taken()
    with safe.opened(path) as archive:
        reader = Reader(archive)
        matcher = Matcher(store.codes(), ours=reader.ours)
        texts = {text_hash(store.source_text(row.id).text): row.id for row in store.reports()}
        total = reader.count()
        for done, source in enumerate(reader.sources()):
            if progress is not None:
                progress(done, total)
            if cancelled():
                break
            _take(store, source, reader, matcher, texts, taken)
        for report_id, finding_id, note in taken.links:
            if not _link(store, taken, finding_id, note.body):
                store.add_note(report_id, _signed(note, store.reviewer), finding_id)
                taken.notes += 1
        if progress is not None:
            progress(total, total)
        taken.problems += _counted(reader.problems)
        if reader.notes and not reader.ours:
            taken.problems.append(f"{len(reader.notes)} notes on the project as a whole were not taken over.")
    return taken


def _take(
    store: Store,
    source: TextSource,
    reader: Reader,
    matcher: Matcher,
    texts: dict[str, int],
    taken: Taken,
) -> None:
    ours = reader.ours
    if not any(char.isalnum() for char in source.text):
        taken.problems.append(f"{source.name}: it holds no words.")
        return
    document, original = _document(source)
    rows = [
        _Row(
            passage,
            matcher.matched(code.path for code in passage.codes),
            _facts(passage) if ours else {},
        )
        for passage in source.passages
        if passage.codes or passage.notes
    ]
    known = store.find_source(document.sha256)
    known = texts.get(text_hash(document.text)) if known is None else known
    if known is not None:
        findings = [_other(document.text, row) for row in rows if not row.is_judgement]
        if store.add_other(known, reader.origin, findings):
            taken.problems.append(
                f"{source.name}: in the store already, its passages are kept beside it for comparison."
            )
        taken.beside.append(known)
        return
    rows = [row for row in rows if row.matched.values or row.matched.others or not ours]
    passages = [row for row in rows if not row.is_judgement]
    judgements = [row for row in rows if row.is_judgement]
    extraction = _extraction(document, source, passages, judgements, ours, reader.origin)
    outcome = store.import_report(document, extraction, original, name=_file_name(source))
    taken.reports.append(outcome.report_id)
    taken.by_guid[source.guid] = outcome.report_id
    texts[text_hash(document.text)] = outcome.report_id
    taken.findings += len(passages)
    _remarks(store, outcome.report_id, source, passages, ours, taken)
    if ours:
        _decisions(store, outcome.report_id, passages, judgements)
        changed = sum(row.matched.values.get(STATUS) in ("corrected", "added") for row in rows)
        if changed:
            taken.problems.append(
                f"{source.name}: {changed} corrected or added are accepted as they stand; what the machine"
                " had said of them is not in a project."
            )


# -- the report


def _document(source: TextSource) -> tuple[Document, bytes]:
    """The source as a document whose text is exactly the project's, and the file that it is read from."""
    data = source.text.encode("utf-8", "replace")
    for name, original in (
        (f"{source.name}{source.suffix}", source.original),
        (f"{source.name}.txt", data),
    ):
        if original is None:
            continue
        try:
            document = read_bytes(Path(Path(name).name), original)
        except ReadingError:
            continue
        if document.text == source.text:
            return document, original
    return _plain(source, data), data


def _plain(source: TextSource, data: bytes) -> Document:
    text = data.decode("utf-8")
    lines, start = [], 0
    for words in text.split("\n"):
        end = start + len(words.rstrip())
        if start < end:
            lines.append(Line(start, end, 0, None, "", -1, 0.0, False, -1, ()))
        start += len(words) + 1
    return Document(
        path=source.name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/plain",
        text=text,
        pages=(),
        lines=tuple(lines),
        tagged=False,
    )


def _file_name(source: TextSource) -> str:
    name = "".join(char if char.isprintable() else "\ufffd" for char in source.name)
    return Path(name.replace("\\", "/")).name or "source"


def _extraction(
    document: Document,
    source: TextSource,
    passages: Sequence[_Row],
    judgements: Sequence[_Row],
    ours: bool,
    origin: str,
) -> Extraction:
    # With the first import, not with the program.
    from reviewer.extraction import extract

    machine = extract(document)
    findings = tuple(
        _finding(f"f{number}", row, document, machine) for number, row in enumerate(passages, start=1)
    )
    graded = tuple(
        Judgement(
            area=row.facts.get("Area") or _PART.sub("", row.passage.name),
            grade=row.facts.get("Grade") or row.matched.values[JUDGEMENT],
            spans=row.passage.spans,
            page=_page(document, row.passage.spans),
        )
        for row in judgements
    )
    claimed: list[Spans] = [machine.metadata_spans, machine.furniture]
    claimed += [section.spans for section in machine.sections]
    claimed += [finding.spans for finding in findings]
    claimed += [judgement.spans for judgement in graded or machine.judgements]
    return dataclasses.replace(
        machine,
        source=Source(
            source.name,
            document.sha256,
            document.media_type,
            len(document.pages) or None,
            len(document.text),
        ),
        report=_metadata(machine.report, source, ours),
        findings=findings,
        judgements=graded if ours else machine.judgements,
        markers=(),
        unclaimed=_unclaimed(document.text, claimed),
        extractor=f"{origin} (REFI-QDA)",
        warnings=(),
    )


def _metadata(machine: Metadata, source: TextSource, ours: bool) -> Metadata:
    if not ours:
        return machine
    facts = source.facts
    document_type = facts.get("Report type", "")
    return dataclasses.replace(
        machine,
        document_type=document_type if document_type in set(DocumentType) else machine.document_type,
        authority=facts.get("Authority") or next(iter(source.cases), None),
        inspection_start=_date(facts, "Inspection start"),
        inspection_end=_date(facts, "Inspection end"),
        publication_date=_date(facts, "Publication date"),
        lead_inspector=facts.get("Lead inspector"),
    )


def _date(facts: dict[str, str], name: str) -> str | None:
    return facts.get(name) or facts.get(f"{name} (as printed)")


def _finding(key: str, row: _Row, document: Document, machine: Extraction) -> Finding:
    values, spans = row.matched.values, row.passage.spans
    kind, polarity, theme = _KINDS
    above = [one for one in machine.sections if one.spans and one.spans[0][0] <= spans[0][0]]
    section = max(above, key=lambda one: one.spans[0][0]) if above else None
    return Finding(
        id=key,
        section=None if section is None else section.heading,
        section_id=None if section is None else section.id,
        number=row.facts.get("Number"),
        kind=values.get(KIND, kind),
        polarity=values.get(POLARITY, polarity),
        theme=values.get(THEME, theme),
        page=_page(document, spans),
        text=joined(document.text, spans),
        spans=spans,
        confidence=_number(row.facts.get("Confidence")),
        repeat_of_previous=f"{EARLIER} {REPEATED}" in values,
        addressed_since_previous=f"{EARLIER} {ADDRESSED}" in values,
    )


def _page(document: Document, spans: Spans) -> int | None:
    return next(
        (page.number for page in reversed(document.pages) if page.start <= spans[0][0]),
        None,
    )


def _number(text: str | None) -> float:
    """A confidence; a person who coded is taken to be sure."""
    try:
        return min(1.0, max(0.0, float(text or 1.0)))
    except ValueError:
        return 1.0


def _unclaimed(text: str, claimed: Sequence[Spans]) -> Spans:
    taken = bytearray(len(text))
    for spans in claimed:
        for start, end in spans:
            taken[start:end] = b"\1" * (end - start)
    found = []
    for piece in re.finditer(rb"\0+", taken):
        words = text[piece.start() : piece.end()]
        left = piece.start() + len(words) - len(words.lstrip())
        right = piece.end() - len(words) + len(words.rstrip())
        if left < right:
            found.append((left, right))
    return tuple(found)


# -- what people said


def _facts(passage: Passage) -> dict[str, str]:
    """The facts in a description that Reviewer wrote."""
    lines = (
        line.partition(": ") for note in passage.notes if _is_ours(note) for line in note.body.splitlines()
    )
    return {name: value for name, _, value in lines if value}


def _is_ours(note: Note) -> bool:
    return note.name == _DESCRIPTION and not note.by and not note.at


def _remarks(
    store: Store, report_id: int, source: TextSource, rows: Sequence[_Row], ours: bool, taken: Taken
) -> None:
    def add(body: str, finding_id: int | None = None) -> None:
        store.add_note(report_id, body, finding_id)
        taken.notes += 1

    for note in source.notes:
        add(_signed(note, store.reviewer))
    if source.codes:
        add("Codes: " + "; ".join(" › ".join(code.path) for code in source.codes))
    others: dict[str, None] = {}
    for row, finding in zip(rows, store.findings(report_id), strict=True):
        for note in row.passage.notes:
            if not (ours and _is_ours_and_read(store, finding, note, taken)):
                add(_signed(note, store.reviewer), finding.id)
        if row.matched.more_themes:
            store.set_themes([finding.id], [finding.theme, *row.matched.more_themes])
        for tag in row.matched.tags:
            store.tag([finding.id], tag)
        if row.matched.others:
            add("Codes: " + "; ".join(row.matched.others), finding.id)
            others.update(dict.fromkeys(row.matched.others))
    if others:
        taken.problems.append(
            f"{source.name}: codes without a place here, kept as notes: {'; '.join(others)}."
        )


def _is_ours_and_read(store: Store, finding: FindingRow, note: Note, taken: Taken) -> bool:
    """Take over a note that a project of ours has in place of something else; False for any other."""
    if _is_ours(note):
        return True
    if note.name == REWORDED:
        store.set_wording(finding.id, note.body)
    elif note.name == LINK_NOTE:
        taken.links.append((finding.report_id, finding.id, note))
    else:
        return note.name == FOLLOW_UP_NOTE and _follow_up(store, finding.id, note.body)
    return True


def _signed(note: Note, reviewer: str) -> str:
    who = ", ".join(part for part in (note.by, note.at[:10]) if part)
    title = "" if note.name in ("", _DESCRIPTION) or _quotes(note) else f"{note.name}: "
    return f"{title}{note.body}" + (f" ({who})" if who and note.by != reviewer else "")


def _quotes(note: Note) -> bool:
    """Whether a note is named after its own words."""
    return " ".join(note.body.split()).startswith(note.name.rstrip("…"))


def _follow_up(store: Store, finding_id: int, body: str) -> bool:
    """Set a follow-up as a note of ours says; False where it does not read as one."""
    head, _, reason = body.partition("Reason: ")
    facts = {name: value for name, _, value in (line.partition(": ") for line in head.splitlines())}
    try:
        state = FollowUpState(facts.get("State", ""))
        change = store.flag(finding_id, reason=reason, owner=facts.get("Owner", ""), due=facts.get("Due"))
    except (ValueError, StoreError):
        return False
    if change.created_id is not None and state is not FollowUpState.OPEN:
        store.set_follow_up(change.created_id, state=state)
    return True


def _link(store: Store, taken: Taken, finding_id: int, body: str) -> bool:
    """Settle an earlier concern as a note of ours says; False where it, or its report, is not to be found."""
    facts = {name: value for name, _, value in (line.partition(": ") for line in body.splitlines())}
    sha256 = facts.get("File", "").removeprefix("SHA-256 ")
    # A report whose file did not go along has another file here.
    earlier_id = store.find_source(sha256) or taken.by_guid.get(guid(sha256, "text"))
    if earlier_id is None:
        return False
    words = " ".join(facts.get("Words", "").split())
    same = [one for one in store.findings(earlier_id) if " ".join(one.verbatim.split()) == words]
    try:
        if len(same) != 1:
            return False
        store.settle(finding_id, same[0].id, Relation(facts.get("Relation", "")))
    except (ValueError, StoreError):
        return False
    return True


def _decisions(store: Store, report_id: int, rows: Sequence[_Row], judgements: Sequence[_Row]) -> None:
    """What the reviewers of our own project decided. Corrected and added ones are accepted, as they stand."""
    decided: dict[str, list[int]] = {}
    for row, finding in zip(rows, store.findings(report_id), strict=True):
        decided.setdefault(row.matched.values.get(STATUS, "undecided"), []).append(finding.id)
    accepted = [one for status in ("accepted", "corrected", "added") for one in decided.get(status, [])]
    store.accept(accepted)
    store.reject(decided.get("rejected", []))
    for row, judgement in zip(judgements, store.judgements(report_id), strict=True):
        status = row.matched.values.get(STATUS, "undecided")
        if status == "rejected":
            store.reject_judgement(judgement.id)
        elif status != "undecided":
            store.accept_judgement(judgement.id)


def _other(text: str, row: _Row) -> OtherFinding:
    values = row.matched.values
    others = "; ".join(row.matched.others)
    said = {"codes": others, "status": values.get(STATUS, ""), "by": row.passage.by}
    return OtherFinding(
        spans=row.passage.spans,
        text=joined(text, row.passage.spans),
        kind=values.get(KIND),
        polarity=values.get(POLARITY),
        theme=values.get(THEME),
        said=tuple((name, value) for name, value in said.items() if value),
    )


def text_hash(text: str) -> str:
    """What texts are compared by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _counted(problems: Sequence[str]) -> list[str]:
    """Each problem once, with how often it came."""
    counts: dict[str, int] = {}
    for problem in problems:
        counts[problem] = counts.get(problem, 0) + 1
    return [problem if count == 1 else f"{problem} ({count} times)" for problem, count in counts.items()]
